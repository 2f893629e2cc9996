"""Whether four digits in running text are a year: "in 2004", "the 2006 elections", but not "2000 people"."""

import re
from typing import Final

from .words import GAP, YEAR, number

# What years are stated with. After these a number from 1000 to 2999 is a year unless things are counted.
_SURELY: Final = re.compile(
    rf"(?:\b(?:in|since|during|until|till|before|after|year|early|late|mid|circa|throughout|ad|عام|سنة|في|منذ|בשנת)"
    rf"{GAP}(?:the{GAP}years?{GAP})?|\bmid[-‐‑]|\bב[-־])$",
    re.IGNORECASE,
)  # fmt: skip
_LOOSELY: Final = re.compile(
    rf"\b(?:of|from|by|between|and|or|to|through|the|this|that|for|around|about|late|its|their|his|her|a|an)"
    rf"{GAP}$|['’]s{GAP}$|[(–—/-]$|^$",
    re.IGNORECASE,
)
# Numbers of other things.
_NUMBERED: Final = re.compile(
    rf"(?:[$€£¥₪#№]\s?|\b(?:resolutions?|articles?|flights?|routes?|highways?|laws?|decrees?|sections?|paragraphs?|pages?|p|pp"
    rf"|nos?|numbers?|rooms?|units?|forms?|versions?|models?|channels?|phases?|chapters?|at|over|than|nearly|almost|some"
    rf"|least|most|up{GAP}to|usd|us|eur|nis){GAP}|\b(?:no|nos|p|pp|art|sec)\.\s?|\[)$",
    re.IGNORECASE,
)
_MEASURED: Final = re.compile(
    rf"\s?(?:%|°|(?:percent|per{GAP}cent|hours?|hrs?|gmt|utc|local{GAP}time|am|pm|k?m|k?g|kw|mw|ft|feet|dollars|euros"
    rf"|shekels|usd|us\$|miles?|tonn?es?|tons?|square|cubic|million|billion|strong)\b)|[-‐‑]strong\b|\]",
    re.IGNORECASE,
)
# The year names a line on the map, not a time.
_LINES: Final = re.compile(
    rf"{GAP}(?:borders?|boundar(?:y|ies)|lines?|frontiers?|(?:green|armistice){GAP}lines?)\b", re.IGNORECASE
)
_NEXT_WORD: Final = re.compile(r"\s{1,3}([a-z]{3,})(?![^\W_])")
# fmt: off
_PEOPLE: Final = frozenset((
    "people", "men", "women", "children", "police", "personnel", "troops", "dead", "injured", "wounded", "killed",
))
# Plural words that follow a year without being counted: what happens in a year, and words that only end so.
_HAPPENING: Final = frozenset((
    "elections", "clashes", "protests", "riots", "talks", "negotiations", "attacks", "bombings", "killings", "events",
    "accords", "agreements", "raids", "strikes", "demonstrations", "hostilities", "floods", "earthquakes", "wars",
    "battles", "massacres", "reforms", "sanctions", "polls", "games", "olympics", "was", "has", "is", "its", "his",
    "this", "thus", "hundreds", "thousands", "dozens", "tens", "scores", "towards", "besides",
))
# fmt: on
_CLOSED: Final = re.compile(rf"\s*(?:[),.;:]|$|(?:and|or){GAP}{YEAR}(?!,))")


def is_year(text: str, start: int, end: int) -> bool:
    """Whether the four digits at these offsets are stated as a year."""
    before = text[max(0, start - 24) : start]
    year = number(text[start:end])
    if _NUMBERED.search(before) or _MEASURED.match(text, end) or _LINES.match(text, end):
        return False
    is_sure = bool(_SURELY.search(before))
    if is_sure and 1900 <= year <= 2099 and year % 100:
        return True
    if counts(text, end):
        return False
    return is_sure or (1800 <= year <= 2099 and bool(_LOOSELY.search(before) or _CLOSED.match(text, end)))


def counts(text: str, end: int) -> bool:
    """Whether the number that ends here counts what follows: "2000 people", "12 armed protesters"."""
    following = _NEXT_WORD.match(text, end)
    if not following:
        return False
    word = following[1]
    if word in _PEOPLE:
        return True
    return word.endswith("s") and not word.endswith("ss") and word not in _HAPPENING
