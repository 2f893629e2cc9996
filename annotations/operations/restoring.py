"""Restoring a whole revision: looked at first, then done as one new revision."""

from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from accounts.models import Coder, Membership
from annotations.permissions import can_tag
from common.errors import Conflict, NotThere

from .answers import Answer, present
from .locking import lock_set
from .replaying import replay
from .requests import Mandate, carry_out, state_of
from .state import Entry, SetState, entry_of
from .transactions import one_request
from .undoing import as_operations, kept_answer, read_request_id
from .wire import sha256

LONGEST_WHY: Final = 200


@dataclass(frozen=True, slots=True)
class Preview:
    """What restoring would change: canonical steps from the revision `seen` to how the set was at `number`."""

    number: int
    seen: int
    steps: tuple[Entry, ...]

    def body(self) -> dict[str, Any]:
        """The preview as JSON."""
        return {"restores": self.number, "seen": self.seen, "steps": list(self.steps)}


def preview_restore(
    seat: Membership, sentence_id: int, number: int, *, layer: Coder | None = None
) -> Preview:
    """What `restore_revision` would do now. Changes nothing; NotThere when the set has no such revision."""
    can_tag(seat, layer).require()
    with transaction.atomic():
        row = lock_set(seat, sentence_id, layer).row
        state = state_of(row)
        _require_revision(state, number)
        return Preview(number, state.revision, tuple(steps_between(state, replay(row.pk, upto=number))))


def restore_revision(
    seat: Membership,
    sentence_id: int,
    number: int,
    request_id: object,
    *,
    seen: int,
    why: str = "",
    layer: Coder | None = None,
) -> Answer:
    """Make the set as it was at revision `number`, as a new revision of this coder's.

    `seen` is the revision of the preview: Conflict when the set moved on since. Sent again under the same
    `request_id`, it repeats its answer.
    """
    can_tag(seat, layer).require()
    uid = read_request_id(request_id)
    digest = sha256(["restore", number])
    with one_request():
        locked = lock_set(seat, sentence_id, layer)
        if (kept := kept_answer(seat, locked.row, uid, digest)) is not None:
            return kept
        state = state_of(locked.row)
        _require_revision(state, number)
        if state.revision != seen:
            raise Conflict(
                "This sentence was changed since you looked at what restoring would do. Look again.",
                code="stale-revision",
                seen=seen,
                current=state.revision,
                present=present(locked.row, state),
            )
        steps = steps_between(state, replay(locked.row.pk, upto=number))
        answer = {"id": uid, "action": "restore", "kind": "set", "tag": None, "restores": number}
        why = why[:LONGEST_WHY] or f"Restored revision {number}."
        mandate = Mandate(seat, why=why, whole={uid: (digest, answer)})
        return carry_out(mandate, locked, as_operations(steps, state, uid))


def _require_revision(state: SetState, number: int) -> None:
    if not 0 < number <= state.revision:
        raise NotThere("This sentence has no such revision.")


def steps_between(now: SetState, then: SetState) -> list[Entry]:
    """The steps from one state to another: removals, changes, additions, marks."""
    removed = [
        entry_of("remove", tag.kind, uid, before=tag.value, by=tag.by)
        for uid, tag in now.tags.items()
        if uid not in then.tags or then.tags[uid].kind != tag.kind
    ]
    changed = [
        entry_of("change", tag.kind, uid, before=now.tags[uid].value, value=tag.value)
        for uid, tag in then.tags.items()
        if uid in now.tags and now.tags[uid].kind == tag.kind and now.tags[uid].value != tag.value
    ]
    added = [
        entry_of("add", tag.kind, uid, value=tag.value, by=tag.by)
        for uid, tag in then.tags.items()
        if uid not in now.tags or now.tags[uid].kind != tag.kind
    ]
    marked = (
        [entry_of("mark", "mark", "", value=then.status.value, before=now.status.value)]
        if now.status.value != then.status.value
        else []
    )
    return [*removed, *changed, *added, *marked]
