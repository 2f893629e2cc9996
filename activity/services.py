"""Recording what happened, inside the transaction in which it happens."""

import json
from typing import Any

from django.db import connection

from common.requests import current_request_id

from .models import Activity
from .waking import wake_on_commit


def record_all(rows: list[Activity]) -> None:
    """Append many rows of one project at once, within one request."""
    for project_id in {row.project_id for row in rows if row.project_id is not None}:
        wake_on_commit(project_id)
    said = [
        (
            each.verb,
            each.target_kind,
            each.target_id,
            each.project_id,
            each.actor_id,
            _json(each.old),
            _json(each.new),
        )
        for each in rows
    ]
    # The database says when, and in which transaction.
    columns = "verb, target_kind, target_id, project_id, actor_id, old, new, request_id"
    statement = f"COPY activity_activity ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in said:
            copy.write_row((*row, current_request_id()))


def _json(value: dict[str, Any] | None) -> str | None:
    return None if value is None else json.dumps(value)


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
