"""The codes of a value kept for a while, as the project's codebooks have them today."""

from collections.abc import Iterable

from codebook.models import Code
from codebook.versions import Place, led_on

from .operations.spots import Value

Today = dict[tuple[str, str], tuple[str, str, set[str]]]
"""By slug and code, and by older version and code: the codebook in full, the code and its modes."""


def codes_today(project_id: int, values: Iterable[Value]) -> Today:
    """The codes in these values as the project can use them now: what an older version called otherwise is led on.

    Four queries at most, none without codes.
    """
    coded = [one for value in values for one in _coded(value) if one["code"]]
    if not coded:
        return {}
    places = {Place(str(one["codebook"]), one["code"], tuple(one["modes"])) for one in coded}
    led = led_on(project_id, places)
    rows = (
        Code.objects.filter(
            codebook__adoptions__project_id=project_id,
            codebook__adoptions__ended_at=None,
            value__in={place.code for place in places},
        )
        .order_by("codebook__version", "id")
        .values_list("codebook__slug", "codebook__version", "value", "modes")
    )
    today: Today = {
        (slug, value): (f"{slug}@{version}", value, set(modes)) for slug, version, value, modes in rows
    }
    return today | {
        (old.codebook, old.code): (new.codebook, new.code, set(row.modes)) for old, (new, row) in led.items()
    }


def with_codes_of_today(value: Value, today: Today) -> Value:
    """The value with its codes in the version that is in use. A type that is gone is left open and told in the note."""
    if not value.get("code") and not value.get("other_codes"):
        return value
    lost: list[str] = []
    main = _renewed(value, today, lost)
    others = [kept for one in value["other_codes"] if (kept := _renewed(one, today, lost))["code"]]
    main, others = _each_once(main, others)
    note = value["note"]
    if lost:
        note = f"{note}\nWas coded {', '.join(lost)}.".strip()
    return {**value, **main, "other_codes": others, "note": note}


def _each_once(main: Value, others: list[Value]) -> tuple[Value, list[Value]]:
    """Codes that became one stand once, with the modes of all; what the type says is not said again."""
    kept: dict[tuple[str, str], Value] = {}
    for one in [main, *others]:
        if one["code"]:
            known = kept.setdefault((one["codebook"], one["code"]), {**one, "modes": []})
            known["modes"] = sorted({*known["modes"], *one["modes"]})
    first = kept.pop((main["codebook"], main["code"])) if main["code"] else main
    return first, [kept[name] for name in sorted(kept)]


def _coded(value: Value) -> list[Value]:
    return [value, *value["other_codes"]] if "other_codes" in value else []


def _renewed(one: Value, today: Today, lost: list[str]) -> Value:
    """{codebook, code, modes} of today."""
    slug = str(one["codebook"] or "").partition("@")[0]
    code = one["code"] or ""
    found = today.get((str(one["codebook"]), code)) or today.get((slug, code))
    if found is None:
        if one["code"]:
            lost.append(f"{one['codebook']} {one['code']}")
        return {"codebook": None, "code": None, "modes": []}
    codebook, code, modes = found
    return {
        "codebook": codebook, "code": code, "modes": [mode for mode in one["modes"] if mode in modes],
    }  # fmt: skip
