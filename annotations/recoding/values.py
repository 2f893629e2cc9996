"""Where a change of a codebook takes the coded part of an event, purely."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from codebook.versions import Place

Value: TypeAlias = dict[str, Any]
Lead = Callable[[Place], Place | None]
CODED: Final = ("codebook", "code", "modes", "other_codes")


@dataclass(frozen=True, slots=True)
class Recoded:
    """An event's value after the change; None where it has to stay. `why` says what a person has to look at."""

    value: Value | None
    why: str = ""


def coded(value: Value) -> Value:
    """The part of an event's value that a codebook decides."""
    return {name: value[name] for name in CODED}


def recode(value: Value, lead: Lead) -> Recoded:
    """The value with every code of the changed codebook led to where it stands now.

    `lead` gives the place of a code in the new version, the same place for codes of other codebooks, and None where
    a code leads nowhere: then the event stays as it is. A mode that leads nowhere is dropped, and that is told.
    """
    main = _place(value) if value["code"] else None
    others = [_place(one) for one in value["other_codes"]]
    went = lead(main) if main else None
    went_others = [lead(one) for one in others]
    if (main and went is None) or None in went_others:
        return Recoded(None, "code")
    pairs = [(main, went), *zip(others, went_others, strict=True)]
    lost = any(old and new and len(new.modes) < len(old.modes) for old, new in pairs)
    kept: dict[tuple[str, str], Place] = {}
    for place in [went, *went_others]:
        if place is not None:
            known = kept.get((place.codebook, place.code))
            modes = tuple(sorted({*place.modes, *(known.modes if known else ())}))
            kept[place.codebook, place.code] = Place(place.codebook, place.code, modes)
    first = kept.pop((went.codebook, went.code)) if went else None
    fresh = {
        **value,
        "codebook": first.codebook if first else None,
        "code": first.code if first else None,
        "modes": list(first.modes) if first else value["modes"],
        "other_codes": [_item(kept[name]) for name in sorted(kept)],
    }
    return Recoded(fresh, "mode" if lost else "")


def renamed(value: Value, old: str, new: str) -> Value:
    """The coded part with one codebook version named as another."""
    return {
        **value,
        "codebook": new if value["codebook"] == old else value["codebook"],
        "other_codes": [
            {**one, "codebook": new if one["codebook"] == old else one["codebook"]}
            for one in value["other_codes"]
        ],
    }


def is_the_same(before: Value, after: Value, names: Mapping[str, str]) -> bool:
    """Whether two values differ only in the version of codebooks: `names` leads each "slug@version" to its slug."""
    return _unversioned(before, names) == _unversioned(after, names)


def _unversioned(value: Value, names: Mapping[str, str]) -> Value:
    others = [
        {**one, "codebook": names.get(one["codebook"], one["codebook"])} for one in value["other_codes"]
    ]
    others.sort(key=lambda one: (one["codebook"], one["code"]))
    return {**value, "codebook": names.get(value["codebook"], value["codebook"]), "other_codes": others}


def _place(item: Mapping[str, Any]) -> Place:
    return Place(str(item["codebook"]), str(item["code"]), tuple(item["modes"]))


def _item(place: Place) -> Value:
    return {"codebook": place.codebook, "code": place.code, "modes": list(place.modes)}
