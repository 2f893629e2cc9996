"""What an event says, group by group: codes, date, place, people, how it is told, participants."""

import math
from typing import Any, Final

from annotations.models import (
    BASES,
    DATE_PRECISIONS,
    GENERICITIES,
    MODALITIES,
    PLACE_PRECISIONS,
    POLARITIES,
    ROLES,
    TENSES,
)
from common.countries import is_country
from common.edtf import bounds, is_edtf

from .reading import LARGEST_OFFSET, Reader
from .spots import Value, read_borrowed

CODED: Final = ("codebook", "code")
MOST_PARTICIPANTS: Final = 100
MOST_CODES: Final = 20
MOST_MODES: Final = 20
_LONGEST_CODE: Final = 60
_ROLE_ORDER = {role: place for place, role in enumerate(ROLES)}


def read_codes(reader: Reader) -> Value:
    """The type in the project's main scheme, its modes, and the codes of other schemes."""
    codebook, code = _code(reader)
    return {
        "code": code,
        "codebook": codebook if code is not None else None,
        "modes": _modes(reader),
        "other_codes": _other_codes(reader),
    }


def _code(reader: Reader) -> tuple[str | None, str | None]:
    found: list[str | None] = []
    for field in CODED:
        given = reader.take(field)
        if given is not None and (not isinstance(given, str) or not 0 < len(given) <= _LONGEST_CODE):
            reader.fault(field, "Send the name of a code, or null while it is open.")
        found.append(given if isinstance(given, str) else None)
    return found[0], found[1]


def _modes(reader: Reader) -> list[str]:
    given = reader.take("modes", [])
    if (
        not isinstance(given, list)
        or len(given) > MOST_MODES
        or not all(isinstance(mode, str) and 0 < len(mode) <= _LONGEST_CODE for mode in given)
    ):
        reader.fault("modes", f"Send a list of at most {MOST_MODES} modes of the code.")
        return []
    return sorted(set(given))


def _other_codes(reader: Reader) -> list[Value]:
    given = reader.take("other_codes", [])
    if not isinstance(given, list) or len(given) > MOST_CODES:
        reader.fault("other_codes", f"Send a list of at most {MOST_CODES} codes.")
        return []
    codes: list[Value] = []
    for place, item in enumerate(given):
        one = Reader(item, f"{reader.path}.other_codes[{place}]", reader.faults)
        codebook, code = _code(one)
        if code is None:
            one.fault("code", "Send the name of a code.")
        modes = _modes(one)
        one.refuse_others()
        if any((code, codebook) == (other["code"], other["codebook"]) for other in codes):
            one.fault("code", "This code stands here already; send each once.")
        codes.append({"codebook": codebook, "code": code, "modes": modes})
    return sorted(codes, key=lambda one: (one["codebook"] or "", one["code"] or ""))


def read_date(reader: Reader) -> Value:
    """When: as the sentence says it, where it says so, and what it means on which basis."""
    stated, resolved = _edtf(reader, "date_edtf"), _edtf(reader, "date_resolved")
    start, end = reader.span("date_")
    borrowed = _borrowed_or_own(reader, "date", start)
    basis = reader.word("date_basis", BASES) or ("other_sentence" if borrowed else "")
    if resolved and not basis:
        reader.fault("date_basis", f"Say what the resolved date rests on: {', '.join(BASES)}.")
    return {
        "date_edtf": stated,
        "date_start": start,
        "date_end": end,
        "date_from": borrowed,
        "date_resolved": resolved,
        "date_basis": basis,
        "date_prec": _precision(reader, "date_prec", DATE_PRECISIONS),
    }


def _edtf(reader: Reader, field: str) -> str:
    text = reader.text(field, longest=64)
    if not text:
        return ""
    if not is_edtf(text):
        reader.fault(field, "This is no EDTF date. Examples: 2007-06-14, XXXX-11-12, 2007-06, 2007-06~.")
        return text
    first, last = bounds(text)
    if first is not None and last is not None and first > last:
        reader.fault(field, "The date ends before it starts; put the earlier day first.")
    return text


def _borrowed_or_own(reader: Reader, part: str, start: int | None) -> Value | None:
    borrowed = read_borrowed(reader, f"{part}_from")
    if borrowed is not None and start is not None:
        message = f"The {part} stands in this sentence or in another; send {part}_start or {part}_from."
        reader.fault(f"{part}_from", message)
    return borrowed


def _precision(reader: Reader, field: str, known: tuple[int, ...]) -> int | None:
    return reader.number(field, known[-1], smallest=known[0])


