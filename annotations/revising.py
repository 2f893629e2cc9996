"""A new text of a source with the work on it: every set goes with its sentence, every tag with its words.

A set whose sentence reads the same, wherever it stands now, moves as it is, approval included. A set whose sentence
changed becomes a draft by a revision of origin `re_anchor`: its tags are placed again by their words, and those that
cannot be are orphans (`OrphanTag`), a worklist. A set whose sentence is gone is put aside with its history, its tags
are orphans. What was approved stays pinned. Orphans whose words are back return by themselves, so publishing an earlier
text takes a revision back.

Locks: the source's row (taken by `write_revision`), then all its sets by id. A save that waited finds its sentence by
what it became, or says that it is not the same any more. Queries grow with kinds and chunks, not with tags.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Q

from accounts.models import Coder, Membership
from common.errors import Conflict, NotAllowed
from jobs.models import Job
from jobs.services import enqueue
from sources.comparing import KINDS
from sources.models import Proposal, SourceVersion
from sources.permissions import can_revise
from sources.services.revising import Change as TextChange
from sources.services.revising import Revised, comparison, write_revision

from .models import AnnotationSet, OrphanTag, Revision
from .moving import authorship_since, code_ids_of
from .operations.state import SetState, Tag
from .querysets import states_of, visible_to
from .replanting import Replanted, replant, uproot
from .returning import Returned, returned
from .settling import Settled, settle_sets
from .states import APPROVED

REVISE_JOB: Final = "annotations.revise"
AT_ONCE: Final = 300
"""Up to this many sentences with work on them a revision is published while the person waits."""
WHY: Final = "The source was revised."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What publishing did: sentences by what became of them, and tags."""

    version: SourceVersion
    sentences: dict[str, int]
    tags_moved: int
    sets_reopened: int
    orphans: int
    returned: int

    def as_json(self) -> dict[str, Any]:
        """The outcome as jobs and the API tell it."""
        return {
            "version": self.version.number,
            "source": self.version.source_id,
            "changes": self.sentences,
            "tags_moved": self.tags_moved,
            "sets_reopened": self.sets_reopened,
            "orphans": self.orphans,
            "returned": self.returned,
        }


@dataclass(slots=True)
class Effect:
    """What publishing would do to one sentence and to the tags on it that the member may know of."""

    change: TextChange
    state: str = ""
    tags: int = 0
    stay: int = 0
    leaving: list[Tag] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Preview:
    """What publishing a proposal would do now. `seen` is the version it was compared with."""

    seen: int
    effects: tuple[Effect, ...]
    sentences: Mapping[str, int]
    tags_moved: int
    orphans: int
    approved_reopened: int


def preview(seat: Membership | None, proposal: Proposal) -> Preview:
    """What publishing the proposal would do; of other coders' blind layers nothing is told. Changes nothing.

    `seat` is None for the operator at the server, who is told of every layer, as numbers.
    """
    if seat is not None:
        can_revise(seat).require()
    if proposal.text is None or proposal.source.current is None:
        raise Conflict(proposal.problem or "The new text is not read yet. Wait a moment.", code="not-read")
    changes = comparison(proposal)
    effects = {change.old_id: Effect(change) for change in changes if change.old_id is not None}
    known = AnnotationSet.objects.filter(absorbed_by=None) if seat is None else visible_to(seat)
    rows = [row for row in known.filter(source_id=proposal.source_id) if row.sentence_id in effects]
    states = states_of(rows)
    reopened = 0
    for row in rows:
        effect, state = effects[row.sentence_id], states[row.pk]
        change = effect.change
        effect.tags += len(state.tags)
        effect.state = row.state if row.layer_id is None else effect.state
        if change.kind in {"unchanged", "moved"}:
            effect.stay += len(state.tags)
            continue
        reopened += row.state == APPROVED
        found = (
            uproot(state) if change.kind == "removed" else replant(state, change.old_text, change.new_text)
        )
        effect.stay += len(found.values)
        effect.leaving += [leaving.tag for leaving in found.leaving.values()]
    told = tuple(Effect(change) if change.old_id is None else effects[change.old_id] for change in changes)
    return Preview(
        proposal.source.current.number,
        told,
        {kind: sum(change.kind == kind for change in changes) for kind in KINDS},
        sum(each.stay for each in told if each.change.kind == "changed"),
        sum(len(each.leaving) for each in told),
        reopened,
    )


def request_publish(seat: Membership, proposal: Proposal, seen: int) -> Outcome | Job:
    """Publish at once where little hangs on it, else by a job."""
    can_revise(seat).require()
    if proposal.published is not None:
        return _told(proposal.published, seat.coder)
    work = AnnotationSet.objects.filter(source_id=proposal.source_id, absorbed_by=None)[: AT_ONCE + 1]
    if len(work) <= AT_ONCE:
        return publish(seat, proposal, seen)
    return enqueue(seat, REVISE_JOB, proposal.source.project, {"proposal": proposal.pk, "seen": seen})


