"""Numbers of dead, injured and arrested, as words and digits say them: low, best, high and the words they stand on."""

from typing import Final, NamedTuple

from .folding import Word

_ONES: Final = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "  # noqa: SIM905
        "seventeen eighteen nineteen".split()
    )
} | {word: value * 10 for value, word in enumerate(
    "twenty thirty forty fifty sixty seventy eighty ninety".split(), 2  # noqa: SIM905
)}  # fmt: skip
_SCALES: Final = {
    "hundred": 100,
    "thousand": 1000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "dozen": 12,
}
_VAGUE: Final = {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "tens": 20, "several": 3}
_LOWER: Final = (
    "at least",
    "more than",
    "over",
    "no fewer than",
    "no less than",
    "a minimum of",
    "as many as at least",
)
_UPPER: Final = ("up to", "at most", "as many as", "no more than", "fewer than", "less than")
_ABOUT: Final = (
    "about",
    "some",
    "around",
    "nearly",
    "almost",
    "approximately",
    "roughly",
    "an estimated",
    "only",
)
_WORDS: Final = {
    "deaths": frozenset("killed kill kills killing dead died die dies dying deaths death fatalities fatality slain "  # noqa: SIM905
                        "martyred murdered executed massacred".split()),
    "injured": frozenset("wounded injured hurt injuries wounding injuring casualties maimed".split()),  # noqa: SIM905
    "arrested": frozenset("arrested detained arrests arresting detaining captured imprisoned jailed".split()),  # noqa: SIM905
}  # fmt: skip
_KIND: Final = {word: kind for kind, words in _WORDS.items() for word in words if word != "casualties"}
_BEFORE: Final = frozenset(  # a number may follow these: they take an object
    "killed kill kills killing wounded wounding injured injuring hurt arrested arresting detained detaining murdered "  # noqa: SIM905
    "executed massacred captured imprisoned jailed".split()
)
_LINKS: Final = frozenset(
    "people persons men women children civilians soldiers policemen officers militants fighters others more were was "  # noqa: SIM905
    "have has had been are is being of the them both additional further reported also left protesters demonstrators "
    "students workers villagers prisoners members activists individuals victims passengers least confirmed shot woman "
    "man child person boy girl boys girls and injured wounded dead his her their its of those hostages residents "
    "guards rebels insurgents troops police".split()
)
_UNITS: Final = frozenset(
    "percent per years year months month weeks week days day hours hour minutes km kilometres kilometers miles metres "  # noqa: SIM905
    "meters dollars euros pounds rand times am pm o'clock january february march april may june july august september "
    "october november december degrees tonnes tons rounds shots rockets in donations".split()
)
_ZERO: Final = frozenset(("no", "nobody", "none", "zero"))
_REACH: Final = 5
_ARABIC: Final = {"قتل": "deaths", "مقتل": "deaths", "قتيل": "deaths", "قتلى": "deaths", "جرح": "injured",
                  "أصيب": "injured", "جريح": "injured", "جرحى": "injured", "اعتقال": "arrested"}  # fmt: skip


class Quantity(NamedTuple):
    """A number in words or digits: places of its words, and what it says."""

    first: int
    last: int
    low: int | None
    best: int | None
    high: int | None


class Casualties(NamedTuple):
    """`kind` is deaths, injured or arrested; `at` the place of the word that says so."""

    kind: str
    start: int
    end: int
    low: int | None
    best: int | None
    high: int | None
    at: int


def find_casualties(text: str, words: list[Word]) -> list[Casualties]:
    """The first number found for each word of harm, in reading order; never money, times or measures."""
    found: list[Casualties] = []
    used: set[int] = set()
    numbers = quantities(text, words)
    starts = {number.first: number for number in numbers}
    ends = {number.last: number for number in numbers}
    for at, word in enumerate(words):
        kind = _KIND.get(word.low) or _ARABIC.get(word.raw)
        if kind is None:
            continue
        number = _before(text, words, at, ends, used) or _after(text, words, at, starts, used)
        if number is not None:
            used.add(number.first)
            start = min(words[number.first].start, word.start)
            end = max(words[number.last].end, word.end)
            found.append(Casualties(kind, start, end, number.low, number.best, number.high, at))
    return found


def _before(
    text: str, words: list[Word], at: int, ends: dict[int, Quantity], used: set[int]
) -> Quantity | None:
    """ "12 people were killed", "no deaths": a number before, with only small words between."""
    place = at - 1
    while place >= 0 and at - place <= _REACH + 1:
        number = ends.get(place)
        if number is not None:
            return number if number.first not in used and _is_clear(text, words, place, at) else None
        if words[place].low not in _LINKS:
            return None
        if (
            place < at - 1
            and words[place].low in _KIND
            and words[at].low in _BEFORE
            and words[place + 1].low == "and"
        ):
            return None  # "12 people were killed and wounded": one number is not said of both
        place -= 1
    return None


