"""The two readers of dates, Python's and JavaScript's, say the same of texts that nobody wrote down as cases."""

from random import Random
from typing import Any

import pytest
from playwright.sync_api import Page

from common.dates import Context, Neighbour, find_dates, find_unresolved, read_date, resolve, why_no_date
from common.edtf import bounds, is_edtf, precision

from .test_js_units import address

pytestmark = pytest.mark.browser
_ = address

PIECES = (
    "12|31|29|3rd|0|2007|1900|1967|2999|07|4,000|١٢|٢٠٠٧|June|may|May|march|February|Feb.|nov|نوفمبر|كانون الثاني"
    "|בנובמבר|early|mid-|late|end of|between|and|or|to|–|-|/|,|.|of|the|since|until|around|c.|1990s|spring|Q1|Tuesday"
    "|in|people|protesters|borders|[65]|the same day|two days later|last week|that month|yesterday|2007-06-14"
    "|12/11/2007|first half of|\n|😀|On|(|)|killed|was"
)
SAID = """
async ({ texts, context }) => {
  const dates = await import("/static/js/lib/dates.js");
  const slice = (text) => ({ from, to, edtf, why }) => [text.slice(from, to), edtf ?? "", why];
  return texts.map((text) => ({
    found: dates.findDates(text).map(slice(text)),
    unresolved: dates.findUnresolved(text).map(slice(text)),
    offers: dates.dateOffers(text).map(({ edtf, why }) => [edtf, why]),
    none: dates.whyNoDate(text),
    resolved: dates.resolutions(text, context).map(({ edtf, basis, why, sentence }) => [edtf, basis, why, sentence]),
    days: dates.findDates(text).map(({ edtf }) => [dates.boundsOf(edtf), dates.precisionOf(edtf)]),
  }));
}
"""


def said(text: str, context: Context) -> dict[str, Any]:
    def isos(edtf: str) -> list[str | None]:
        return [day.isoformat() if day else None for day in bounds(edtf)]

    found = find_dates(text)
    return {
        "found": [[text[date.start : date.end], date.edtf, date.reason] for date in found],
        "unresolved": [[text[date.start : date.end], "", date.reason] for date in find_unresolved(text)],
        "offers": [list(offer) for offer in read_date(text)],
        "none": why_no_date(text),
        "resolved": [list(resolution) for resolution in resolve(text, context)],
        "days": [[isos(date.edtf), precision(date.edtf)] for date in found],
    }


def test_both_readers_say_the_same_of_random_texts(page: Page, address: str) -> None:
    seed = Random().randrange(10**6)
    random = Random(seed)
    pieces = PIECES.split("|")
    texts = [
        random.choice([" ", " ", ""]).join(random.choice(pieces) for _ in range(random.randrange(1, 9)))
        for _ in range(1500)
    ]
    neighbours = [Neighbour("2007-06-16", -3, 21), Neighbour("XXXX-10-17", -1, 22), Neighbour("2008", 2, 26)]
    page.goto(f"{address}/")
    context = {"published": "2008-11-20", "neighbours": [near._asdict() for near in neighbours]}
    answers = page.evaluate(SAID, {"texts": texts, "context": context})
    for text, answer in zip(texts, answers, strict=True):
        expected = said(text, Context("2008-11-20", neighbours))
        # What only looks like EDTF is the server's to refuse.
        if not all(is_edtf(edtf) for edtf, *_why in answer["offers"] + answer["resolved"]):
            continue
        assert answer == expected, f"seed {seed}: {text!r}"
