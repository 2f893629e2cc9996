"""Mentions of actors in one sentence: known names first, then spans that read like names, with who they may be."""

from collections.abc import Hashable
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _

from .context import Context
from .discovery import name_likes
from .extents import group_end, has_body, title_start, words_within
from .folding import Folded, Word
from .linking import linked
from .names import Found, find_names
from .proposals import Suggestion

LEAST: Final = 0.5
MOST: Final = 60


class Mention(NamedTuple):
    """A span that names someone, who that may be, how sure and why."""

    start: int
    end: int
    actors: tuple[Hashable, ...]
    confidence: float
    because: str


def mentions_of(
    text: str, words: list[Word], folded_text: Folded, context: Context
) -> tuple[list[Suggestion], set[int]]:
    """The actors to suggest, and the starts of all words that belong to names."""
    index = context.names
    known = _kept(find_names(folded_text, index), context)[:MOST]
    mentions = list(dict.fromkeys(m for one in known for m in _widened(text, words, one, context)))
    taken = [(one.start, one.end) for one in known] + [(m.start, m.end) for m in mentions]
    likes = name_likes(
        text, words, {w.start for start, end in taken for w in words_within(words, start, end)}
    )[:MOST]
    for like in likes:
        if any(start < like.end and like.start < end for start, end in taken):
            continue
        actors = linked(text[like.start : like.end], index)
        sure = max(like.confidence, 0.8) if actors else like.confidence
        mentions.append(Mention(like.start, like.end, actors, sure, like.because))
    named = {
        word.start
        for word in words
        if word.is_capital
        and any(start <= word.start < end for start, end in [*taken, *((n.start, n.end) for n in likes)])
    }
    offered = [one for one in mentions if one.confidence >= LEAST]
    return [_suggestion(text, one, context) for one in offered], named


def _kept(found: list[Found], context: Context) -> list[Found]:
    """Longest first; one inside another only if it is someone else, and only where coders tag such."""
    kept: list[Found] = []
    reach = -1
    outer: list[Found] = []
    for one in found:
        if one.confidence < LEAST:
            continue
        if outer and one.start < reach:
            around = outer[-1]
            inside = around.start <= one.start and one.end <= around.end
            same = bool(set(one.actors) & set(around.actors)) or not one.actors
            if not inside or same or context.names.nested < LEAST:
                continue
        else:
            outer, reach = [one], one.end
        kept.append(one)
    return kept


def _widened(text: str, words: list[Word], one: Found, context: Context) -> list[Mention]:
    """The mention as this project's coders draw it: with titles and a group's noun, the name within it beside it."""
    start, end = one.start, has_body(words, text, one.end)
    if context.names.titles > LEAST:
        start = title_start(words, start)
    if context.names.groups > LEAST:
        end = group_end(words, text, end)
    because = {
        "registry": _("it is a name of the registry"),
        "approved": _("it was tagged so in approved work"),
        "derived": _("it is a likely short form of a name of the registry"),
    }[one.origin]
    wide = Mention(start, end, one.actors, one.confidence, because)
    is_wider = (start, end) != (one.start, one.end)
    if is_wider and context.names.inner > LEAST:
        return [wide, Mention(one.start, one.end, one.actors, one.confidence, because)]
    return [wide]


def _suggestion(text: str, one: Mention, context: Context) -> Suggestion:
    quote = text[one.start : one.end]
    sole = one.actors[0] if len(one.actors) == 1 else None
    value: dict[str, Any] = {"actor": sole}
    why = _("“%(quote)s”: %(because)s.") % {"quote": quote, "because": one.because}
    if len(one.actors) > 1:
        names = ", ".join(context.labels.get(actor, str(actor)) for actor in one.actors[:5])
        why = _("“%(quote)s” may be %(names)s: choose.") % {"quote": quote, "names": names}
    elif sole is not None:
        why = _("“%(quote)s” is %(name)s: %(because)s.") % {
            "quote": quote,
            "name": context.labels.get(sole, str(sole)),
            "because": one.because,
        }
    candidates = one.actors if len(one.actors) > 1 else ()
    target = "" if sole is None else str(sole)
    return Suggestion(
        "actor", one.start, one.end, quote, value, why, round(one.confidence, 3), target, candidates
    )
