"""What the workbench page comes with: text, tags and codes in one block of JSON, so that opening is one request."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from accounts.models import Membership
from activity.querysets import head
from annotations.permissions import can_tag
from annotations.querysets import layer_sets, workbench
from codebook.models import Code
from codebook.querysets import codes_for
from common.decisions import Denied
from common.refusals import said
from reviews.models import Decision
from reviews.querysets import standing
from sources.direction import of_sentence
from sources.markers import DisplayText, find_markers
from sources.models import Source
from sources.querysets import grade_of
from web.words import STATE_WORDS

SET_FIELDS = ("set", "revision", "round", "state", "outcome", "question", "status_version", "tags")
Row = dict[str, Any]


def payload(seat: Membership, source: Source) -> Row:
    """Everything the page's scripts need to start, in a fixed number of queries."""
    cursor = str(head())  # before the sets are read: a change in between is told again, never missed
    work = workbench(seat, source)
    hands = _last_hands(seat, source)
    decisions = _decisions(seat, source)
    decision = can_tag(seat)
    slug = seat.project.slug
    return {
        "project": slug,
        "me": {
            "code": seat.coder.code,
            "can_edit": bool(decision),
            "why_not": _why_not(decision) if isinstance(decision, Denied) else "",
        },
        "urls": {
            "api": reverse("api:project", args=[slug]),
            "sentences": reverse("workbench-sentence", args=[slug, 0]).removesuffix("0/"),
            "login": reverse("login"),
        },
        "source": {
            "id": source.pk,
            "title": source.title,
            "language": source.language,
            "outlet": _outlet(source),
            "published_on": source.published_on.isoformat() if source.published_on else "",
            "version": source.current.number if source.current else 0,
        },
        "cursor": cursor,
        "codes": [_code(code) for code in codes_for(seat)],
        "actors": [{"id": pk, **actor} for pk, actor in work["actors"].items()],
        "sentences": [_sentence(row, hands, decisions) for row in work["sentences"]],
    }


def _why_not(decision: Denied) -> str:
    """Why the person only reads here, and whom to ask."""
    return f"{said(decision.reason)} {gettext('Ask %(who_can)s.') % {'who_can': said(decision.who_can)}}"


def _outlet(source: Source) -> Row | None:
    """Who published the source, and how reliable they are held to have been then."""
    if source.outlet is None:
        return None
    return {"name": source.outlet.name, "grade": grade_of(source)}


def _code(code: Code) -> Row:
    """A code as the form offers it, with what the codebook says of it."""
    entry = code.entry()
    return {
        "value": code.value,
        "codebook": code.codebook.name,
        "scheme": code.codebook.title,
        "label": code.label,
        "key": code.key,
        "parent": code.parent,
        "definition": code.definition,
        "examples": code.examples,
        "not_examples": code.not_examples,
        "quad": code.quad,
        "modes": [
            {"value": mode.value, "label": mode.label, "definition": mode.definition} for mode in entry.modes
        ],
        "needs_recipient": code.needs_recipient,
    }


def _sentence(row: Row, hands: dict[int, Row], decisions: dict[int, list[Row]]) -> Row:
    shown: Row = {"id": row["id"], "number": row["ordinal"], "text": row["text"], "set": None, "review": []}
    if row["set"] is not None:
        shown["set"] = {field: row[field] for field in SET_FIELDS} | hands.get(row["set"], {})
        shown["review"] = decisions.get(row["set"], [])
    return shown


def _last_hands(seat: Membership, source: Source) -> dict[int, Row]:
    """Who changed each set last and when, by set."""
    rows = layer_sets(seat).filter(source=source).values_list("pk", "last_author__code", "updated_at")
    return {pk: {"by": code, "at": at.isoformat()} for pk, code, at in rows}


def _decisions(seat: Membership, source: Source) -> dict[int, list[Row]]:
    """What reviewers said of each set of the source, newest first, by set."""
    sets = layer_sets(seat).filter(source=source)
    return review_of(Decision.objects.filter(annotation_set__in=sets))


def review_of(rows: Any) -> dict[int, list[Row]]:
    """Decisions that were not taken back, newest first, by set."""
    found: dict[int, list[Row]] = {}
    fields = (
        "annotation_set_id",
        "reviewer__code",
        "verb",
        "reason",
        "note",
        "created_at",
        "revision__number",
    )
    for set_id, by, verb, reason, note, at, revision in standing(rows).order_by("-id").values_list(*fields):
        found.setdefault(set_id, []).append(
            {
                "by": by,
                "verb": verb,
                "reason": reason,
                "note": note,
                "at": at.isoformat(),
                "revision": revision,
            }
        )
    return found


def one_sentence(seat: Membership, row: Row) -> Row:
    """A sentence anew, for a page that learned that others changed it."""
    sets = layer_sets(seat).filter(pk=row["set"])
    hands = {
        pk: {"by": code, "at": at.isoformat()}
        for pk, code, at in sets.values_list("pk", "last_author__code", "updated_at")
    }
    decisions = review_of(Decision.objects.filter(annotation_set__in=sets))
    return {
        **_sentence(row, hands, decisions),
        "actors": [{"id": pk, **actor} for pk, actor in row["actors"].items()],
    }


def pieces(received: str) -> list[tuple[str, str, str]]:
    """The text as it reads before scripts run: ("text", words, "") and ("cite", label, place) in order."""
    display = DisplayText(received)
    marks = [(display.offset_to_display(mark.start), mark) for mark in find_markers(received)]
    edges = [0, *(at for at, _ in marks), len(display.text)]
    shown: list[tuple[str, str, str]] = []
    for (start, end), following in zip(pairwise(edges), [*marks, None], strict=True):
        if start < end:
            shown.append(("text", display.text[start:end], ""))
        if following:
            shown.append(("cite", following[1].label, following[1].place))
    return shown


def readable(sentences: Iterable[Row], direction: str) -> list[Row]:
    """The sentences as the template writes them, in a source that runs in `direction`."""
    return [
        {
            "id": row["id"],
            "number": row["number"],
            "pieces": pieces(row["text"]),
            "words": DisplayText(row["text"]).text[:90],
            "direction": of_sentence(row["text"], direction),
            "state": (state := row["set"]["state"] if row["set"] else "unread"),
            "state_words": str(STATE_WORDS[state]),
        }
        for row in sentences
    ]