def _after(
    text: str, words: list[Word], at: int, starts: dict[int, Quantity], used: set[int]
) -> Quantity | None:
    """ "killed six people", "deaths of 12": a number right after."""
    step = at + 1
    if words[at].low not in _BEFORE and words[at].raw not in _ARABIC:
        if step >= len(words) or words[step].low not in ("of", "at", "among"):
            return None
        step += 1
    for place in range(step, min(step + 3, len(words))):
        number = starts.get(place)
        if number is not None:
            return number if number.first not in used and _is_clear(text, words, at, place) else None
        if words[place].low not in ("at", "of", "the", "another", "also"):
            return None
    return None


def _is_clear(text: str, words: list[Word], one: int, other: int) -> bool:
    """Whether no punctuation stands between two words."""
    return not any(c in ".;:!?()،" for c in text[words[one].end : words[other].start])


def quantities(text: str, words: list[Word]) -> list[Quantity]:
    """The numbers that may count people, each with what narrows or widens it."""
    found: list[Quantity] = []
    at = 0
    while at < len(words):
        read = _number(text, words, at)
        if read is None:
            at += 1
            continue
        one = _qualified(text, words, at, read)
        if not _is_measure(text, words, one):
            found.append(one)
        at = one.last + 1
    return found


def _number(text: str, words: list[Word], at: int) -> tuple[int, int, bool] | None:
    """(last place, value, vague) of the number that starts at a word."""
    low = words[at].low
    if low in _ZERO:
        return at, 0, False
    if low in _VAGUE:
        last, value = at, _VAGUE[low]
        while (
            last + 2 < len(words)
            and words[last + 1].low == "of"
            and words[last + 2].low in ("thousands", "millions")
        ):
            value, last = value * _SCALES[words[last + 2].low[:-1]], last + 2
        return last, value, True
    if low[0].isdigit() and low.isdigit():
        return _digits(text, words, at)
    if low == "a" and at + 1 < len(words) and words[at + 1].low in ("dozen", "hundred", "thousand"):
        return at + 1, _SCALES[words[at + 1].low], False
    return _spelled(text, words, at)


def _digits(text: str, words: list[Word], at: int) -> tuple[int, int, bool] | None:
    digits, last = words[at].low, at
    while last + 1 < len(words) and text[words[last].end : words[last + 1].start] in (",", "٬"):
        group = words[last + 1].low
        if len(group) != 3 or not group.isdigit() or len(words[at].low) > 3:
            break
        digits, last = digits + group, last + 1
    if len(digits) > 12 or not digits.isdecimal():
        return None
    value = int(digits)
    if last + 1 < len(words) and words[last + 1].low in ("thousand", "million", "hundred"):
        value, last = value * _SCALES[words[last + 1].low], last + 1
    return last, value, False


def _spelled(text: str, words: list[Word], at: int) -> tuple[int, int, bool] | None:
    total, current, last = 0, 0, -1
    for place in range(at, min(at + 10, len(words))):
        if place > at and text[words[place - 1].end : words[place].start] not in (" ", "-"):
            break
        low = words[place].low
        if low in _ONES:
            current += _ONES[low]
        elif low in _SCALES and last >= 0:
            current = max(current, 1) * _SCALES[low]
            if _SCALES[low] > 100:
                total, current = total + current, 0
        elif (
            low == "and"
            and last >= 0
            and words[last].low in _SCALES
            and place + 1 < len(words)
            and (words[place + 1].low in _ONES)
        ):
            continue
        else:
            break
        last = place
    return (last, total + current, False) if last >= 0 else None


def _qualified(text: str, words: list[Word], at: int, read: tuple[int, int, bool]) -> Quantity:
    last, value, vague = read
    first = at
    two, three = (" ".join(w.low for w in words[max(0, at - n) : at]) for n in (2, 3))
    one = words[at - 1].low if at else ""
    if one == "between" and last + 2 < len(words) and words[last + 1].low == "and":
        other = _number(text, words, last + 2)
        if other is not None and other[1] >= value:
            return Quantity(at - 1, other[0], value, None, other[1])
    joined = last + 1 < len(words) and (
        text[words[last].end : words[last + 1].start] in ("-", "–") or words[last + 1].low in ("to", "or")
    )
    if joined and value:
        step = last + 1 if words[last + 1].low not in ("to", "or") else last + 2
        other = _number(text, words, step) if step < len(words) else None
        if other is not None and other[1] > value:
            return Quantity(first, other[0], value, None, other[1])
    if vague:
        return Quantity(first, last, value, None, None)
    for texts, bound in ((_LOWER, "low"), (_UPPER, "high"), (_ABOUT, "about")):
        for n, before in ((3, three), (2, two), (1, one)):
            if at >= n and before in texts:
                shown = Quantity(at - n, last, value, value, None)
                more = before in ("more than", "over")
                if bound == "high":
                    return Quantity(at - n, last, None, None, value)
                return shown._replace(best=None if more else value, low=None if bound == "about" else value)
    return Quantity(first, last, value, value, value)


def _is_measure(text: str, words: list[Word], one: Quantity) -> bool:
    """Money, time, years and measures count no people."""
    before = text[: words[one.first].start].rstrip()[-1:]
    if before in ("$", "€", "£", "¥", "₪", "#"):
        return True
    after = text[words[one.last].end :][:1]
    if after in ("%", "°"):
        return True
    step = one.last + 1
    return step < len(words) and words[step].low in _UNITS
