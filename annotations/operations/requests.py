"""Carrying out one request on a locked set: decide, write, record. Every door of the protocol ends here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from accounts.models import Coder, Membership
from activity.services import record
from annotations.models import AnnotationSet, Operation, Revision
from annotations.states import APPROVED, IN_QUEUE, transition
from common.errors import Conflict, Invalid
from common.time import now

from .answers import Answer, present
from .applying import write_tags
from .canonical import SNAPSHOT_EVERY, store_snapshot
from .invariants import check
from .loading import SetHistory, load_tags
from .locking import LockedSet
from .merging import Merge, Stored, merge
from .references import References, resolve
from .state import SetState, Status
from .values import misfits
from .wire import WireOperation, refuse

PERSONAL = ("person", "fix")


@dataclass(frozen=True, slots=True)
class Mandate:
    """In whose name and why a request is made. Mechanical origins are nobody's authorship: the seat instigates them."""

    seat: Membership
    origin: str = "person"
    why: str = ""
    base: int | None = None
    undoes: int | None = None
    # Requests that stand for their operations (undo, redo, restore), by id: (digest, answer).
    whole: dict[str, tuple[str, Stored]] = field(default_factory=dict)

    @property
    def is_personal(self) -> bool:
        """Whether the seat's coder is the author."""
        return self.origin in PERSONAL


def state_of(row: AnnotationSet) -> SetState:
    """The set's present state; one query, none for a set without revisions."""
    tags = load_tags([row.pk])[row.pk] if row.revision else {}
    return SetState(row.revision, Status(row.outcome, row.question, row.status_version), tags)


def known_answers(
    seat: Membership, row: AnnotationSet, operations: Sequence[WireOperation]
) -> dict[str, Stored]:
    """The kept answers to operations of this list, or that it follows; Invalid when an id came with other content."""
    uids = {op.id for op in operations} | {op.after for op in operations if op.after}
    kept = {
        str(uid): (digest, set_id, answer)
        for uid, digest, set_id, answer in Operation.objects.filter(
            coder_id=seat.coder_id, uid__in=uids
        ).values_list("uid", "digest", "annotation_set_id", "answer")
    }
    faults = [
        {
            "field": f"{op.path}.id",
            "message": "This id was used for another operation; give every operation an id of its own.",
            "code": "operation-id-reused",
        }
        for op in operations
        if op.id in kept and kept[op.id][:2] != (op.digest, row.pk)
    ]
    refuse(faults, "operation-id-reused")
    return {uid: answer for uid, (_, set_id, answer) in kept.items() if set_id == row.pk}


def carry_out(mandate: Mandate, locked: LockedSet, operations: Sequence[WireOperation]) -> Answer:
    """Apply the operations together, or raise Invalid or Conflict and change nothing. The set's row is locked."""
    row, seat = locked.row, mandate.seat
    past = known_answers(seat, row, operations)
    state = state_of(row)
    fresh = [op for op in operations if op.id not in past]
    if not fresh:
        return Answer(row, state, tuple(dict(past[op.id]) for op in operations))
    found = _fit(locked, fresh)
    resolved = {op.id: op for op in found.operations}
    work = merge(
        state,
        [resolved.get(op.id, op) for op in operations],
        past,
        by=seat.coder.code,
        history=SetHistory(row.pk),
        base=mandate.base,
    )
    if not work.faults and not work.clashes:
        check(work)
    refuse(work.faults, str(work.faults[0]["code"]) if work.faults else "")
    _refuse_clashes(row, work)
    notices = _write(mandate, row, work, found)
    order = list(mandate.whole) or [op.id for op in operations]
    return Answer(row, work.after, tuple(work.answers[uid] for uid in order), tuple(notices))


def _fit(locked: LockedSet, operations: Sequence[WireOperation]) -> References:
    """The operations with their references resolved; Invalid when one does not fit the sentence or the project."""
    faults = [
        {"field": f"{op.path}.value.{part}", "message": message, "code": _SPAN_CODES[part == "quote"]}
        for op in operations
        if op.value and op.kind != "mark"
        for part, message in misfits(op.kind, op.value, locked.text)
    ]
    refuse(faults, str(faults[0]["code"]) if faults else "")
    found = resolve(locked.row, operations)
    refuse(found.faults, str(found.faults[0]["code"]) if found.faults else "")
    return found


_SPAN_CODES = {False: "span-bounds", True: "span-quote-mismatch"}


def _refuse_clashes(row: AnnotationSet, work: Merge) -> None:
    if not work.clashes:
        return
    more = f" ({len(work.clashes) - 1} more)" if len(work.clashes) > 1 else ""
    raise Conflict(
        f"{work.clashes[0].message}{more} Nothing of yours was saved yet; choose what shall stand.",
        code="tag-conflict",
        conflicts=[clash.as_json() for clash in work.clashes],
        present=present(row, work.state),
    )


