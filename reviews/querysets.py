"""Reads of the queue: what waits, for whom, who wrote it, what came back.

Only the team's shared layer is reviewed here; a blind layer is nobody else's business.
"""

from collections.abc import Iterable
from typing import Final

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from accounts.models import OWNER, REVIEWER, Coder, Membership
from annotations.models import AnnotationSet, Revision
from annotations.querysets import layer_sets
from annotations.states import IN_QUEUE, RETURNED
from common.errors import NotThere
from common.time import now

from .models import Decision, Lease

PEOPLES_ORIGINS: Final = ("person", "fix")
MANY: Final = 1000


def shared_sets(seat: Membership) -> QuerySet[AnnotationSet]:
    """The sets of the project's shared layer: what every member may see."""
    return layer_sets(seat)


def shared_set(seat: Membership, set_id: int) -> AnnotationSet:
    """One set with its sentence, source and lease; NotThere for other projects' and unknown ones alike."""
    rows = shared_sets(seat).select_related("sentence", "source__outlet", "lease__holder__coder__user")
    found = rows.filter(pk=set_id).first()
    if found is None:
        raise NotThere("There is no such sentence in the shared layer of this project.")
    return found


def queue(seat: Membership) -> QuerySet[AnnotationSet]:
    """What waits for a decision, the longest waiting first. Served by the partial index `set_queue`."""
    return shared_sets(seat).filter(state__in=IN_QUEUE).order_by("submitted_at", "id")


def written_by(coder_id: int) -> QuerySet[Revision]:
    """For a subquery on sets: the coder's revisions of the outer set since it was last approved."""
    return Revision.objects.filter(
        annotation_set=OuterRef("pk"),
        author=coder_id,
        origin__in=PEOPLES_ORIGINS,
        number__gt=Coalesce(OuterRef("approved_revision__number"), Value(0)),
    )


def held_by_others(seat: Membership) -> QuerySet[Lease]:
    """For a subquery on sets: the lease of another reviewer who is looking at the outer set right now."""
    return Lease.objects.filter(annotation_set=OuterRef("pk"), expires_at__gt=now()).exclude(holder=seat)


def offered_to(seat: Membership) -> QuerySet[AnnotationSet]:
    """What `next` may give this reviewer: in the queue, not their own work, looked at by nobody else.

    The conditions stand in CASE on purpose. From a bare NOT EXISTS the planner makes joins over everything a person
    ever wrote; so it looks at each row from the head of the queue on, and stops at the first that will do.
    """
    return (
        queue(seat)
        .alias(mine=_says(Exists(written_by(seat.coder_id))), held=_says(Exists(held_by_others(seat))))
        .filter(mine=False, held=False)
    )


def _says(condition: Exists) -> Case:
    return Case(When(condition, then=True), default=False)


def authors_of(sets: Iterable[AnnotationSet]) -> dict[int, list[Coder]]:
    """Who made the revisions of each set since it was last approved, by set id, in one query."""
    ids = [row.pk for row in sets]
    found: dict[int, list[Coder]] = {pk: [] for pk in ids}
    revisions = (
        Revision.objects.filter(annotation_set__in=ids, origin__in=PEOPLES_ORIGINS)
        .filter(
            Q(annotation_set__approved_revision=None)
            | Q(number__gt=F("annotation_set__approved_revision__number"))
        )
        .select_related("author__user")
        .order_by("annotation_set_id", "author_id")
        .distinct("annotation_set_id", "author_id")
        .only("annotation_set_id", "author__code", "author__project_id", "author__user__username")
    )
    for revision in revisions:
        if revision.author is not None:
            found[revision.annotation_set_id].append(revision.author)
    return found


def is_author(seat: Membership, annotation_set: AnnotationSet) -> bool:
    """Whether the person contributed to the set since it was last approved."""
    return AnnotationSet.objects.filter(Exists(written_by(seat.coder_id)), pk=annotation_set.pk).exists()


def reviewers_of(project_id: int) -> QuerySet[Membership]:
    """The members who may decide, with coder code and person."""
    return _members(project_id, REVIEWER)


def owners_of(project_id: int) -> QuerySet[Membership]:
    """The members who can seat another reviewer, with coder code and person."""
    return _members(project_id, OWNER)


def _members(project_id: int, role: str) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(project=project_id, roles__contains=[role])
        .select_related("coder__user")
        .order_by("id")
    )


def who_can_decide(annotation_set: AnnotationSet) -> list[Membership]:
    """The reviewers who did not write this set. Two queries."""
    authors = {coder.pk for coder in authors_of([annotation_set])[annotation_set.pk]}
    return [seat for seat in reviewers_of(annotation_set.project_id) if seat.coder_id not in authors]


def decisions_of(annotation_set: AnnotationSet) -> QuerySet[Decision]:
    """Every word spoken on the set, newest first, with who, on which revision and whether it was taken back."""
    return (
        Decision.objects.filter(annotation_set=annotation_set)
        .exclude(verb="retract")
        .select_related("reviewer__user", "revision", "retraction")
        .defer("revision__operations")
        .order_by("-id")
    )


def standing(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Of these, the decisions that were not taken back."""
    return decisions.filter(retraction=None).exclude(verb="retract")


def returned_to(seat: Membership) -> QuerySet[AnnotationSet]:
    """What a reviewer sent back to this editor, each with its standing returns, newest first, as `returns`."""
    returns = (
        standing(Decision.objects.filter(verb="return")).select_related("reviewer__user").order_by("-id")
    )
    return (
        shared_sets(seat)
        .filter(state=RETURNED, last_author=seat.coder_id)
        .select_related("sentence", "source")
        .prefetch_related(Prefetch("decisions", queryset=returns, to_attr="returns"))
        .order_by("id")
    )


def questions(seat: Membership) -> QuerySet[AnnotationSet]:
    """Sentences whose editor is unsure and asks the lead, the latest first."""
    return (
        shared_sets(seat)
        .exclude(question="")
        .select_related("sentence", "source", "last_author__user")
        .order_by("-updated_at", "-id")
    )


def counted(rows: QuerySet[AnnotationSet], most: int = MANY) -> int:
    """How many rows, at most `most` + 1: a count a person reads must not cost more as the project grows."""
    return rows.order_by()[: most + 1].count()
