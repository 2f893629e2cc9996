"""Snapshots at submit and decision, and the verifier that replays every revision and compares."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from annotations.models import AnnotationSet, Revision, Snapshot
from annotations.operations.canonical import canonical_body, store_snapshot
from annotations.operations.loading import entries_of
from annotations.operations.replaying import replay
from annotations.operations.requests import state_of
from annotations.operations.state import SetState, step
from annotations.operations.upgrading import completed
from annotations.operations.wire import sha256

BATCH = 500


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A place where history and present disagree."""

    set_id: int
    revision: int
    message: str


def canonical(annotation_set: AnnotationSet) -> dict[str, Any]:
    """The set's present state in canonical form."""
    return canonical_body(annotation_set, state_of(annotation_set))


def ensure_snapshot(revision: Revision) -> Snapshot:
    """The snapshot of the revision, made when missing. The caller holds the set's row lock; repeating is a no-op.

    The newest revision is read from the tags, an older one is replayed.
    """
    row = AnnotationSet.objects.select_related("layer").get(pk=revision.annotation_set_id)
    state = state_of(row) if row.revision == revision.number else replay(row.pk, upto=revision.number)
    return store_snapshot(row, state, revision)


def verify(sets: QuerySet[AnnotationSet]) -> Iterator[Mismatch]:
    """Replay every revision of these sets; yield where tags, marks, numbering or a snapshot say something else."""
    for row in sets.select_related("layer").order_by("pk").iterator(BATCH):
        yield from _verify_one(row)


def _verify_one(row: AnnotationSet) -> Iterator[Mismatch]:
    state = SetState()
    revisions = Revision.objects.filter(annotation_set=row).order_by("number").select_related("snapshot")
    for revision in revisions:
        if revision.number != state.revision + 1:
            yield Mismatch(row.pk, revision.number, f"Revision {state.revision + 1} is missing.")
        try:
            state = step(state, revision.number, entries_of(revision.operations))
        except (KeyError, TypeError) as error:
            yield Mismatch(row.pk, revision.number, f"The revision cannot be replayed: {error!r}.")
            return
        snapshot = getattr(revision, "snapshot", None)
        if snapshot is not None:
            yield from _verify_snapshot(row, state, snapshot)
    if state != (now := state_of(row)):
        where = ", ".join(sorted(_differing(state, now))) or "the revision number or the marks"
        yield Mismatch(row.pk, row.revision, f"Replaying leads elsewhere than the tags say: {where}.")


def _verify_snapshot(row: AnnotationSet, state: SetState, snapshot: Snapshot) -> Iterator[Mismatch]:
    if sha256(snapshot.body) != snapshot.sha256:
        yield Mismatch(row.pk, state.revision, "The snapshot does not have the sha256 it was kept under.")
    told = {key: snapshot.body[key] for key in ("outcome", "question")}
    told["tags"] = [{**tag, "value": completed(tag["kind"], tag["value"])} for tag in snapshot.body["tags"]]
    replayed = {
        "outcome": state.status.outcome,
        "question": state.status.question,
        "tags": [tag.as_json() for tag in state.in_order()],
    }
    if told != replayed:
        yield Mismatch(row.pk, state.revision, "The snapshot differs from what replaying leads to.")


def _differing(one: SetState, other: SetState) -> set[str]:
    return {uid for uid in one.tags.keys() | other.tags.keys() if one.tags.get(uid) != other.tags.get(uid)}
