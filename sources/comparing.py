"""Two texts compared sentence by sentence: what stayed, moved, changed, came and went.

Pure. Sentences that stand once in both texts and in the same order are the frame (as in patience sorting); between them
equal ones are matched by difflib, then the same words elsewhere are a move, then what is alike is a change. Every step
that compares all with all is bounded, so that a text of 5,000 sentences takes about a second at worst.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final, Literal, NamedTuple, TypeAlias

from rapidfuzz import fuzz

Kind: TypeAlias = Literal["unchanged", "moved", "changed", "added", "removed"]
KINDS: Final = ("unchanged", "moved", "changed", "added", "removed")

ALIKE: Final = 60.0
"""From here on (0 to 100) two sentences in the same place are one that changed."""
ALIKE_ELSEWHERE: Final = 75.0
"""And two in different places."""
SURELY: Final = 85.0
WINDOW: Final = 100
MOST_PAIRS: Final = 250_000


class Pair(NamedTuple):
    """A sentence before and after, as places counted from 0. `likeness` is 0 to 1, 1 for the same words."""

    kind: Kind
    old: int | None
    new: int | None
    likeness: float


def compare(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """What became of every sentence, in the order of the new text; a removed one stands after what was before it."""
    work = _Comparison(old, new)
    work.match_frame()
    work.match_equal_elsewhere()
    for gap in list(work.gaps()):
        work.match_alike(*gap)
    work.match_alike_elsewhere()
    return work.pairs()


class _Comparison:
    """The matching in the making: `of_new[j]` is the old sentence of the new one j, `kind[j]` how it got there."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self.old, self.new = old, new
        self.of_new: dict[int, int] = {}
        self.likeness: dict[int, float] = {}
        self.moved: set[int] = set()
        self.taken: set[int] = set()

    def match(self, i: int, j: int, likeness: float = 1.0, *, moved: bool = False) -> None:
        """Say that the new sentence j continues the old one i."""
        self.of_new[j] = i
        self.likeness[j] = likeness
        self.taken.add(i)
        if moved:
            self.moved.add(j)

    def match_frame(self) -> None:
        """Equal sentences in the same order."""
        old, new = self.old, self.new
        low = 0
        while low < min(len(old), len(new)) and old[low] == new[low]:
            self.match(low, low)
            low += 1
        tail = 0
        while tail < min(len(old), len(new)) - low and old[-1 - tail] == new[-1 - tail]:
            self.match(len(old) - 1 - tail, len(new) - 1 - tail)
            tail += 1
        old_end, new_end = len(old) - tail, len(new) - tail
        frame = [
            (low - 1, low - 1),
            *_in_order(_once_in_both(old, new, low, old_end, new_end)),
            (old_end, new_end),
        ]
        for (i0, j0), (i1, j1) in pairwise(frame):
            if i1 < old_end or j1 < new_end:
                self.match(i1, j1)
            if 0 < (i1 - i0 - 1) * (j1 - j0 - 1) <= MOST_PAIRS:
                blocks = SequenceMatcher(
                    None, old[i0 + 1 : i1], new[j0 + 1 : j1], autojunk=False
                ).get_matching_blocks()
                for a, b, size in blocks:
                    for step in range(size):
                        self.match(i0 + 1 + a + step, j0 + 1 + b + step)

    def match_equal_elsewhere(self) -> None:
        """The same words in another place: the first free one of each."""
        free: dict[str, list[int]] = {}
        for i in range(len(self.old) - 1, -1, -1):
            if i not in self.taken:
                free.setdefault(self.old[i], []).append(i)
        for j, text in enumerate(self.new):
            if j not in self.of_new and free.get(text):
                self.match(free[text].pop(), j, moved=True)

    def gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """Free sentences of both texts between two that stayed."""
        olds: list[int] = []
        news: list[int] = []
        i = 0
        for j in range(len(self.new) + 1):
            if j < len(self.new) and j not in self.of_new:
                news.append(j)
            elif j == len(self.new) or j not in self.moved:
                end = self.of_new[j] if j < len(self.new) else len(self.old)
                olds = [k for k in range(i, end) if k not in self.taken]
                if olds and news:
                    yield olds, news
                i, news = end + 1, []

    def match_alike(self, olds: list[int], news: list[int]) -> None:
        """Within one gap: first in step, what is surely the same; then the most alike first."""
        at = 0
        for i in olds:
            for ahead in range(at, min(at + 3, len(news))):
                score = fuzz.ratio(self.old[i], self.new[news[ahead]], score_cutoff=SURELY)
                if score:
                    self.match(i, news[ahead], score / 100)
                    at = ahead + 1
                    break
        olds = [i for i in olds if i not in self.taken]
        news = [j for j in news if j not in self.of_new]
        found: list[tuple[float, int, int, int]] = []
        is_small = len(olds) * len(news) <= MOST_PAIRS
        for place, i in enumerate(olds):
            middle = place * len(news) // len(olds)
            span = (
                range(len(news))
                if is_small
                else range(max(0, middle - WINDOW), min(len(news), middle + WINDOW))
            )
            for spot in span:
                score = fuzz.ratio(self.old[i], self.new[news[spot]], score_cutoff=ALIKE)
                if score:
                    found.append((-score, abs(spot - middle), i, news[spot]))
        self._take_best(found, moved=False)

    def match_alike_elsewhere(self) -> None:
        """Over the whole text, what shares rare words and is much alike: moved and changed at once."""
        olds = [i for i in range(len(self.old)) if i not in self.taken]
        news = [j for j in range(len(self.new)) if j not in self.of_new]
        if not olds or not news:
            return
        index: dict[str, list[int]] = {}
        for j in news:
            for word in set(self.new[j].lower().split()):
                index.setdefault(word, []).append(j)
        found: list[tuple[float, int, int, int]] = []
        for i in olds:
            votes: Counter[int] = Counter()
            for word in set(self.old[i].lower().split()):
                if len(index.get(word, ())) <= WINDOW:
                    votes.update(index.get(word, ()))
            for j, _ in votes.most_common(5):
                score = fuzz.ratio(self.old[i], self.new[j], score_cutoff=ALIKE_ELSEWHERE)
                if score:
                    found.append((-score, abs(i - j), i, j))
        self._take_best(found, moved=True)

    def _take_best(self, found: list[tuple[float, int, int, int]], *, moved: bool) -> None:
        for score, _, i, j in sorted(found):
            if i not in self.taken and j not in self.of_new:
                self.match(i, j, -score / 100, moved=moved)

    def pairs(self) -> list[Pair]:
        """Everything, with removals where they stood."""
        gone = [i for i in range(len(self.old)) if i not in self.taken]
        at = 0
        told: list[Pair] = []
        for j in range(len(self.new)):
            i = self.of_new.get(j)
            if i is None:
                told.append(Pair("added", None, j, 0.0))
                continue
            if j not in self.moved:
                while at < len(gone) and gone[at] < i:
                    told.append(Pair("removed", gone[at], None, 0.0))
                    at += 1
            told.append(Pair(self._kind(i, j), i, j, self.likeness[j]))
        told.extend(Pair("removed", i, None, 0.0) for i in gone[at:])
        return told

    def _kind(self, i: int, j: int) -> Kind:
        if self.old[i] != self.new[j]:
            return "changed"
        return "moved" if j in self.moved else "unchanged"


def _once_in_both(
    old: Sequence[str], new: Sequence[str], low: int, old_end: int, new_end: int
) -> list[tuple[int, int]]:
    """Places of the sentences that stand exactly once in each of the two stretches, in the order of the old one."""
    olds, news = Counter(old[low:old_end]), Counter(new[low:new_end])
    where = {new[j]: j for j in range(low, new_end) if news[new[j]] == 1}
    return [(i, where[old[i]]) for i in range(low, old_end) if olds[old[i]] == 1 and old[i] in where]


def _in_order(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs that ascends on both sides."""
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for place, (_, j) in enumerate(pairs):
        at = bisect_left(tails, j)
        before.append(last[at - 1] if at else -1)
        if at == len(tails):
            tails.append(j)
            last.append(place)
        else:
            tails[at], last[at] = j, place
    found: list[tuple[int, int]] = []
    place = last[-1] if last else -1
    while place >= 0:
        found.append(pairs[place])
        place = before[place]
    return found[::-1]
