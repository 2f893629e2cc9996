"""Recording what happened, inside the transaction in which it happens."""

from typing import Any

from common.requests import current_request_id

from .models import Activity
from .waking import wake_on_commit


def record(
    verb: str,
    *,
    target_kind: str,
    target_id: object,
    project_id: int | None = None,
    actor_id: int | None = None,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
) -> Activity:
    """Append one activity row. `verb` is `noun.past_participle`; `actor_id` is a coder's row id.

    Whoever follows the project is woken when the transaction is committed.
    """
    if project_id is not None:
        wake_on_commit(project_id)
    return Activity.objects.create(
        verb=verb,
        target_kind=target_kind,
        target_id=str(target_id),
        project_id=project_id,
        actor_id=actor_id,
        old=old,
        new=new,
        request_id=current_request_id(),
    )
