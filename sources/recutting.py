"""Keeping the cut that people made where a new text says the same there. Pure."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from .comparing import compare
from .segmenting import Slice


def keep_cuts(old_text: str, old: Sequence[Slice], new_text: str, new: Sequence[Slice]) -> list[Slice]:
    """The slices of the new text, cut as the old one where a stretch differs in nothing but its cut and white space.

    Segmentation would take back every split and merge that a person made. Stretches lie between sentences that are the
    same in both texts.
    """
    olds = [old_text[each.start : each.end] for each in old]
    news = [new_text[each.start : each.end] for each in new]
    found = list(new)
    for i0, i1, j0, j1 in reversed(list(_stretches(olds, news))):
        # From the end on, so that places before stay true.
        tail_i, tail_j = _in_step(olds[i0:i1], news[j0:j1], from_end=True)
        if tail_i:
            place = slice(j1 - tail_j, j1)
            found[place] = _as_before(olds[i1 - tail_i : i1], new_text, new[j1 - tail_j].start)
        head_i, head_j = _in_step(olds[i0 : i1 - tail_i], news[j0 : j1 - tail_j])
        if head_i:
            found[j0 : j0 + head_j] = _as_before(olds[i0 : i0 + head_i], new_text, new[j0].start)
    return found


def _in_step(olds: Sequence[str], news: Sequence[str], *, from_end: bool = False) -> tuple[int, int]:
    """How many sentences on both sides, from the start or the end on, say the same up to white space. (0, 0): none."""
    turn = -1 if from_end else 1
    one = [_squeezed(each)[::turn] for each in olds][::turn]
    other = [_squeezed(each)[::turn] for each in news][::turn]
    shared = _shared("".join(one), "".join(other))
    ends = {length: count for count, length in enumerate(accumulate(map(len, one)), 1)}
    best = (0, 0)
    for count, length in enumerate(accumulate(map(len, other)), 1):
        if length > shared:
            break
        if length in ends:
            best = ends[length], count
    return best


def _stretches(olds: Sequence[str], news: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """The stretches [i0, i1) and [j0, j1) between unchanged sentences."""
    i = j = 0
    for pair in [*compare(olds, news), None]:
        if pair is not None and (pair.kind != "unchanged" or pair.old is None or pair.new is None):
            continue
        i1, j1 = (pair.old, pair.new) if pair and pair.old is not None and pair.new is not None else (
            len(olds), len(news),
        )  # fmt: skip
        if (i, j) != (i1, j1):
            yield i, i1, j, j1
        i, j = i1 + 1, j1 + 1


def _as_before(olds: Sequence[str], text: str, start: int) -> list[Slice]:
    """The old sentences as slices of the new text from `start` on, which says the same up to white space."""
    slices: list[Slice] = []
    at = start
    for each in olds:
        while text[at].isspace():
            at += 1
        begin, left = at, len(_squeezed(each))
        while left:
            left -= not text[at].isspace()
            at += 1
        slices.append(Slice(begin, at))
    return slices


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    if one == other:
        return len(one)
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _squeezed(text: str) -> str:
    return "".join(text.split())
