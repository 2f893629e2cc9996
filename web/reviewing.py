"""What the pages of review show, read in a fixed number of queries however many tags, decisions or rows there are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import Coder, Membership
from accounts.permissions import can_review
from annotations.models import AnnotationSet, Snapshot
from annotations.operations.references import actors_in
from annotations.operations.state import Tag
from annotations.querysets import tags_of
from annotations.states import IN_QUEUE
from codebook.models import Actor
from common.decisions import ALLOWED, Denied
from common.time import now
from reviews.models import UNDO_SECONDS, Decision, Lease, Submission
from reviews.permissions import name_of
from reviews.querysets import authors_of, decisions_of, owners_of, queue, reviewers_of, standing
from sources.direction import of_language, of_sentence, of_source
from sources.markers import DisplayText
from sources.models import Sentence
from sources.querysets import grade_of
from web.cards import Card, Change, card_of, changes, tags_in
from web.facts import Reader
from web.rendering import sentence_html
from web.words import either

AROUND: Final = 2
REASONS: Final[Mapping[str, tuple[StrOrPromise, StrOrPromise]]] = {
    "wrong_span": (_("Wrong words"), _("The tag stands on too many or too few words.")),
    "wrong_type": (_("Wrong type"), _("The event is of another type.")),
    "wrong_actor": (_("Wrong actor"), _("The mention is someone else, or in another role.")),
    "wrong_date": (_("Wrong date"), _("The sentence says another date, or none.")),
    "missing_tag": (_("A tag is missing"), _("Something the sentence says is not tagged.")),
    "extra_tag": (_("A tag too many"), _("Something is tagged that the sentence does not say.")),
    "attribution": (_("Attribution"), _("Who says so, or how surely, is coded otherwise than it reads.")),
    "guideline": (_("Against the guideline"), _("The project’s guideline decides this otherwise.")),
    "other": (_("Other"), _("Say what in the note.")),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row of the queue: its words, who wrote it, who looks at it, and whether this person may decide on it."""

    row: AnnotationSet
    words: str
    direction: str
    authors: list[Coder]
    holder: Coder | None
    is_held_by_me: bool
    is_mine: bool
    nobody_can: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of queue: rows, and the cursors of the pages before and after."""

    rows: list[Waiting]
    after: str


def lease_of(row: AnnotationSet) -> Lease | None:
    """The lease on the set, if somebody looks at it right now. Select `lease__holder__coder__user`."""
    lease: Lease | None = getattr(row, "lease", None)
    return lease if lease is not None and lease.expires_at > now() else None


def waiting_page(seat: Membership, after: str, size: int) -> Place:
    """The stretch of the queue after a cursor. Four queries."""
    rows = queue(seat).select_related("sentence", "source", "lease__holder__coder__user")
    found = list(_beyond(rows, after)[: size + 1])
    shown = found[:size]
    authors = authors_of(shown)
    reviewers = {other.coder_id for other in reviewers_of(seat.project_id)}
    return Place(
        [_waiting(seat, row, authors[row.pk], reviewers) for row in shown],
        _cursor(shown[-1]) if len(found) > size else "",
    )


def _waiting(seat: Membership, row: AnnotationSet, authors: list[Coder], reviewers: set[int]) -> Waiting:
    lease, wrote = lease_of(row), {coder.pk for coder in authors}
    return Waiting(
        row=row,
        words=DisplayText(row.sentence.text).text,
        direction=of_sentence(row.sentence.text, of_language(row.source.language)),
        authors=authors,
        holder=lease.holder.coder if lease else None,
        is_held_by_me=lease is not None and lease.holder_id == seat.pk,
        is_mine=seat.coder_id in wrote,
        nobody_can=reviewers <= wrote,
    )


_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def _cursor(row: AnnotationSet) -> str:
    at = row.submitted_at or _EPOCH
    return f"{(at - _EPOCH) // timedelta(microseconds=1)}-{row.pk}"


def _beyond(rows: QuerySet[AnnotationSet], cursor: str) -> QuerySet[AnnotationSet]:
    """Rows after the cursor; all of them when it is none."""
    head, _, tail = cursor.partition("-")
    if not all(part.isascii() and part.isdigit() and len(part) < 17 for part in (head, tail)):
        return rows
    at = _EPOCH + timedelta(microseconds=int(head))
    return rows.filter(Q(submitted_at__gt=at) | Q(submitted_at=at, pk__gt=int(tail)))


def neighbours_in_queue(seat: Membership, row: AnnotationSet) -> tuple[int | None, int | None]:
    """The sets that wait before and after this one. Two queries."""
    if row.submitted_at is None:
        return None, None
    at, ids = row.submitted_at, queue(seat).values_list("pk", flat=True)
    before = ids.filter(Q(submitted_at__lt=at) | Q(submitted_at=at, pk__lt=row.pk)).reverse().first()
    after = ids.filter(Q(submitted_at__gt=at) | Q(submitted_at=at, pk__gt=row.pk)).first()
    return before, after


@dataclass(frozen=True, slots=True)
class Heard:
    """A decision for the page: who, what, why, when, and whether it was taken back."""

    decision: Decision
    reason: str
    is_taken_back: bool


@dataclass(frozen=True, slots=True)
class Review:
    """One set as a reviewer reads it."""

    row: AnnotationSet
    text: SafeString
    direction: str
    source_direction: str
    before: list[tuple[SafeString, str]]
    after: list[tuple[SafeString, str]]
    cards: list[Card]
    authors: list[Coder]
    submission: Submission | None
    heard: list[Heard]
    compared_with: Decision | None
    changes: list[Change]
    grade: str


def review_of(seat: Membership, row: AnnotationSet) -> Review:
    """Everything of the set; select sentence, source and lease. Nine queries."""
    tags = tags_of(row)
    said = list(decisions_of(row)[:50])
    earlier = next((one for one in said if not _taken_back(one) and one.revision.number < row.revision), None)
    body = Snapshot.objects.filter(revision=earlier.revision_id).first() if earlier else None
    old_tags = tags_in(body.body) if body else []
    actors = _actor_names(seat, [*tags, *old_tags])
    grade = grade_of(row.source)
    reader = Reader.of(row.sentence.text, tags, actors, grade)
    old = Reader.of(body.body["sentence"]["text"], old_tags, actors, grade) if body else reader
    around = _around(row.sentence)
    direction = of_source(row.source.language, [row.sentence.text, *(one.text for one in around)])
    return Review(
        row=row,
        text=sentence_html(row.sentence.text, tags, reader.labels),
        direction=of_sentence(row.sentence.text, direction),
        source_direction=direction,
        before=_drawn((one for one in around if one.ordinal < row.sentence.ordinal), direction),
        after=_drawn((one for one in around if one.ordinal > row.sentence.ordinal), direction),
        cards=[card_of(reader, tag) for tag in tags],
        authors=authors_of([row])[row.pk],
        submission=Submission.objects.filter(annotation_set=row).select_related("submitted_by__user").last(),
        heard=[Heard(one, str(REASONS.get(one.reason, ("", ""))[0]), _taken_back(one)) for one in said],
        compared_with=earlier if body else None,
        changes=changes(old_tags, old, tags, reader) if body else [],
        grade=grade,
    )


def _taken_back(decision: Decision) -> bool:
    return hasattr(decision, "retraction")


def _actor_names(seat: Membership, tags: Iterable[Tag]) -> dict[int, str]:
    ids = {pk for tag in tags for pk in actors_in(tag.value)}
    rows = Actor.objects.filter(project=seat.project_id, pk__in=ids)
    return dict(rows.values_list("pk", "label"))


def _around(sentence: Sentence) -> list[Sentence]:
    """The sentences beside this one, in reading order."""
    rows = Sentence.objects.filter(
        version=sentence.version_id, ordinal__range=(sentence.ordinal - AROUND, sentence.ordinal + AROUND)
    )
    return list(rows.exclude(pk=sentence.pk).order_by("ordinal"))


def _drawn(rows: Iterable[Sentence], direction: str) -> list[tuple[SafeString, str]]:
    """Sentences as they read, each with the way it runs."""
    return [(sentence_html(one.text), of_sentence(one.text, direction)) for one in rows]


def may_decide(seat: Membership, review: Review) -> Any:
    """Allowed, or why this person cannot decide now: role, four eyes, out of the queue, or someone else looks at it."""
    if not (decision := can_review(seat)):
        return decision
    if review.row.state not in IN_QUEUE:
        return Denied(gettext("This sentence does not wait for a decision."), code="not-in-queue")
    wrote = {coder.pk for coder in review.authors}
    if seat.coder_id in wrote:
        others = [other for other in reviewers_of(seat.project_id) if other.coder_id not in wrote]
        return Denied(
            gettext(
                "You tagged this sentence yourself since it was last approved, so another reviewer decides on it."
            )
            if others
            else gettext(
                "Every reviewer of this project has tagged this sentence, so nobody is left to decide on it."
            ),
            either(_names(others)) if others else _to_seat_another(seat),
            code="four-eyes",
        )
    lease = lease_of(review.row)
    if lease is not None and lease.holder_id != seat.pk:
        told = gettext("%(name)s is looking at this sentence right now.") % {
            "name": name_of(lease.holder.coder)
        }
        return Denied(told, code="leased")
    return ALLOWED


def _names(seats: Sequence[Membership]) -> list[str]:
    return [name_of(one.coder) for one in seats[:3]]


def _to_seat_another(seat: Membership) -> str:
    names = either(_names(list(owners_of(seat.project_id))))
    return gettext("%(names)s to make someone else a reviewer") % {"names": names}


@dataclass(frozen=True, slots=True)
class Undo:
    """A decision that can still be taken back, and for how many seconds."""

    decision: Decision
    words: str
    seconds: int


def undo_of(seat: Membership, decision_id: int | None) -> Undo | None:
    """The person's own decision of the last ten seconds, not taken back; None otherwise."""
    if decision_id is None:
        return None
    mine = Decision.objects.filter(project=seat.project_id, reviewer=seat.coder_id, pk=decision_id)
    found = standing(mine).select_related("annotation_set__sentence").first()
    if found is None:
        return None
    left = UNDO_SECONDS - (now() - found.created_at).total_seconds()
    words = DisplayText(found.annotation_set.sentence.text).text
    return Undo(found, words, int(left)) if left >= 1 else None
