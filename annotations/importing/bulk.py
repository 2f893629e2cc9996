"""Writing the tags of new sources, set-wise: the protocol's own values, checks and history, in a few statements.

A sentence that was just stored has no set that anyone could hold, so nothing is locked or merged. The references, the
invariants and the canonical entries are those of `operations`; the constraint triggers look at every row at commit.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final, NamedTuple, TypeAlias
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import Model
from psycopg.types.json import Jsonb

from accounts.models import Membership
from activity.models import Activity
from activity.waking import wake_on_commit
from annotations.models import AnnotationSet, EventCode, Participant, Revision
from annotations.operations.applying import MODELS, columns, participant
from annotations.operations.history import Past
from annotations.operations.invariants import check
from annotations.operations.merging import Merge, merge
from annotations.operations.references import CodeIds, resolve
from annotations.operations.state import SetState, Tag
from annotations.operations.wire import WireOperation
from common.requests import current_request_id
from sources.storing import copy_rows

from .drafts import Refusal

_PLACE: Final = re.compile(r"operations\[(\d+)\]")
_WHY: Final = 200
Row: TypeAlias = dict[str, Any]


class Target(NamedTuple):
    """The operations that add the tags of one sentence; `names` say to a person whose each tag is."""

    source: int
    sentence: int
    operations: Sequence[WireOperation]
    has_borrowed: bool


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: sentences with tags, and tags by kind."""

    sentences: int
    tags: Mapping[str, int]


def write_tags(
    seat: Membership, targets: Sequence[Target], names: Mapping[str, str], why: str, refusals: list[Refusal]
) -> Written:
    """Add tags to sentences that have no set yet; what breaks a rule is refused. The caller holds the transaction."""
    code_ids: CodeIds = {}
    decided: list[tuple[Target, Merge]] = []
    for target in _resolved(seat.project_id, targets, names, refusals, code_ids):
        work = _decide(seat, target, names, refusals)
        if work is not None:
            decided.append((target, work))
    sets = _write_sets(seat, decided, why)
    counts = dict.fromkeys(MODELS, 0)
    rows: dict[tuple[int, str], int] = {}
    for kind, model in MODELS.items():
        tags = [(pk, tag) for pk, tag in _tags(sets, decided) if tag.kind == kind]
        ids = _copy(
            model,
            (
                {
                    "annotation_set_id": pk,
                    "uid": UUID(tag.uid),
                    "version": tag.version,
                    "created_by_id": seat.coder_id,
                    **columns(kind, tag.value, code_ids),
                }
                for pk, tag in tags
            ),
            len(tags),
        )
        counts[kind] = len(tags)
        if kind != "reliability":
            rows |= {(pk, tag.uid): row for (pk, tag), row in zip(tags, ids, strict=True)}
    _write_links(sets, decided, rows, code_ids)
    return Written(len(decided), counts)


def _resolved(
    project_id: int,
    targets: Sequence[Target],
    names: Mapping[str, str],
    refusals: list[Refusal],
    code_ids: CodeIds,
) -> Iterable[Target]:
    """The targets with codes and actors looked up: in one go, and per source where words are borrowed."""
    plain = [target for target in targets if not target.has_borrowed]
    by_source: dict[int, list[Target]] = {}
    for target in targets:
        if target.has_borrowed:
            by_source.setdefault(target.source, []).append(target)
    for source, group in [(0, plain), *by_source.items()]:
        flat = [op for target in group for op in target.operations]
        flat = [replace(op, place=at) for at, op in enumerate(flat)]
        if not flat:
            continue
        found = resolve(AnnotationSet(project_id=project_id, source_id=source), flat)
        code_ids |= found.code_ids
        bad = _blamed(found.faults, flat, names, refusals)
        rest = iter(found.operations)
        for target in group:
            kept = [next(rest) for _ in target.operations]
            yield target._replace(operations=[op for op in kept if op.tag not in bad])


def _blamed(
    faults: Sequence[Mapping[str, Any]],
    operations: Sequence[WireOperation],
    names: Mapping[str, str],
    refusals: list[Refusal],
) -> set[str]:
    """The tags that these faults are of, each refused with the first."""
    bad: set[str] = set()
    by_place = {operation.place: operation for operation in operations} if faults else {}
    for fault in faults:
        match = _PLACE.match(str(fault["field"]))
        operation = by_place.get(int(match[1])) if match else None
        if operation is not None and operation.tag not in bad:
            bad.add(operation.tag)
            refusals.append(Refusal(names.get(operation.tag, ""), _said(operation, str(fault["message"]))))
    return bad


def _said(operation: WireOperation, message: str) -> str:
    return f"The {operation.kind} “{operation.value['quote'][:80]}”: {message}"


