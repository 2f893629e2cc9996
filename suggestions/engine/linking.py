"""Who a name found in the text may be, when it is not written as any name of the registry is."""

from collections.abc import Hashable

from .names import NameIndex, core_of

FEWEST_SHARED = 2


def linked(quote: str, index: NameIndex) -> tuple[Hashable, ...]:
    """The actors one of whose names holds all words of `quote` in order, two at least; () when none does."""
    words = core_of(quote).replace("-", " ").split()
    if len(words) < FEWEST_SHARED:
        return ()
    last = words[-1]
    found: dict[Hashable, None] = {}
    for core in index.by_last.get(last, ()):
        if _in_order(words, core.replace("-", " ").split()):
            found.update(dict.fromkeys(index.bearers[core].actors))
    return tuple(found)


def _in_order(part: list[str], whole: list[str]) -> bool:
    rest = iter(whole)
    return all(word in rest for word in part)
