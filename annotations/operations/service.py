"""The front door of the protocol: operations from a person, a program or a job."""

from django.db import IntegrityError, transaction

from accounts.models import Coder, Membership
from annotations.permissions import can_tag
from common.errors import Invalid

from .answers import Answer
from .locking import lock_set
from .requests import Mandate, carry_out
from .wire import read_operations


def apply_operations(
    seat: Membership,
    sentence_id: int,
    operations: object,
    *,
    layer: Coder | None = None,
    origin: str = "person",
    why: str = "",
    base: int | None = None,
) -> Answer:
    """Save the operations together, or none of them.

    `operations` is the list as it came (see `wire`); `base` the set's revision the person had before their eyes, if
    known. Invalid (422) when the request is wrong, Conflict (409) with both sides when others were there first,
    NotThere and NotAllowed as everywhere. Sent again, it changes nothing and gives the same answers.
    """
    can_tag(seat, layer).require()
    read = read_operations(operations)
    try:
        with transaction.atomic():
            locked = lock_set(seat, sentence_id, layer)
            return carry_out(Mandate(seat, origin, why, base), locked, read)
    except IntegrityError as error:
        raise refusal_of(error) from error


def refusal_of(error: IntegrityError) -> Exception:
    """The refusal behind a constraint that the checks before it could not see; the error itself when it is ours."""
    name = str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or "")
    if name == "operation_once_per_coder":
        message = (
            "An operation with this id was sent for another sentence at the same moment; give it a new id."
        )
        return Invalid(
            message, code="operation-id-reused", errors=[{"field": "operations", "message": message}]
        )
    if name.startswith(("event_tag_", "actor_tag_", "reliability_", "participant_", "span_")):
        message = f"The database refused this ({name.replace('_', ' ')}); look at the tags again."
        return Invalid(message, code="refused", errors=[{"field": "operations", "message": message}])
    return error
