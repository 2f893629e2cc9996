"""Words that tell of an event: from a generic list, and from what the project approved and left."""

from collections import Counter
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from .context import Context
from .folding import Word
from .grammar import DETERMINERS, MODALS, NEGATIONS, NUMBERISH, PREPOSITIONS, SMALL, is_past
from .learning import form_of
from .lists import SKIPPED, Entry, event_words

MOST: Final = 40
_BASE: Final = {"verb": 0.75, "noun": 0.65, "phrase": 0.8, "weak": 0.3}
_SHIPPED: Final = 2.0
_LISTED: Final = 1.5
_GOVERNORS: Final = frozenset(
    "refus fail agre threaten plan "  # noqa: SIM905
    "promis vow seek attempt decid try want propos urg offer".split()
)


class TriggerFound(NamedTuple):
    """Places of the trigger's words (half-open), its code and mode, how sure and why; `irrealis`: it may not be so."""

    first: int
    end: int
    code: str
    mode: str
    confidence: float
    because: str
    irrealis: bool


def find_triggers(text: str, words: list[Word], context: Context, named: set[int]) -> list[TriggerFound]:
    """The triggers in reading order, none overlapping; `named` are the starts of words that are part of names."""
    listed = event_words()
    firsts: dict[str, list[tuple[str, ...]]] = {}
    for phrase in context.triggers:
        firsts.setdefault(phrase[0], []).append(phrase)
    found: list[TriggerFound] = []
    for at, word in enumerate(words):
        if word.start in named or (
            word.is_capital and at > 0 and word.start > 0 and not _opens(text, word.start)
        ):
            continue
        options = [
            one
            for entry in listed.get(word.stem, ())
            if entry.code in context.codes
            and (end := _reaches(words, at, entry.stems)) is not None
            and (one := _weighed(text, words, (at, end), entry, context)) is not None
        ]
        options += [
            one
            for phrase in firsts.get(word.stem, ())
            if (end := _reaches(words, at, phrase)) is not None
            and (one := _learned(text, words, (at, end), phrase, context)) is not None
        ]
        if options:
            found.append(max(options, key=lambda o: (o.confidence >= 0.5, o.end - o.first, o.confidence)))
    return _apart(words, [one for one in found if one.confidence >= 0.5])[:MOST]


def _opens(text: str, start: int) -> bool:
    return not any(c.isalpha() for c in text[max(0, start - 40) : start]) if start < 40 else False


def _reaches(words: list[Word], at: int, stems: tuple[str, ...]) -> int | None:
    """Where the phrase that starts here ends, articles within it skipped."""
    place = at
    for number, stem in enumerate(stems):
        if number and place < len(words) and words[place].low in SKIPPED:
            place += 1
        if place >= len(words) or words[place].stem != stem:
            return None
        place += 1
    return place


def _weighed(
    text: str, words: list[Word], place: tuple[int, int], entry: Entry, context: Context
) -> TriggerFound | None:
    at, end = place
    base = _BASE[entry.kind]
    stems = tuple(word.stem for word in words[at:end])
    counts = context.triggers.get(stems, Counter())
    tagged, left = sum(counts.values()), context.trigger_left[form_of(words[at])] if len(stems) == 1 else 0
    share, irrealis, is_noun = _use(text, words, at, end)
    if entry.kind == "noun" and not is_noun and words[at].low.endswith("ed"):
        return None
    if share == 0:
        return None
    if entry.size < len(entry.stems):
        end = _reaches(words, at, entry.stems[: entry.size]) or end
    sure = (base * _SHIPPED + tagged) / (_SHIPPED + tagged + left) * share
    code, mode = _coded(counts, entry)
    said = text[words[at].start : words[end - 1].end]
    because = _("“%(words)s” often tells of %(code)s") % {"words": said, "code": code}
    if tagged:
        because = _taught(tagged, left)
    return TriggerFound(at, end, code, mode, min(sure, 0.99), because, irrealis)


def _taught(tagged: int, left: int) -> str:
    counts = {"tagged": tagged, "all": tagged + left}
    return _("%(tagged)s of %(all)s times these words were tagged in approved work") % counts