def _decide(
    seat: Membership, target: Target, names: Mapping[str, str], refusals: list[Refusal]
) -> Merge | None:
    """The first revision of the sentence's set, by the protocol's own rules; tags that break one are refused."""
    operations = list(target.operations)
    while operations:
        work = merge(SetState(), operations, {}, by=seat.coder.code, history=Past(()))
        if not work.faults:
            check(work)
        if not work.faults:
            return work
        bad = _blamed(work.faults, operations, names, refusals)
        operations = [op for op in operations if op.tag not in bad] if bad else []
    return None


def _write_sets(seat: Membership, decided: Sequence[tuple[Target, Merge]], why: str) -> list[int]:
    """A set with its first revision and line of history for each sentence; the sets' ids."""
    count, project, request = len(decided), seat.project_id, current_request_id()
    sets = _copy(
        AnnotationSet,
        (
            {"project_id": project, "source_id": target.source, "sentence_id": target.sentence, "revision": 1}
            for target, _ in decided
        ),
        count,
    )
    _copy(
        Revision,
        (
            {
                "annotation_set_id": pk,
                "number": 1,
                "round": 1,
                "instigator_id": seat.coder_id,
                "origin": "import",
                "why": why[:_WHY],
                "operations": {"operations": work.entries},
            }
            for pk, (_, work) in zip(sets, decided, strict=True)
        ),
        count,
    )
    _copy(
        Activity,
        (
            {
                "verb": "set.edited",
                "target_kind": "set",
                "target_id": str(pk),
                "project_id": project,
                "actor_id": seat.coder_id,
                "old": {"revision": 0, "state": "draft", "round": 1},
                "new": {
                    "revision": 1,
                    "state": "draft",
                    "round": 1,
                    "source": target.source,
                    "sentence": target.sentence,
                    "changes": [[entry["action"], entry["kind"]] for entry in work.entries],
                },
                "request_id": request,
            }
            for pk, (target, work) in zip(sets, decided, strict=True)
        ),
        count,
    )
    wake_on_commit(project)
    return sets


def _write_links(
    sets: Sequence[int],
    decided: Sequence[tuple[Target, Merge]],
    rows: Mapping[tuple[int, str], int],
    code_ids: CodeIds,
) -> None:
    links: list[Row] = []
    codes: list[Row] = []
    for pk, event in _tags(sets, decided):
        if event.kind != "event":
            continue
        own = {uid: row for uid in _actors_of(event) if (row := rows.get((pk, uid)))}
        links += [
            _columns_of(participant(AnnotationSet(pk=pk), rows[pk, event.uid], link, own))
            for link in event.value["participants"]
        ]
        codes += [
            {
                "event_id": rows[pk, event.uid],
                "code_id": code_ids[other["codebook"], other["code"]],
                "modes": other["modes"],
            }
            for other in event.value["other_codes"]
        ]
    _copy(Participant, links, len(links))
    _copy(EventCode, codes, len(codes))


def _columns_of(row: Model) -> Row:
    """The columns of an unsaved row, its key left out."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    return {field.attname: getattr(row, field.attname) for field in fields}


def _tags(sets: Sequence[int], decided: Sequence[tuple[Target, Merge]]) -> Iterable[tuple[int, Tag]]:
    """Every tag with the set it is of."""
    for pk, (_, work) in zip(sets, decided, strict=True):
        for tag in work.tags.values():
            yield pk, tag


def _actors_of(event: Tag) -> list[str]:
    return [link["actor"] for link in event.value["participants"] if link["actor"]]


def _copy(model: type[Model], rows: Iterable[Row], count: int) -> list[int]:
    """Write rows of one table with COPY, under ids taken beforehand; columns not named are the database's to fill.

    Rows are given by column name, all with the same ones: Django's preparing of each value costs ten times the COPY.
    """
    stream = iter(rows)
    first = next(stream, None)
    if first is None:
        return []
    meta, quoted = model._meta, connection.ops.quote_name
    ids = _reserve(meta.db_table, count)
    names = ", ".join(quoted(name) for name in ["id", *first])
    copy_rows(
        f"COPY {quoted(meta.db_table)} ({names}) FROM STDIN",
        (
            [pk, *[_as_json(value) if isinstance(value, dict) else value for value in row.values()]]
            for pk, row in zip(ids, chain([first], stream), strict=True)
        ),
    )
    return ids


def _as_json(value: dict[str, Any]) -> Jsonb:
    return Jsonb(value, dumps=orjson.dumps)


def _reserve(table: str, count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
        )
        return [int(row[0]) for row in cursor.fetchall()]
