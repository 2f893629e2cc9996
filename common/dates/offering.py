"""What a person's typed words may mean as a date, the best reading first."""

import re
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from common.edtf import is_edtf

from . import writing
from .forms import Place, Read, as_written
from .phrases import phrase_at
from .reading import read_at, without_third
from .words import GAP, MONTH_NAMES, MONTHS, D, number

_LEADING: Final = re.compile(rf"(?:in|on|at|of|from|during|the){GAP}", re.IGNORECASE)
_UNTIL: Final = re.compile(rf"(?P<after>after{GAP})|(?:until|till|before|by|up{GAP}to){GAP}", re.IGNORECASE)
_SHORT: Final = re.compile(rf"({D}{{1,2}})[/.-]({D}{{1,2}})(?:[/.-]({D}{{2}}))?")
_WORD: Final = re.compile(r"[^\W\d_]{3,}")


class Offer(NamedTuple):
    """A reading of typed words: valid EDTF, and why the words read so."""

    edtf: str
    why: str


def read_date(typed: str) -> list[Offer]:
    """The readings of typed words as a date, best first, none twice; none when they name no day."""
    text = _plain(typed)
    if not text:
        return []
    offers = {offer.edtf: offer for offer in reversed([*_readings(text), *_as_edtf(typed)]) if offer.edtf}
    return list(reversed(offers.values()))


def why_no_date(typed: str) -> str:
    """Why typed words name no day, in words; "" when they do, or when they are no date at all."""
    text = _plain(typed)
    if not text or read_date(typed):
        return ""
    read = _whole(text)
    if read:
        return read.why
    phrase = phrase_at(typed.strip(), 0) or phrase_at(text, 0)
    return phrase.why if phrase else ""


def _plain(typed: str) -> str:
    """The words without what only leads to a date, and the beginnings of months written out: "12 nove" is typed on."""
    text = typed.strip().removesuffix(".")[:200]
    while match := _LEADING.match(text):
        text = text[match.end() :]
    return _WORD.sub(_month, text)


def _month(match: re.Match[str]) -> str:
    word = match[0].lower()
    if word in MONTHS:
        return match[0]
    names = [name for name in MONTH_NAMES if name.lower().startswith(word)]
    return names[0] if len(names) == 1 else match[0]


def _whole(text: str) -> Read | None:
    read = read_at(Place(text, 0, is_typed=True)) if text else None
    return read if read and read.end == len(text) else None


def _readings(text: str) -> list[Offer]:
    read = _whole(text)
    if read is None:
        return [*_until(text), *_short(text)]
    if read.edtf.startswith("[") and "/" in text:
        first, second = read.edtf[1:-1].split(",")
        return [
            Offer(first, _("day first")),
            Offer(second, _("month first")),
            Offer(read.edtf, _("either: day and month could stand either way")),
        ]
    offers = [Offer(read.edtf, read.why)]
    if wider := without_third(Place(text, 0, is_typed=True)):
        offers.append(Offer(writing.approximate(wider.edtf), _("the whole of it, approximate")))
    if read.edtf[2:] == "0X":
        offers.append(Offer(f"{read.edtf[:2]}XX", _("a hundred years")))
    return offers


def _until(text: str) -> list[Offer]:
    """ "until 2007" is open at its beginning, "after 2007" at its end."""
    match = _UNTIL.match(text)
    read = _whole(text[match.end() :]) if match else None
    if not match or not read or not read.edtf:
        return []
    if not writing.can_be_qualified(read.edtf):
        return [Offer(read.edtf, as_written(read.edtf))]
    if match["after"]:
        return [Offer(f"{read.edtf}/..", _("after then: open at the end"))]
    return [Offer(f"../{read.edtf}", _("until then: open at the beginning"))]


def _short(text: str) -> list[Offer]:
    """ "3/4" and "3/4/07": both ways, the year of the last or this century."""
    match = _SHORT.fullmatch(text)
    if not match:
        return []
    first, second = number(match[1]), number(match[2])
    year = None if match[3] is None else number(match[3]) + (2000 if number(match[3]) < 50 else 1900)
    return [
        Offer(writing.day(year, second, first), _("day first")),
        Offer(writing.day(year, first, second), _("month first")),
    ]


def _as_edtf(typed: str) -> list[Offer]:
    text = typed.strip().upper()
    return [Offer(text, _("as written"))] if len(text) >= 4 and is_edtf(text) else []