def _coded(counts: Counter[tuple[str, str]], entry: Entry) -> tuple[str, str]:
    """The code with most weight: the list counts as one and a half approved triggers."""
    codes: Counter[str] = Counter()
    for (code, _mode), number in counts.items():
        codes[code] += number
    weights = {code: float(number) for code, number in codes.items()}
    weights[entry.code] = weights.get(entry.code, 0.0) + _LISTED
    best = max(sorted(weights), key=lambda code: weights[code])
    modes = Counter({mode: number for (code, mode), number in counts.items() if code == best and mode})
    mode = modes.most_common(1)[0][0] if modes else entry.mode if best == entry.code else ""
    return best, mode


def _learned(
    text: str, words: list[Word], place: tuple[int, int], phrase: tuple[str, ...], context: Context
) -> TriggerFound | None:
    at, end = place
    counts = context.triggers[phrase]
    tagged = sum(counts.values())
    left = context.trigger_left[form_of(words[at])] if len(phrase) == 1 else 0
    share, irrealis, _is_noun = _use(text, words, at, end)
    if share == 0 or (len(phrase) == 1 and phrase[0] in SMALL):
        return None
    sure = (1.0 + tagged) / (2.0 + tagged + left) * max(share, 0.8)
    (code, mode), _times = counts.most_common(1)[0]
    because = _taught(tagged, left)
    return TriggerFound(at, end, code, mode, min(sure, 0.99), because, irrealis)


def _use(text: str, words: list[Word], at: int, end: int) -> tuple[float, bool, bool]:
    """How the word is used here.

    (how likely it tells of an event, 0: it does not; whether that may not have happened; whether it is a noun).
    """
    low = words[at].low
    before = words[at - 1].low if at else ""
    earlier = words[at - 2].low if at > 1 else ""
    is_noun = before == "of" or before in DETERMINERS or (earlier in DETERMINERS and before not in SMALL)
    if _is_joined(text, words[at].start, words[end - 1].end):
        return 0.0, False, False
    if end < len(words) and text[words[end - 1].end : words[end].start] == " " and end - at == 1:
        share = _before_noun(words, at, before, earlier)
        if share < 1:
            return share, False, True
    if before == "to" and not low.endswith(("ing", "ed")):
        governed = at > 1 and words[at - 2].stem in _GOVERNORS
        return (0.5 if governed else 0.72), True, False
    if before in MODALS:
        return 0.85, True, False
    return (0.9 if before in NEGATIONS else 1.0), False, is_noun


def _is_joined(text: str, start: int, stop: int) -> bool:
    """Whether a hyphen makes the word part of another: "fast-growing"."""
    left = start > 1 and text[start - 1] == "-" and text[start - 2].isalnum()
    return left or (text[stop : stop + 1] == "-" and text[stop + 1 : stop + 2].isalnum())


def _before_noun(words: list[Word], at: int, before: str, earlier: str) -> float:
    """Less than 1 where the word only says of what kind the next noun is: "riot gear", "a newly elected house"."""
    low, after = words[at].low, words[at + 1].low
    if _modifies(low, after):
        return 0.6
    if not low.endswith("ed") or after in SMALL or after.endswith("ly") or words[at + 1].is_capital:
        return 1.0
    is_opened = before in DETERMINERS or (before.endswith("ly") and earlier in DETERMINERS | PREPOSITIONS)
    return 0.0 if is_opened else 1.0


def _modifies(low: str, after: str) -> bool:
    """Whether a noun stands before another noun ("riot gear")."""
    if low.endswith(("ed", "ing")) or after in SMALL or not after.isalpha():
        return False
    return not (is_past(after) or after.endswith(("ly", "ing")) or after in NUMBERISH)


def _apart(words: list[Word], found: list[TriggerFound]) -> list[TriggerFound]:
    """Without overlaps, and without the second half of "killed and wounded": one event, not two."""
    kept: list[TriggerFound] = []
    for one in found:
        if kept and one.first < kept[-1].end:
            if (one.confidence, one.end - one.first) > (kept[-1].confidence, kept[-1].end - kept[-1].first):
                kept[-1] = one
            continue
        is_second = words[one.first].stem in ("wound", "injur", "hurt")
        if is_second and any(_is_harm(words, k) and one.first - k.end <= 8 for k in kept[-1:]):
            continue
        kept.append(one)
    return kept


def _is_harm(words: list[Word], one: TriggerFound) -> bool:
    return words[one.first].stem in ("kill", "wound", "injur", "hurt", "die", "dead", "shoot", "attack")
