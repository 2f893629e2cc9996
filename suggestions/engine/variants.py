"""Other ways in which a name is likely to be written: the family name alone, the acronym, without an adjective."""

import re
from collections.abc import Iterator
from typing import Final

from .lists import countries, name_words

_INITIALS_SKIP: Final = frozenset("the of and for in to a an on".split())  # noqa: SIM905
_PARTICLES: Final = frozenset("al el abu bin ibn ben de del van von da di du la le".split())  # noqa: SIM905
DEMONYM: Final = re.compile(r"[A-Z][a-z]+(?:ian|ean|ese|ish|ani|eli|aqi|eni|ican|can)s?")


def variants_of(name: str, kind: str = "") -> Iterator[str]:
    """Likely short forms of a name in Latin script; none that is a country, a calendar word or a common one."""
    words = re.findall(r"[^\s,()]+", name)
    capitals = [word for word in words if word[:1].isupper()]
    if len(words) < 2 or len(capitals) < 2 or not name.isprintable():
        return
    kinds = name_words()
    heads = {word.lower().rstrip("s'’") for word in words} | {word.lower() for word in words}
    is_group = kind not in ("", "person") or bool(heads & (kinds["org"] | kinds["group"]))
    if not is_group and len(words) <= 4:
        yield from _family_name(words, kind)
    initials = "".join(
        part[0] for word in words for part in word.split("-") if part and part.lower() not in _INITIALS_SKIP
    )
    if 2 <= len(initials) <= 6 and initials.isupper() and kind != "person":
        yield initials
    if len(words) >= 3 and DEMONYM.fullmatch(words[0]) and kind != "person":
        yield " ".join(words[1:])


def _family_name(words: list[str], kind: str) -> Iterator[str]:
    last = words[-1]
    low = last.lower()
    kinds = name_words()
    is_known = low in countries() or any(
        low in kinds[name] for name in ("org", "place", "thing", "group", "common")
    )
    if not last[:1].isalpha() or len(last) < 3 or is_known or last.isupper():
        return
    if kind != "person" and (low.endswith(("ism", "ity", "ion")) or DEMONYM.fullmatch(words[0])):
        return
    yield last if "-" in last or words[-2].lower() not in _PARTICLES else f"{words[-2]} {last}"
