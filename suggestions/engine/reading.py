"""From one sentence to its suggestions: names, cues, triggers, dates and numbers, put together as values of tags."""

from collections.abc import Hashable
from typing import Any, Final

from django.utils.translation import gettext as _

from .casualties import Casualties, find_casualties
from .claims import claims_of
from .context import Context
from .cueing import find_cues
from .dates import Dated, dates_of
from .folding import Word, fold, words_of
from .mentions import mentions_of
from .proposals import Suggestion
from .triggering import TriggerFound, find_triggers

MOST: Final = 60
LONGEST: Final = 10_000
MOST_CUES: Final = 8
MOST_NUMBERS: Final = 20


def suggest(text: str, context: Context) -> list[Suggestion]:
    """The suggestions for one sentence in reading order, at most MOST; offsets count in `text`."""
    if len(text) > LONGEST:
        return []
    words = words_of(text)
    actors, named = mentions_of(text, words, fold(text), context)
    cues = find_cues(text, words, context)[:MOST_CUES]
    telling = {
        words[p].start
        for c in cues
        if c.cue and c.cue.syntax in ("denies", "noun", "phrase", "names")
        for p in range(c.first, c.end)
    }
    triggers = find_triggers(text, words, context, named | telling)
    dates = dates_of(text, words, triggers, cues)
    harm = find_casualties(text, words)[:MOST_NUMBERS]
    found = [*actors, *_events(text, words, triggers, dates=dates, harm=harm, context=context)]
    found += claims_of(text, words, cues, find_cues(text, words, context, "hedges")[:MOST_CUES])
    found += [_date(text, one) for one in dates]
    found += [_casualties(text, one) for one in harm]
    offered = [one for one in found if not _is_demoted(one, context)]
    return sorted(offered, key=lambda s: (s.start, -s.end, s.kind))[:MOST]


def _is_demoted(one: Suggestion, context: Context) -> bool:
    return one.phrase in context.demoted.get(one.kind, frozenset())


def _events(
    text: str,
    words: list[Word],
    triggers: list[TriggerFound],
    *,
    dates: list[Dated],
    harm: list[Casualties],
    context: Context,
) -> list[Suggestion]:
    found = []
    for one in triggers:
        start, end = words[one.first].start, words[one.end - 1].end
        value: dict[str, Any] = {
            "codebook": context.codebook,
            "code": one.code,
            "modes": _modes(one, context),
        }
        if len(dates) == 1:
            value |= {"date_edtf": dates[0].edtf, "date_start": dates[0].start, "date_end": dates[0].end}
        if one.irrealis:
            value["modality"] = "hypothetical"
        for number in harm:
            if one.first <= number.at < one.end or len(triggers) == 1:
                value |= _numbers(number)
        why = f"{one.because[0].upper()}{one.because[1:]}."
        found.append(
            Suggestion("event", start, end, text[start:end], value, why, round(one.confidence, 3), one.code)
        )
    return found


def _modes(one: TriggerFound, context: Context) -> list[str]:
    """The mode, if the codebook has it."""
    is_known = context.modes is None or one.mode in context.modes.get(one.code, ())
    return [one.mode] if one.mode and is_known else []


def _numbers(one: Casualties) -> dict[str, Any]:
    where = {f"{one.kind}_start": one.start, f"{one.kind}_end": one.end}
    if one.kind == "deaths":
        return {"deaths_low": one.low, "deaths_best": one.best, "deaths_high": one.high, **where}
    best = next((n for n in (one.best, one.low, one.high) if n is not None), None)
    return {one.kind: best, **where}


def _date(text: str, one: Dated) -> Suggestion:
    value = {"date_edtf": one.edtf, "date_start": one.start, "date_end": one.end}
    why = (
        _("It reads as a date: %(because)s") % {"because": one.because}
        if one.because
        else _("It reads as a date.")
    )
    return Suggestion(
        "date", one.start, one.end, text[one.start : one.end], value, _ended(why), 0.95, one.edtf
    )


def _casualties(text: str, one: Casualties) -> Suggestion:
    shown = [str(n) for n in dict.fromkeys((one.low, one.best, one.high)) if n is not None]
    words = {
        "deaths": _("Dead: %(number)s."),
        "injured": _("Injured: %(number)s."),
        "arrested": _("Arrested: %(number)s."),
    }
    why = words[one.kind] % {"number": "–".join(shown)}
    target = ":".join(str(n) for n in (one.kind, one.low, one.best, one.high))
    return Suggestion(
        "casualties", one.start, one.end, text[one.start : one.end], _numbers(one), why, 0.8, target
    )


def _ended(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def named_actor(actor: Hashable | None) -> str:
    """An actor as the target of a key."""
    return "" if actor is None else str(actor)
