"""Undo and redo: the inverse of my own last request, as ordinary operations against the present state.

Which request that is follows from the revisions alone: each undo names the revision it took back, so what can be
undone and redone is a fold over my revisions of the set, and survives a reload and another device.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias
from uuid import UUID, uuid5

from accounts.models import Coder, Membership
from annotations.models import AnnotationSet, Operation, Revision
from annotations.permissions import can_tag
from common.errors import Conflict, Invalid

from .answers import Answer, present
from .history import RECODED, Past, Touch
from .loading import entries_of, read_revisions
from .locking import LockedSet, lock_set
from .merging import Clash
from .reading import Reader
from .requests import PERSONAL, Mandate, carry_out, state_of
from .state import Entry, SetState, inverse
from .transactions import one_request
from .wire import WireOperation, refuse, sha256

Verb: TypeAlias = Literal["undo", "redo"]
_DONE: Final = {"undo": "undone", "redo": "redone"}


def undo(seat: Membership, sentence_id: int, request_id: object, *, layer: Coder | None = None) -> Answer:
    """Take back this coder's last request on the sentence that still stands.

    `request_id` is a client-made UUID: sent again, it undoes nothing more and repeats its answer. Conflict
    `nothing-to-undo`, or `tag-conflict` with both sides when someone else touched those tags since.
    """
    return _step_back(seat, sentence_id, request_id, "undo", layer)


def redo(seat: Membership, sentence_id: int, request_id: object, *, layer: Coder | None = None) -> Answer:
    """Do again what this coder's last undo took back; as `undo`. A new request in between leaves nothing to redo."""
    return _step_back(seat, sentence_id, request_id, "redo", layer)


@dataclass(frozen=True, slots=True)
class Steps:
    """The revisions of one coder that may be undone and redone now, the next one last."""

    undoable: tuple[int, ...]
    redoable: tuple[int, ...]


def steps_of(set_id: int, coder_id: int) -> Steps:
    """Fold this coder's revisions: a request can be undone, an undo can be redone, a new request ends redoing.

    A revision with an instigator carried tags here when sentences were split or merged: no request of the coder's.
    """
    rows = (
        Revision.objects.filter(
            annotation_set_id=set_id, author_id=coder_id, origin__in=PERSONAL, instigator=None
        )
        .order_by("number")
        .values_list("number", "undoes")
    )
    done: list[int] = []
    undone: list[int] = []
    for number, undoes in rows:
        if undoes is None:
            done.append(number)
            undone.clear()
        elif undoes in done:
            done.remove(undoes)
            undone.append(number)
        else:
            undone = [other for other in undone if other != undoes]
            done.append(number)
    return Steps(tuple(done), tuple(undone))


def _step_back(
    seat: Membership, sentence_id: int, request_id: object, verb: Verb, layer: Coder | None
) -> Answer:
    can_tag(seat, layer).require()
    uid = read_request_id(request_id)
    with one_request():
        locked = lock_set(seat, sentence_id, layer)
        digest = sha256([verb])
        if (kept := kept_answer(seat, locked.row, uid, digest)) is not None:
            return kept
        steps = steps_of(locked.row.pk, seat.coder_id)
        able = steps.undoable if verb == "undo" else steps.redoable
        if not able:
            raise Conflict(
                f"There is nothing of yours to {verb} in this sentence.", code=f"nothing-to-{verb}"
            )
        return _take_back(seat, locked, able[-1], uid, verb)


def read_request_id(given: object) -> str:
    """The client's UUID of a request that stands for several operations."""
    reader = Reader({"id": given}, "", [])
    uid = reader.uid("id")
    refuse(reader.faults)
    return uid


def kept_answer(seat: Membership, row: AnnotationSet, uid: str, digest: str) -> Answer | None:
    """The answer to a request that came before; Invalid when its id came with something else."""
    kept = Operation.objects.filter(coder_id=seat.coder_id, uid=uid).first()
    if kept is None:
        return None
    if (kept.digest, kept.annotation_set_id) != (digest, row.pk):
        message = "This id was used for another request; give every request an id of its own."
        raise Invalid(message, code="operation-id-reused", errors=[{"field": "id", "message": message}])
    return Answer(row, state_of(row), (kept.answer,))


def _take_back(seat: Membership, locked: LockedSet, number: int, uid: str, verb: Verb) -> Answer:
    row = locked.row
    state = state_of(row)
    target = Revision.objects.get(annotation_set_id=row.pk, number=number)
    back = inverse(entries_of(target.operations))
    operations = as_operations(back, state, uid)
    _refuse_if_touched(seat, row, state, number, operations)
    answer = {"id": uid, "action": verb, "kind": "set", "tag": None, "undoes": number}
    mandate = Mandate(seat, undoes=number, whole={uid: (sha256([verb]), answer)})
    try:
        return carry_out(mandate, locked, operations)
    except Invalid as error:
        raise Conflict(
            f"This can no longer be {_DONE[verb]}: {error.message}",
            code="cannot-" + verb,
            errors=error.errors,
            present=present(row, state),
        ) from error


def as_operations(entries: Sequence[Entry], state: SetState, uid: str) -> list[WireOperation]:
    """Canonical steps as operations on the present state; ids follow from the request's own."""
    operations: list[WireOperation] = []
    last: dict[str, str] = {}
    for place, entry in enumerate(entries):
        tag = entry.get("tag", "")
        present_tag = state.tags.get(tag)
        seen = state.status.version if not tag else present_tag.version if present_tag else 0
        after = last.get(tag, "")
        operation = WireOperation(
            id=str(uuid5(UUID(uid), str(place))),
            action=entry["action"],
            kind=entry["kind"],
            tag=tag,
            seen=None if after or entry["action"] == "add" else seen,
            after="" if entry["action"] == "add" else after,
            value=entry.get("value") or {},
            place=place,
            by=entry.get("by", ""),
            digest=sha256(entry),
        )
        last[tag] = operation.id
        operations.append(operation)
    return operations


def _refuse_if_touched(
    seat: Membership, row: AnnotationSet, state: SetState, number: int, operations: Sequence[WireOperation]
) -> None:
    """Conflict when a revision that is not this coder's touched one of those tags after `number`."""
    since = [one for one in read_revisions(row.pk, number) if one[1] != seat.coder.code and one[3] != RECODED]
    past = Past(since)
    first = {operation.tag: operation for operation in reversed(operations)}
    clashes = [
        Clash(operation, "changed", touch, operation.value or None, _touched_by(touch))
        for uid, operation in first.items()
        if (touch := past.last_touch(uid)) is not None
    ]
    if clashes:
        raise Conflict(
            f"{clashes[0].message} Undoing would take that back too, so nothing was changed.",
            code="tag-conflict",
            conflicts=[clash.as_json() for clash in clashes],
            present=present(row, state),
        )


def _touched_by(touch: Touch) -> str:
    if touch.origin == "re_anchor":
        return "The sentence was split or merged since."
    return f"{touch.by or 'Someone'} {'changed' if touch.value is not None else 'removed'} this since."