def read_place(reader: Reader) -> Value:
    """Where: the words, the place's name, country and coordinates, and how exactly it is known."""
    start, end = reader.span("place_")
    borrowed = _borrowed_or_own(reader, "place", start)
    country = reader.text("country", longest=2)
    if country and not is_country(country):
        reader.fault("country", "Give a two-letter ISO 3166 code such as PS.")
    latitude, longitude = _degrees(reader, "latitude", 90), _degrees(reader, "longitude", 180)
    if (latitude is None) != (longitude is None):
        reader.fault("latitude", "Send latitude and longitude together.")
    return {
        "place_name": reader.text("place_name", longest=200),
        "place_start": start,
        "place_end": end,
        "place_from": borrowed,
        "place_basis": reader.word("place_basis", BASES) or ("other_sentence" if borrowed else ""),
        "country": country,
        "latitude": latitude,
        "longitude": longitude,
        "where_prec": _precision(reader, "where_prec", PLACE_PRECISIONS),
    }


def _degrees(reader: Reader, field: str, most: int) -> float | None:
    given = reader.take(field)
    if given is None:
        return None
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    if not is_number or not math.isfinite(given) or abs(given) > most:
        reader.fault(field, f"Send degrees from -{most} to {most}, such as 31.52.")
        return None
    return round(float(given), 6) + 0.0  # no minus zero


def read_counts(reader: Reader) -> Value:
    """How many people, with the words that say so. Null is not stated; 0 is stated none."""
    value: Value = {
        f"deaths_{edge}": reader.number(f"deaths_{edge}", LARGEST_OFFSET) for edge in ("low", "best", "high")
    }
    stated = [value[f"deaths_{edge}"] for edge in ("low", "best", "high")]
    known = [number for number in stated if number is not None]
    if known != sorted(known):
        reader.faults.append(
            {
                "field": f"{reader.path}.deaths_best",
                "message": "The lowest figure may not be above the best, nor the best above the highest.",
                "code": "deaths-order",
            }
        )
    value["deaths_start"], value["deaths_end"] = reader.span("deaths_")
    for part in ("injured", "arrested"):
        value[part] = reader.number(part, LARGEST_OFFSET)
        value[f"{part}_start"], value[f"{part}_end"] = reader.span(f"{part}_")
    return value


def read_how(reader: Reader) -> Value:
    """How the sentence tells it."""
    return {
        "modality": reader.choice("modality", MODALITIES, "asserted"),
        "polarity": reader.choice("polarity", POLARITIES, "positive"),
        "tense": reader.choice("tense", TENSES, "unspecified"),
        "genericity": reader.choice("genericity", GENERICITIES, "specific"),
    }


def read_participants(reader: Reader) -> list[Value]:
    """Who took part: an actor tag of the set, words of another sentence, or nobody named."""
    given = reader.take("participants", [])
    if not isinstance(given, list) or len(given) > MOST_PARTICIPANTS:
        reader.fault("participants", f"Send a list of at most {MOST_PARTICIPANTS} participants.")
        return []
    links: list[Value] = []
    for place, item in enumerate(given):
        one = Reader(item, f"{reader.path}.participants[{place}]", reader.faults)
        link = _participant(one)
        if any(_filler(link) == _filler(other) for other in links):
            one.fault("actor", "This actor already stands in this role; send each pair once.")
        links.append(link)
    return in_order(links)


def in_order(links: list[Value]) -> list[Value]:
    """Participants as every value lists them."""
    return sorted(links, key=_in_order)


def _participant(one: Reader) -> Value:
    role = one.choice("role", ROLES)
    actor = one.uid("actor") if one.take("actor") is not None else None
    borrowed = read_borrowed(one, "from", with_actor=True)
    if actor is not None and borrowed is not None:
        one.fault("from", "A participant is tagged in this sentence or named in another; send one of both.")
    basis = one.word("basis", BASES) or ("other_sentence" if borrowed else "")
    one.refuse_others()
    return {"role": role, "actor": actor, "from": borrowed, "basis": basis}


def _filler(link: Value) -> tuple[Any, ...]:
    words = link["from"] or {}
    return (link["role"], link["actor"], *(words.get(part) for part in ("sentence", "start", "end")))


def _in_order(link: Value) -> tuple[Any, ...]:
    words = link["from"] or {}
    place = tuple(words.get(part) or 0 for part in ("sentence", "start", "end"))
    return (_ROLE_ORDER[link["role"]], link["actor"] or "", *place)
