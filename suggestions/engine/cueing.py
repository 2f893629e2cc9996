"""Attribution cues and hedges: a listed word counts only where the words around it say that somebody tells."""

from typing import Final, NamedTuple

from .context import Context, Tally
from .folding import Word
from .grammar import (
    BE,
    CONJUNCTIONS,
    DENIABLE,
    DETERMINERS,
    HAVE,
    MODALS,
    NUMBERISH,
    OBJECTS,
    PREPOSITIONS,
    SUBJECTS,
    is_past,
)
from .lists import Cue, cues

_OPEN_QUOTES: Final = "\"“„«'‘"
_CLOSE_QUOTES: Final = '"”»“'
_SAYS_FREELY: Final = frozenset(("say", "believ", "claim", "argu", "insist", "think"))
_WEIGHT: Final = 2.0


class CueFound(NamedTuple):
    """Places of the cue's words (half-open), the listed cue if it is one, how sure, and why."""

    first: int
    end: int
    cue: Cue | None
    confidence: float
    because: str


def find_cues(text: str, words: list[Word], context: Context, part: str = "cues") -> list[CueFound]:
    """The attribution cues (or, as `hedges`, the hedges) in reading order, none on another's words."""
    learned = context.cues if part == "cues" else context.hedges
    wanted = ("attribution", "denial") if part == "cues" else ("hedge",)
    shipped = cues()
    firsts: dict[str, list[tuple[str, ...]]] = {}
    for phrase in learned:
        firsts.setdefault(phrase[0], []).append(phrase)
    found: list[CueFound] = []
    taken = -1
    for at, word in enumerate(words):
        if at < taken:
            continue
        best = None
        for cue in shipped.get(word.stem, ()):
            if cue.kind in wanted and (one := _matched(text, words, at, cue)) is not None:
                best = one if best is None or one.confidence > best.confidence else best
        if best is not None and best.cue is not None and best.cue.syntax == "noun" and found:
            near = found[-1]
            if near.cue is not None and near.cue.kind == "denial" and at - near.end <= 3:
                best = None  # what is denied, not a further account
        best = _with_learned(words, at, best, learned, firsts.get(word.stem, []))
        if best is not None and best.confidence >= 0.5:
            found.append(best)
            taken = best.end
    return found


def _with_learned(
    words: list[Word],
    at: int,
    best: CueFound | None,
    learned: dict[tuple[str, ...], Tally],
    phrases: list[tuple[str, ...]],
) -> CueFound | None:
    if best is not None:
        tally = learned.get(tuple(word.stem for word in words[best.first : best.end]))
        if tally is not None:
            sure = (best.confidence * _WEIGHT + tally.tagged) / (_WEIGHT + tally.tagged + tally.left)
            return best._replace(confidence=sure)
        return best
    for phrase in sorted(phrases, key=len, reverse=True):
        end = at + len(phrase)
        if tuple(word.stem for word in words[at:end]) != phrase:
            continue
        tally = learned[phrase]
        sure = tally.tagged / (tally.tagged + tally.left + 1.5)
        if _is_trap(words, at):
            continue
        return CueFound(at, end, None, sure, f"tagged {tally.tagged} times in approved work")
    return None


def _is_trap(words: list[Word], at: int) -> bool:
    """A learned verb of denial or refusal before what is an act: an entry denied, a deal refused."""
    stem = words[at].stem
    after = words[at + 1].low if at + 1 < len(words) else ""
    if stem == "deny":
        return not _denies(words, at, strict=False)
    return (
        stem == "refus"
        or (stem == "report" and after == "to")
        or (stem == "claim" and after in ("responsibility", "the", "lives", "credit"))
    )


def _matched(text: str, words: list[Word], at: int, cue: Cue) -> CueFound | None:
    size = len(cue.stems)
    if at + size > len(words):
        return None
    spelled = tuple(word.low for word in words[at : at + size])
    if cue.is_exact:
        if spelled != cue.lows:
            return None
    elif tuple(word.stem for word in words[at : at + size]) != cue.stems:
        return None
    sure, first, end = _RULES[cue.syntax](text, words, at, cue)
    return CueFound(first, end, cue, sure, "") if sure > 0 else None


