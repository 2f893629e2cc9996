"""What the verbs share: the set under lock, its revision, a line of history, the database's refusals in words."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

from django.db import IntegrityError

from accounts.models import Membership
from activity.services import record
from annotations.models import AnnotationSet, Revision
from common.errors import AttestError, Conflict, NotAllowed, NotThere
from common.time import now
from reviews.querysets import shared_sets

P = ParamSpec("P")
R = TypeVar("R")


def locked_set(seat: Membership, set_id: int) -> AnnotationSet:
    """The set with its row locked until the transaction ends; NotThere for other projects' and unknown ones alike.

    Edits and decisions lock the same row first, in services and in triggers, so they come one after the other.
    """
    row = shared_sets(seat).select_for_update(of=("self",)).filter(pk=set_id).first()
    if row is None:
        raise NotThere("There is no such sentence in the shared layer of this project.")
    return row


def current_revision(row: AnnotationSet, seen: int) -> Revision:
    """The set's newest revision, which must be the one the person saw; Conflict otherwise."""
    if row.revision != seen:
        raise Conflict(
            "This sentence was changed while you were looking at it. Read it again, then decide.",
            code="stale-revision",
            seen=seen,
            current=row.revision,
        )
    revision = Revision.objects.defer("operations").filter(annotation_set=row, number=seen).first()
    if revision is None:
        raise Conflict("Nobody has read this sentence yet.", code="stale-revision", seen=seen, current=0)
    return revision


def move(row: AnnotationSet, **changes: Any) -> None:
    """Change the set's state and what goes with it."""
    changes["updated_at"] = now()
    for field, value in changes.items():
        setattr(row, field, value)
    row.save(update_fields=list(changes))


def record_on(seat: Membership, verb: str, row: AnnotationSet, *, old: str, **new: Any) -> None:
    """A line of the project's history about the set, with the state it had and the one it has."""
    record(
        verb,
        target_kind="set",
        target_id=row.pk,
        project_id=row.project_id,
        actor_id=seat.coder_id,
        old={"state": old},
        new={
            "state": row.state,
            "revision": row.revision,
            "round": row.round,
            "source": row.source_id,
            "sentence": row.sentence_id,
            **new,
        },
    )


DECIDED_SINCE: Final = (
    "This sentence was changed and decided on again since, so the earlier decision stands. Ask an editor to change the "
    "sentence, and it will be reviewed again."
)
_REFUSALS: Final[dict[str, Callable[[], AttestError]]] = {
    "decision_four_eyes": lambda: NotAllowed(
        "You tagged this sentence yourself since it was last approved, so another reviewer decides on it.",
        who_can="another reviewer",
        code="four-eyes",
    ),
    "decision_current_revision": lambda: Conflict(
        "This sentence was changed while you were looking at it. Read it again, then decide.",
        code="stale-revision",
    ),
    "decision_in_queue": lambda: Conflict("This sentence is no longer in the queue.", code="not-in-queue"),
    "retraction_in_time": lambda: Conflict(
        "A decision can be undone for ten seconds; that time has passed.", code="too-late"
    ),
    "retraction_is_last": lambda: Conflict(DECIDED_SINCE, code="decided-since"),
}


def in_plain_words(verb: Callable[P, R]) -> Callable[P, R]:
    """Turn a refusal of the database's own guards into the refusal the service would have given."""

    @wraps(verb)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return verb(*args, **kwargs)
        except IntegrityError as error:
            name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
            if name in _REFUSALS:
                raise _REFUSALS[name]() from error
            raise

    return guarded
