"""What the registry takes for a name, a kind, a country and an id; each refusal names the field."""

import re

from codebook.models import ACTOR_KINDS
from codebook.names import normalised
from common.errors import Invalid

_QID = re.compile(r"Q[1-9]\d*")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def checked_name(field: str, text: str) -> str:
    """The name without outer space; Invalid when empty, over 200 characters or with control characters."""
    name = text.strip()
    if not name or len(name) > 200 or _UNPRINTABLE.search(name) or not normalised(name):
        message = "Give a name of 1 to 200 printable characters."
        raise Invalid(message, errors=[{"field": field, "message": message}])
    return name


def check(field: str, message: str, *, holds: bool) -> None:
    """Invalid about this field unless it `holds`."""
    if not holds:
        raise Invalid(message, errors=[{"field": field, "message": message}])


def check_fields(*, kind: str, country: str, wikidata: str, description: str) -> None:
    """Invalid with the field that cannot be used and what to give instead."""
    check("kind", f"Choose a kind: {', '.join(ACTOR_KINDS)}.", holds=kind in ACTOR_KINDS)
    check(
        "country",
        "Give a two-letter ISO 3166 code such as PS.",
        holds=country == "" or bool(re.fullmatch("[A-Z]{2}", country)),
    )
    check(
        "wikidata",
        "A Wikidata id looks like Q171644.",
        holds=wikidata == "" or (len(wikidata) <= 20 and bool(_QID.fullmatch(wikidata))),
    )
    check(
        "description",
        "A description has no control characters other than new lines.",
        holds=not re.search(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", description),
    )
