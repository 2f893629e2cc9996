"""Writing what a revision of a source does to the tags of many sets: statements by kind, not by set.

As `applying` does for one request. Tags that stay keep their rows; of these only spans, quote, version, a claim's
parent and an event's participants can change.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connection

from annotations.models import AnnotationSet, EventCode, Participant, Span

from .applying import MODELS, columns, delete_tags, participant
from .references import CodeIds
from .state import SetState, Tag
from .values import SPANS

CHUNK: Final = 1000


@dataclass(frozen=True, slots=True)
class Change:
    """One set before and after. The caller holds the set's row lock."""

    row: AnnotationSet
    before: SetState
    after: SetState

    def gone(self) -> Iterator[Tag]:
        """Tags that leave."""
        return (tag for uid, tag in self.before.tags.items() if uid not in self.after.tags)

    def fresh(self) -> Iterator[Tag]:
        """Tags that come."""
        return (tag for uid, tag in self.after.tags.items() if uid not in self.before.tags)

    def stays(self) -> Iterator[Tag]:
        """Tags that stay and read otherwise."""
        return (
            tag
            for uid, tag in self.after.tags.items()
            if uid in self.before.tags and tag.version != self.before.tags[uid].version
        )


def write_many(changes: Sequence[Change], *, code_ids: CodeIds, coder_ids: Mapping[str, int]) -> None:
    """Make the rows of all these sets say `after`."""
    delete_tags([tag for change in changes for tag in change.gone()])
    rows = {(c.row.pk, uid): tag.pk for c in changes for uid, tag in c.before.tags.items() if tag.pk}
    for kind in ("actor", "event", "reliability"):
        _move(kind, [tag for change in changes for tag in change.stays() if tag.kind == kind])
        rows |= _insert(kind, changes, code_ids, coder_ids)
    _write_links(changes, rows, code_ids)


def _move(kind: str, tags: Sequence[Tag]) -> None:
    """New spans, quotes and versions, a statement for each chunk."""
    spans = [f"{part}{edge}" for part in SPANS[kind] for edge in ("start", "end")]
    types = dict.fromkeys(spans, "int") | {"quote": "text", "version": "int", "id": "bigint"}
    if kind == "reliability":
        types["parent"] = "uuid"
    names = [name for name in types if name != "id"]
    assigned = ", ".join(f'"{name}" = v."{name}"' for name in names)
    shape = ", ".join(f'"{name}" {sort}' for name, sort in types.items())
    statement = (
        f"UPDATE {MODELS[kind]._meta.db_table} t SET {assigned} "  # noqa: S608
        f"FROM jsonb_to_recordset(%s::jsonb) AS v({shape}) WHERE t.id = v.id"
    )
    with connection.cursor() as cursor:
        for at in range(0, len(tags), CHUNK):
            told = [
                {name: tag.value[name] for name in names if name != "version"}
                | {"version": tag.version, "id": tag.pk}
                for tag in tags[at : at + CHUNK]
            ]
            cursor.execute(statement, [json.dumps(told)])


def _insert(
    kind: str, changes: Sequence[Change], code_ids: CodeIds, coder_ids: Mapping[str, int]
) -> dict[tuple[int, str], int]:
    """The rows of tags that come; by set and uid."""
    model = MODELS[kind]
    rows: list[Span] = [
        model(
            annotation_set_id=change.row.pk,
            uid=UUID(tag.uid),
            version=tag.version,
            created_by_id=coder_ids[tag.by],
            **columns(kind, tag.value, code_ids),
        )
        for change in changes
        for tag in change.fresh()
        if tag.kind == kind
    ]
    made = model._default_manager.bulk_create(rows, batch_size=CHUNK)  # type: ignore[arg-type]
    return {(row.annotation_set_id, str(row.uid)): row.pk for row in made}


def _write_links(
    changes: Sequence[Change], rows: Mapping[tuple[int, str], int | None], code_ids: CodeIds
) -> None:
    """Participants of events that came or whose links changed, and further codes of those that came."""
    stale: list[int] = []
    links: list[Participant] = []
    codes: list[EventCode] = []
    for change in changes:
        of_set = {uid: pk for uid in change.after.tags if (pk := rows[change.row.pk, uid])}
        for event in change.fresh():
            if event.kind == "event":
                links += _participants(change, event, of_set)
                codes += _codes(event, of_set[event.uid], code_ids)
        for event in change.stays():
            if event.kind == "event" and not _same_links(event, change):
                stale.append(of_set[event.uid])
                links += _participants(change, event, of_set)
    if stale:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM annotations_participant WHERE event_id = ANY(%s)", [stale])
    Participant.objects.bulk_create(links, batch_size=CHUNK)
    EventCode.objects.bulk_create(codes, batch_size=CHUNK)


def _participants(change: Change, event: Tag, of_set: dict[str, int]) -> list[Participant]:
    return [participant(change.row, of_set[event.uid], link, of_set) for link in event.value["participants"]]


def _codes(event: Tag, pk: int, code_ids: CodeIds) -> list[EventCode]:
    return [
        EventCode(event_id=pk, code_id=code_ids[each["codebook"], each["code"]], modes=each["modes"])
        for each in event.value["other_codes"]
    ]


def _same_links(event: Tag, change: Change) -> bool:
    old: Any = change.before.tags[event.uid].value["participants"]
    return bool(old == event.value["participants"])