def publish(seat: Membership, proposal: Proposal, seen: int) -> Outcome:
    """Make the proposal the source's text and take the work along. Repeating it gives the same answer.

    Conflict when the source moved on since the version `seen`; see `write_revision`.
    """
    return publish_as(seat.coder, proposal, seen, seat=seat)


@transaction.atomic
def publish_as(
    coder: Coder | None,
    proposal: Proposal,
    seen: int,
    *,
    seat: Membership | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Outcome:
    """The same for a job or for the operator (`coder` null); asks for the right anew."""
    _allow(coder, proposal, seat)
    locked = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("source__project", "published", "received")
        .get(pk=proposal.pk)
    )
    if locked.published is not None:
        return _told(locked.published, coder)
    revised = write_revision(coder, locked, seen)
    sets = list(
        AnnotationSet.objects.select_for_update(of=("self",))
        .filter(source_id=revised.source.pk, absorbed_by=None)
        .order_by("id")
    )
    _move_unchanged(revised)
    changed = {c.old_id: c for c in revised.changes if c.kind in {"changed", "removed"}}
    touched = [row for row in sets if row.sentence_id in changed]
    states = states_of(touched)
    plans = _plans(touched, states, changed)
    if progress is not None:
        progress(0, len(plans))
    back = returned(revised, sets, plans)
    numbers = dict(
        Revision.objects.filter(
            pk__in=[row.approved_revision_id for row in touched if row.approved_revision_id]
        ).values_list("annotation_set_id", "number")
    )
    authorship = authorship_since({row.pk: numbers.get(row.pk, 0) for row in touched})
    values = [tag.value for state in states.values() for tag in state.tags.values()]
    values += [value for one in back for value in one.back.values()]
    settle_sets(
        coder,
        revised,
        plans,
        back,
        authorship=authorship,
        code_ids=code_ids_of(revised.source.project_id, values),
        why=WHY,
    )
    if progress is not None:
        progress(len(plans), len(plans))
    return _outcome(revised, plans, back, coder)


def _allow(coder: Coder | None, proposal: Proposal, seat: Membership | None) -> None:
    """Ask for permission; the operator at the server is bound by the archive only."""
    if seat is None and coder is not None:
        seat = Membership.objects.select_related("project").filter(coder=coder).first()
        if seat is None:
            raise NotAllowed(
                "You are no longer a member of this project.", who_can="an owner of this project"
            )
    if seat is not None:
        can_revise(seat).require()
    elif proposal.source.project.is_archived:
        raise NotAllowed(
            "This project is archived: it can be read and exported, not changed.", who_can="an owner"
        )


def _move_unchanged(revised: Revised) -> None:
    """One UPDATE for all sets whose sentence kept its words."""
    same = [c for c in revised.changes if c.kind in {"unchanged", "moved"}]
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE annotations_annotationset a SET sentence_id = n.now
                 FROM unnest(%s::bigint[], %s::bigint[]) AS n(was, now)
                WHERE a.sentence_id = n.was AND a.absorbed_by_id IS NULL""",
            [[c.old_id for c in same], [c.new_id for c in same]],
        )


def _plans(
    touched: Sequence[AnnotationSet], states: dict[int, SetState], changed: dict[int | None, TextChange]
) -> list[Settled]:
    """What becomes of each set whose sentence changed or is gone."""
    plans: list[Settled] = []
    for row in touched:
        change, state = changed[row.sentence_id], states[row.pk]
        found: Replanted = (
            uproot(state) if change.new_id is None else replant(state, change.old_text, change.new_text)
        )
        plans.append(Settled(row, state, change.new_id, change.new_text, found))
    return plans


def _outcome(
    revised: Revised, every: Sequence[Settled], returning: Sequence[Returned], coder: Coder | None
) -> Outcome:
    """What was done, of other coders' blind layers nothing; the operator is told of all, as numbers."""
    plans = [each for each in every if coder is None or each.row.layer_id in {None, coder.pk}]
    back = [each for each in returning if coder is None or each.row.layer_id in {None, coder.pk}]
    return Outcome(
        revised.version,
        {kind: sum(c.kind == kind for c in revised.changes) for kind in KINDS},
        tags_moved=sum(len(plan.found.values) for plan in plans),
        sets_reopened=sum(plan.sentence_id is not None for plan in plans),
        orphans=sum(len(plan.found.leaving) for plan in plans),
        returned=sum(len(one.back) for one in back),
    )


def _told(version: SourceVersion, coder: Coder | None) -> Outcome:
    """The answer for a proposal that is published already; of other coders' blind layers nothing."""
    rows = OrphanTag.objects.filter(version=version)
    if coder is not None:
        rows = rows.filter(Q(layer=None) | Q(layer=coder))
    orphans = rows.count()
    return Outcome(version, {}, tags_moved=0, sets_reopened=0, orphans=orphans, returned=0)
