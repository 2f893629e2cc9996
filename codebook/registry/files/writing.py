"""The registry out as CSV: actors by label with their names, then relations. Imported again it changes nothing."""

import csv
import io
from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Q
from django.db.models.functions import Collate

from accounts.models import Project
from codebook.models import Actor, Alias, Relation
from common.spreadsheets import harmless

from .layout import COLUMNS, FIELDS, YES

_BATCH: Final = 2_000


def export_registry(project: Project) -> Iterator[bytes]:
    """The file in pieces: UTF-8 with a byte order mark, commas, CRLF, formulas disarmed; one registry, one file."""
    yield b"\xef\xbb\xbf" + _lines([list(COLUMNS)])
    keys = dict(Actor.objects.filter(project=project).values_list("pk", "key"))
    last: tuple[str, str] | None = None
    actors = Actor.objects.filter(project=project).annotate(
        by_label=Collate("label", "C"), by_key=Collate("key", "C")
    )
    while True:
        rows = actors.order_by("by_label", "by_key")
        if last is not None:
            rows = rows.filter(Q(by_label__gt=last[0]) | Q(by_label=last[0], by_key__gt=last[1]))
        batch = list(rows[:_BATCH])
        if not batch:
            break
        names: dict[int, list[Alias]] = {}
        for alias in Alias.objects.filter(actor__in=batch).order_by(
            Collate("normalised", "C"), Collate("language", "C")
        ):
            names.setdefault(alias.actor_id, []).append(alias)
        yield _lines(
            line
            for actor in batch
            for line in [_actor(actor, keys), *(_alias(alias, keys) for alias in names.get(actor.pk, []))]
        )
        last = (batch[-1].label, batch[-1].key)
    yield from _relations(project, keys)


def _relations(project: Project, keys: dict[int, str]) -> Iterator[bytes]:
    rows = [(*_ends(one, keys), one) for one in Relation.objects.filter(project=project)]
    rows.sort(key=lambda row: (row[0], row[2].kind, row[1], row[2].valid_from))
    for start in range(0, len(rows), _BATCH):
        yield _lines(_relation(*row) for row in rows[start : start + _BATCH])


def _ends(one: Relation, keys: dict[int, str]) -> tuple[str, str]:
    """The keys of both; allies, who stand so both ways, in the order of their keys."""
    ends = (keys[one.subject_id], keys[one.object_id])
    return (min(ends), max(ends)) if one.kind == "allied_with" else ends


def _actor(one: Actor, keys: dict[int, str]) -> list[str]:
    own = {column: getattr(one, field) for column, field in FIELDS["actor"].items()}
    merged = keys[one.merged_into_id] if one.merged_into_id is not None else ""
    return _cells({"row": "actor", "actor": one.key, "merged_into": merged, **own})


def _alias(one: Alias, keys: dict[int, str]) -> list[str]:
    own = {column: getattr(one, field) for column, field in FIELDS["alias"].items()}
    return _cells(
        {"row": "alias", "actor": keys[one.actor_id], "retired": YES if one.retired_at else "", **own}
    )


def _relation(subject: str, other: str, one: Relation) -> list[str]:
    own = {column: getattr(one, field) for column, field in FIELDS["relation"].items()}
    return _cells({"row": "relation", "kind": one.kind, "actor": subject, "other": other, **own})


def _cells(values: dict[str, Any]) -> list[str]:
    return [_text(values.get(column)) for column in COLUMNS]


def _text(value: Any) -> str:
    if value is None:
        return ""
    return harmless(" ".join(value) if isinstance(value, list) else str(value))


def _lines(rows: Any) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()
