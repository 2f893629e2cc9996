"""A row of history as programs and pages are told it: who is a coder code, never a person."""

from typing import Any

from .models import Activity
from .querysets import Cursor


def told(row: Activity, coder: str | None) -> dict[str, Any]:
    """The row; `cursor` is its place in the stream, `coder` the code of who did it, null for the system."""
    return {
        "cursor": str(Cursor(row.xact, row.pk)),
        "at": row.at,
        "coder": coder,
        "verb": row.verb,
        "target_kind": row.target_kind,
        "target_id": row.target_id,
        "old": row.old,
        "new": row.new,
        "request_id": row.request_id,
    }
