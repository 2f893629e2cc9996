"""Reading the stream of activity without losing a row that committed late."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from .models import Activity


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """A place in the stream: the transaction, then the row."""

    xact: int = 0
    id: int = 0

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Read `xact-id`; anything else is the beginning."""
        head, _, tail = text.partition("-")
        return cls(int(head), int(tail)) if head.isdigit() and tail.isdigit() else cls()

    def __str__(self) -> str:
        return f"{self.xact}-{self.id}"


def settled_horizon() -> int:
    """The oldest transaction still running: rows at or above it may yet gain neighbours below."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def after(project_id: int, cursor: Cursor, limit: int = 100) -> list[Activity]:
    """Settled rows of the project after `cursor`, oldest first."""
    rows: QuerySet[Activity] = (
        Activity.objects.filter(project_id=project_id, xact__lt=settled_horizon())
        .filter(Q(xact__gt=cursor.xact) | Q(xact=cursor.xact, id__gt=cursor.id))
        .order_by("xact", "id")
    )
    return list(rows[:limit])


def latest(project_id: int, before_id: int | None = None, limit: int = 50) -> list[Activity]:
    """The newest rows of the project, newest first, older than `before_id`."""
    rows = Activity.objects.filter(project_id=project_id)
    if before_id is not None:
        rows = rows.filter(id__lt=before_id)
    return list(rows.order_by("-id")[:limit])


def head() -> Cursor:
    """Where someone who has read everything starts to follow: after every settled row."""
    return Cursor(settled_horizon(), 0)
