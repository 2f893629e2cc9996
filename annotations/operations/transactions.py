"""One request, one transaction; and what the database refuses is said in plain words."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from common.errors import Invalid

OURS = ("event_tag_", "actor_tag_", "reliability_", "participant_", "span_")


@contextmanager
def one_request() -> Iterator[None]:
    """Commit the block or nothing of it. A constraint that the checks before it could not see becomes Invalid (422)."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise refusal_of(error) from error


def refusal_of(error: IntegrityError) -> Exception:
    """The refusal behind a broken constraint; the error itself when no request could have caused it."""
    name = str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or "")
    if name == "operation_once_per_coder":
        message = (
            "This id was sent for another sentence at the same moment; give every operation an id of its own."
        )
        return Invalid(
            message, code="operation-id-reused", errors=[{"field": "operations", "message": message}]
        )
    if name.startswith(OURS):
        message = f"The database refused this ({name.replace('_', ' ')}); look at the tags again."
        return Invalid(message, code="refused", errors=[{"field": "operations", "message": message}])
    return error