def _write(mandate: Mandate, row: AnnotationSet, work: Merge, found: References) -> list[dict[str, str]]:
    """Write tags, revision, activity, answers and, now and then, a snapshot; what the person should know of it."""
    coder = mandate.seat.coder
    before = {"revision": row.revision, "state": row.state, "round": row.round}
    revision: Revision | None = None
    notices: list[dict[str, str]] = []
    if work.entries:
        write_tags(row, work.state, work.after, code_ids=found.code_ids, coder_ids=_coder_ids(coder, work))
        notices = _advance(mandate, row, work)
        revision = _write_revision(mandate, row, work)
        record(
            "set.edited",
            target_kind="set",
            target_id=row.pk,
            project_id=row.project_id,
            actor_id=coder.pk,
            old=before,
            new={
                "revision": row.revision,
                "state": row.state,
                "round": row.round,
                "source": row.source_id,
                "sentence": row.sentence_id,
                "changes": [[entry["action"], entry["kind"]] for entry in work.entries],
            },
        )
    _keep_answers(mandate, row, work, found.operations, revision)
    if revision is not None and row.revision % SNAPSHOT_EVERY == 0:
        store_snapshot(row, work.after, revision)
    return notices


def _coder_ids(coder: Coder, work: Merge) -> dict[str, int]:
    """The rows of the makers of new tags: the coder's own, and others' when their tag is put back."""
    others = {work.tags[uid].by for uid in work.touched if uid in work.tags} - {coder.code}
    ids = {coder.code: coder.pk}
    if others:
        ids |= dict(
            Coder.objects.filter(project_id=coder.project_id, code__in=others).values_list("code", "pk")
        )
    return ids


def _advance(mandate: Mandate, row: AnnotationSet, work: Merge) -> list[dict[str, str]]:
    """Count the revision, take the set out of the queue or into a new round; what of that the person should know."""
    edit = transition("edit", row.state)
    if edit is None:
        raise Invalid(f"A set that is {row.state} cannot be edited.", code="not-editable")
    notices: list[dict[str, str]] = []
    if any(entry.get("implied") for entry in work.entries):
        notices.append(_notice("reopened", "The mark “nothing to code” was taken off: there is a tag now."))
    if row.state in IN_QUEUE:
        notices.append(
            _notice("left-queue", "This sentence left the review queue; submit it again when it is done.")
        )
        row.submitted_at = None
    if row.state == APPROVED:
        notices.append(
            _notice("new-round", "This sentence was approved; the data set keeps that until it is again.")
        )
        row.round += 1
    if mandate.base is not None and mandate.base < work.state.revision:
        notices.append(
            _notice("merged", "Others changed this sentence meanwhile; their changes are here too.")
        )
    row.revision = work.number
    row.state = edit.target
    row.outcome = work.status.outcome
    row.question = work.status.question
    row.status_version = work.status.version
    row.updated_at = now()
    if mandate.is_personal:
        row.last_author_id = mandate.seat.coder_id
    row.save(
        update_fields=[
            "revision", "state", "round", "outcome", "question", "status_version", "submitted_at", "updated_at",
            "last_author",
        ]
    )  # fmt: skip
    return notices


def _notice(code: str, message: str) -> dict[str, str]:
    return {"code": code, "message": message}


def _write_revision(mandate: Mandate, row: AnnotationSet, work: Merge) -> Revision:
    return Revision.objects.create(
        annotation_set_id=row.pk,
        number=row.revision,
        round=row.round,
        author_id=mandate.seat.coder_id if mandate.is_personal else None,
        instigator_id=None if mandate.is_personal else mandate.seat.coder_id,
        origin=mandate.origin,
        why=mandate.why[:200],
        operations={"operations": work.entries},
        undoes=mandate.undoes,
    )


def _keep_answers(
    mandate: Mandate,
    row: AnnotationSet,
    work: Merge,
    fresh: Sequence[WireOperation],
    revision: Revision | None,
) -> None:
    """Keep the answer to each operation, so that it is repeated when the operation comes again."""
    kept: list[tuple[str, str, Stored]] = [(op.id, op.digest, work.answers[op.id]) for op in fresh]
    for uid, (digest, answer) in mandate.whole.items():
        versions = {op.tag: work.answers[op.id]["version"] for op in fresh}
        whole = {**answer, "revision": work.after.revision, "versions": versions}
        work.answers[uid] = whole
        kept.append((uid, digest, whole))
    newest = revision.pk if revision else _newest_revision(row)
    Operation.objects.bulk_create(
        Operation(
            coder_id=mandate.seat.coder_id,
            uid=UUID(uid),
            digest=digest,
            annotation_set_id=row.pk,
            revision_id=newest,
            answer=answer,
        )
        for uid, digest, answer in kept
    )


def _newest_revision(row: AnnotationSet) -> int | None:
    """The revision that stood when a request changed nothing."""
    rows = Revision.objects.filter(Q(annotation_set_id=row.pk, number=row.revision))
    return rows.values_list("pk", flat=True).first()
