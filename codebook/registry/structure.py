"""The shape of the registry: what is merged into what, what is part of what. One writer of it at a time per project."""

from collections.abc import Iterable

from django.db import connection


def lock_structure(project_id: int) -> None:
    """Wait until nobody else changes the project's redirects or parts; held until the transaction ends.

    Taken before any row is locked. The database takes the same lock where it looks for circles.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT codebook_lock_structure(%s)", [project_id])


def survivors_of(actor_ids: Iterable[int]) -> dict[int, int]:
    """By id: the actor that stands for it today, itself unless it was merged. One query."""
    wanted = sorted(set(actor_ids))
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH RECURSIVE way(origin, id, target) AS (
                 SELECT id, id, merged_into_id FROM codebook_actor WHERE id = ANY(%s)
                 UNION ALL SELECT w.origin, a.id, a.merged_into_id FROM way w JOIN codebook_actor a ON a.id = w.target)
               SELECT origin, id FROM way WHERE target IS NULL""",
            [wanted],
        )
        return dict(cursor.fetchall())


def family_of(actor_id: int) -> list[int]:
    """The ids that lead to this actor: its own first, then those merged into it, at however many removes. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT f FROM codebook_family(%s) f ORDER BY f <> %s, f", [actor_id, actor_id])
        return [pk for (pk,) in cursor.fetchall()]


def is_part_of(actor_id: int, other_id: int) -> bool:
    """Whether a survivor is part of another, directly or through others."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT codebook_is_part(%s, %s)", [actor_id, other_id])
        return bool(cursor.fetchone()[0])