Judged = tuple[float, int, int]
NO: Final[Judged] = (0.0, 0, 0)


def _low(words: list[Word], at: int) -> str:
    return words[at].low if 0 <= at < len(words) else ""


def _phrase(text: str, words: list[Word], at: int, cue: Cue) -> Judged:
    end = at + len(cue.stems)
    if cue.before == "number" and not (_low(words, end)[:1].isdigit() or _low(words, end) in NUMBERISH):
        return NO
    if cue.after == "figure" and not any(
        word.stem in ("figur", "number", "toll", "estimat", "count") for word in words[:at]
    ):
        return NO
    if cue.lows == ("according", "to") and _low(words, end) in ("plan", "schedule", "law", "size", "age"):
        return NO
    if cue.lows == ("alleged",) and (at == 0 or _low(words, at + 1) in ("that", "to")):
        return NO
    if cue.lows == ("suspected",) and _low(words, at - 1) in HAVE:
        return NO
    return 0.85, at, end


def _is_verb(words: list[Word], at: int) -> bool:
    """Whether the word is used as a verb here: not after an article, a possessive or an adjective's article."""
    before = _low(words, at - 1)
    if (
        before in DETERMINERS
        or before in ("of", "by", "for")
        or (before in PREPOSITIONS and not words[at].low.endswith(("ed", "ing")))
    ):
        return words[at].low.endswith("ing") or (
            before in ("this", "that", "these", "those") and is_past(words[at].low)
        )
    return before != "to" or words[at].low.endswith(("ed", "ing"))


def _is_passive(words: list[Word], at: int) -> bool:
    return words[at].low.endswith(("ed", "en", "n", "d")) and (
        _low(words, at - 1) in BE or (_low(words, at - 2) in BE and _low(words, at - 1).endswith("ly"))
    )


def _gap(text: str, words: list[Word], at: int) -> str:
    """The characters after a word, up to the next."""
    return text[words[at].end : words[at + 1].start] if at + 1 < len(words) else text[words[at].end :]


def _says(text: str, words: list[Word], at: int, cue: Cue) -> Judged:
    sure = 0.0
    if not _is_verb(words, at):
        return NO
    if _opens_speech(text, words, at):
        sure = 0.85
    elif not _is_passive(words, at) or cue.stems[0] == "say":
        sure = _tells(text, words, at, cue)
    return (sure, at, at + 1) if sure else NO


def _opens_speech(text: str, words: list[Word], at: int) -> bool:
    """Whether "that", a colon or a quotation follows at once."""
    gap = _gap(text, words, at)
    if _low(words, at + 1) == "that":
        return "." not in gap
    return gap.strip() == ":" or any(c in gap[:4] for c in _OPEN_QUOTES[:4])


def _tells(text: str, words: list[Word], at: int, cue: Cue) -> float:
    """How sure it is that a clause or a quotation is what the verb tells."""
    after, stem = _low(words, at + 1), cue.stems[0]
    if stem == "say" and after != "to":
        return 0.8
    if stem in _SAYS_FREELY and _clause_follows(words, at + 1):
        return 0.75
    if after in SUBJECTS and _clause_follows(words, at + 1) and stem not in ("show", "find", "tell"):
        return 0.7
    if after in OBJECTS | frozenset(("reporters", "journalists")) and _low(words, at + 2) == "that":
        return 0.8
    return 0.65 if _quote_follows(text, words, at) else 0.0


def _clause_follows(words: list[Word], at: int) -> bool:
    """Whether a subject and a finite verb come within a few words, before any preposition."""
    if _low(words, at) in PREPOSITIONS or _low(words, at) == "to":
        return False
    for place in range(at + 1, min(at + 5, len(words))):
        low = words[place].low
        if low in BE or low in HAVE or low in MODALS:
            return True
        if low in ("of", "for", "to"):
            return False
    return _low(words, at) in SUBJECTS and at + 1 < len(words)


