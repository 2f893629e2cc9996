"""The front door of the protocol: operations from a person, a program or a job."""

from accounts.models import Coder, Membership
from annotations.permissions import can_tag

from .answers import Answer
from .locking import lock_set
from .requests import Mandate, carry_out
from .transactions import one_request
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
    with one_request():
        return carry_out(Mandate(seat, origin, why, base), lock_set(seat, sentence_id, layer), read)