def _quote_follows(text: str, words: list[Word], at: int) -> bool:
    """Whether a quotation of three words or more opens within a few words, no clause between."""
    last = min(at + 5, len(words) - 1)
    if last <= at:
        return False
    window = text[words[at].end : words[last].start]
    place = next((i for i, c in enumerate(window) if c in '"“„«'), -1)
    if place < 0 or any(c in ".;" for c in window[:place]):
        return False
    opened = words[at].end + place + 1
    closed = next(
        (i for i in range(opened, min(len(text), opened + 400)) if text[i] in _CLOSE_QUOTES), len(text)
    )
    return text[opened:closed].count(" ") >= 2


def _states(text: str, words: list[Word], at: int, cue: Cue) -> Judged:
    judged = _says(text, words, at, cue)
    if judged[0]:
        return judged
    after = _low(words, at + 1)
    if not _is_verb(words, at) or _is_passive(words, at) or words[at].low.endswith("ing"):
        return NO
    if after in DETERMINERS or after in ("details", "plans", "evidence"):
        return 0.65, at, at + 1
    return NO


def _as(text: str, words: list[Word], at: int, cue: Cue) -> Judged:
    if _is_passive(words, at):
        return (0.7, at - 1, at + 2) if _low(words, at + 1) == "as" else NO
    if not _is_verb(words, at):
        return NO
    if _low(words, at + 1) in OBJECTS and _low(words, at + 2) == "as":
        return 0.75, at, at + 3
    for place in range(at + 2, min(at + 7, len(words))):
        if words[place].low == "as":
            return 0.65, at, at + 1
        if words[place].low in CONJUNCTIONS or _gap(text, words, place - 1).strip(" "):
            break
    return NO


def _names(text: str, words: list[Word], at: int, cue: Cue) -> Judged:
    if _is_verb(words, at) and _low(words, at + 1) in OBJECTS and _low(words, at + 2) in ("a", "an", "the"):
        return 0.7, at, at + 1
    return NO


def _denies(words: list[Word], at: int, *, strict: bool) -> bool:
    if _is_passive(words, at) or not _is_verb(words, at):
        return False
    after = _low(words, at + 1)
    if not strict and (
        after in ("that", "this", "it", "any", "being", "having")
        or (after.endswith("ing") and len(after) > 5)
    ):
        return True
    return any(word.low in DENIABLE for word in words[at + 1 : at + 6])


def _deny(text: str, words: list[Word], at: int, cue: Cue) -> Judged:
    return (0.8, at, at + 1) if _denies(words, at, strict=cue.stems[0] != "deny") else NO


def _accuse(text: str, words: list[Word], at: int, cue: Cue) -> Judged:
    if not _is_verb(words, at):
        return NO
    for place in range(at + 2, min(at + 9, len(words))):
        if words[place].low in ("of", "for"):
            return 0.6, at, at + 1
    return NO


def _holds(text: str, words: list[Word], at: int, cue: Cue) -> Judged:
    passive = _low(words, at - 1) in BE or (_low(words, at - 2) in BE and _low(words, at - 1).endswith("ly"))
    if passive and _low(words, at + 1) == "to" and _low(words, at + 2) not in DETERMINERS:
        return 0.7, at - 1, at + 2
    return NO


def _noun(text: str, words: list[Word], at: int, cue: Cue) -> Judged:
    before = _low(words, at - 1)
    if _low(words, at + 1) != "that" or _gap(text, words, at) != " " or before in SUBJECTS:
        return NO
    if before in ("to", "who", "which") or before in MODALS or before in HAVE:
        return NO
    return 0.6, at, at + 1


_RULES: Final = {
    "phrase": _phrase, "says": _says, "states": _states, "as": _as, "names": _names, "denies": _deny,
    "accuses": _accuse, "holds": _holds, "noun": _noun,
}  # fmt: skip
