"""Writing what a revision of a source does to its sets: revisions, tags, rows, orphans and history, in chunks."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from accounts.models import Coder
from activity.models import Activity
from activity.services import record_all
from sources.services.revising import Revised

from .models import AnnotationSet, OrphanTag, Revision
from .moving import Authorship
from .operations.applying_many import Change, write_many
from .operations.canonical import SNAPSHOT_EVERY, store_snapshot
from .operations.references import CodeIds
from .operations.state import Entry, SetState, entry_of, step
from .replanting import Replanted, dangling_links
from .returning import Returned
from .states import APPROVED, DRAFT

CHUNK = 1000


@dataclass(slots=True)
class Settled:
    """One set: as it was, where its sentence is now (null: gone) and reads, and what becomes of its tags."""

    row: AnnotationSet
    before: SetState
    sentence_id: int | None
    text: str
    found: Replanted


@dataclass(slots=True)
class _Ledger:
    """Everything that is to be written."""

    coder: Coder | None
    why: str
    at: datetime
    coder_ids: dict[str, int]
    changes: list[Change] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    history: list[Activity] = field(default_factory=list)
    snapshots: list[tuple[AnnotationSet, SetState]] = field(default_factory=list)


def settle_sets(
    coder: Coder | None,
    revised: Revised,
    plans: Sequence[Settled],
    back: Sequence[Returned],
    *,
    authorship: Authorship,
    code_ids: CodeIds,
    why: str,
) -> None:
    """Write all of it. The caller holds the locks of the source and of all its sets."""
    codes = dict(Coder.objects.filter(project_id=revised.source.project_id).values_list("code", "pk"))
    ledger = _Ledger(coder, why, _transaction_time(), codes)
    returning = {one.row.pk: one for one in back}
    for plan in plans:
        _settle(ledger, plan, returning.pop(plan.row.pk, None))
    for one in returning.values():
        _revive(ledger, one)
    Revision.objects.bulk_create(ledger.revisions, batch_size=CHUNK)
    write_many(ledger.changes, code_ids=code_ids, coder_ids=codes)
    _write_rows(ledger)
    _write_orphans(ledger, revised, plans, authorship)
    _close(ledger, back)
    record_all(ledger.history)
    for row, state in ledger.snapshots:
        number = state.revision
        store_snapshot(row, state, Revision.objects.get(annotation_set=row, number=number))


def _transaction_time() -> datetime:
    """When the transaction began, by the database's clock: what its own defaults say."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        at: datetime = cursor.fetchone()[0]
    return at


def _settle(ledger: _Ledger, plan: Settled, coming: Returned | None) -> None:
    """A set whose sentence changed or is gone."""
    entries = plan.found.entries(plan.before)
    state = step(plan.before, plan.before.revision + 1, entries)
    recut = {"from": [plan.row.sentence_id], "to": plan.sentence_id}
    scores = {uid: score for uid, score in plan.found.scores.items() if score < 1}
    _add_revision(ledger, plan.row, state.revision, entries, recut | {"scores": scores})
    least = min(plan.found.scores.values(), default=None)
    if coming is not None:
        state = _bring_back(ledger, coming, state)
        least = min([*coming.scores.values(), *([least] if least is not None else [])], default=None)
    _finish(ledger, plan.row, plan.before, state, sentence_id=plan.sentence_id, least=least)


def _revive(ledger: _Ledger, one: Returned) -> None:
    """A set that was put aside and whose sentence is back."""
    state = _bring_back(ledger, one, one.before)
    if state is one.before:
        state = step(state, state.revision + 1, [])
        recut = {"from": [one.row.sentence_id], "to": one.sentence_id}
        _add_revision(ledger, one.row, state.revision, [], recut)
    _finish(
        ledger, one.row, one.before, state,
        sentence_id=one.sentence_id, least=min(one.scores.values(), default=None),
    )  # fmt: skip


def _bring_back(ledger: _Ledger, one: Returned, state: SetState) -> SetState:
    """Orphans return: a revision in the name of each author of theirs, then one for the rest and for links."""
    recut = {"from": [one.row.sentence_id], "to": one.sentence_id}
    authors = sorted({author for author in one.authors.values() if author})
    for author in [*authors, ""]:
        entries: list[Entry] = [
            entry_of("add", tag.kind, tag.uid, value=one.back[tag.uid], by=tag.by)
            for tag in one.tags
            if one.authors.get(tag.uid, "") == author
        ]
        if not author:
            entries += [
                entry_of("change", state.tags[uid].kind, uid, value=value, before=state.tags[uid].value)
                for uid, value in one.restored.items()
                if uid in state.tags and state.tags[uid].value != value
            ]
        if entries:
            state = step(state, state.revision + 1, entries)
            _add_revision(ledger, one.row, state.revision, entries, recut, author=author)
    one.revision = state.revision
    return state


def _add_revision(
    ledger: _Ledger,
    row: AnnotationSet,
    number: int,
    entries: list[Entry],
    recut: dict[str, Any],
    *,
    author: str = "",
) -> None:
    ledger.revisions.append(
        Revision(
            annotation_set=row,
            number=number,
            round=row.round + (row.state == APPROVED),
            author_id=ledger.coder_ids[author] if author else None,
            instigator=ledger.coder,
            origin="person" if author else "re_anchor",
            why=ledger.why,
            operations={"operations": entries, "recut": recut},
            created_at=ledger.at,
        )
    )


def _finish(
    ledger: _Ledger,
    row: AnnotationSet,
    before: SetState,
    after: SetState,
    *,
    sentence_id: int | None,
    least: float | None,
) -> None:
    """Note the row as it will stand; the object is changed with it."""
    old = {"revision": row.revision, "state": row.state, "round": row.round, "sentence": row.sentence_id}
    row.round += row.state == APPROVED
    row.state, row.submitted_at, row.revision = DRAFT, None, after.revision
    row.outcome, row.question = after.status.outcome, after.status.question
    row.status_version, row.anchor_score = after.status.version, least
    row.absorbed_by_id = row.pk if sentence_id is None else None
    row.sentence_id = sentence_id or row.sentence_id
    ledger.changes.append(Change(row, before, after))
    ledger.rows.append(
        {
            "id": row.pk, "sentence_id": row.sentence_id, "revision": row.revision, "state": row.state,
            "round": row.round, "absorbed_by_id": row.absorbed_by_id, "anchor_score": least,
        }
    )  # fmt: skip
    new = {"revision": row.revision, "state": row.state, "round": row.round, "source": row.source_id}
    ledger.history.append(
        Activity(
            verb="set.re_anchored",
            target_kind="set",
            target_id=str(row.pk),
            project_id=row.project_id,
            actor_id=ledger.coder.pk if ledger.coder else None,
            old=old,
            new=new | {"sentence": row.sentence_id, "why": ledger.why},
        )
    )
    if after.revision % SNAPSHOT_EVERY == 0:
        ledger.snapshots.append((row, after))


def _write_rows(ledger: _Ledger) -> None:
    with connection.cursor() as cursor:
        for at in range(0, len(ledger.rows), CHUNK):
            cursor.execute(
                """UPDATE annotations_annotationset a
                      SET sentence_id = v.sentence_id, revision = v.revision, state = v.state, round = v.round,
                          absorbed_by_id = v.absorbed_by_id, anchor_score = v.anchor_score, submitted_at = NULL,
                          updated_at = %s
                     FROM jsonb_to_recordset(%s::jsonb) AS v(id bigint, sentence_id bigint, revision int, state text,
                          round int, absorbed_by_id bigint, anchor_score float)
                    WHERE a.id = v.id""",
                [ledger.at, json.dumps(ledger.rows[at : at + CHUNK])],
            )


def _write_orphans(
    ledger: _Ledger, revised: Revised, plans: Iterable[Settled], authorship: Authorship
) -> None:
    """A row for each tag that left, with who made it, who touched it last, and what pointed at it."""
    was = {c.new_id: c.old_id for c in revised.changes if c.new_id is not None and c.old_id is not None}
    orphans = [
        OrphanTag(
            project_id=plan.row.project_id,
            source_id=plan.row.source_id,
            annotation_set=plan.row,
            layer_id=plan.row.layer_id,
            sentence_id=was[plan.sentence_id] if plan.sentence_id else plan.row.sentence_id,
            version=revised.version,
            kind=leaving.tag.kind,
            uid=leaving.tag.uid,
            value=leaving.tag.value,
            links=leaving.links,
            reason=leaving.reason,
            score=leaving.score,
            made_by_id=ledger.coder_ids[leaving.tag.by],
            author_id=ledger.coder_ids.get(authorship.of(leaving.tag, plan.row)),
            created_at=ledger.at,
        )
        for plan in plans
        for leaving in plan.found.leaving.values()
    ]
    OrphanTag.objects.bulk_create(orphans, batch_size=CHUNK)


def _close(ledger: _Ledger, back: Sequence[Returned]) -> None:
    """Take those that returned off the worklist; keep what pointed at tags that are still on it with those."""
    for one in back:
        if one.orphan_ids:
            OrphanTag.objects.filter(pk__in=one.orphan_ids).update(
                state="returned",
                placed_in=one.row,
                placed_revision=one.revision,
                resolved_at=ledger.at,
                resolved_by=ledger.coder,
            )
    wanted = {
        (one.row.pk, uid): link
        for one in back
        for tag in one.tags
        for uid, link in dangling_links(tag, {*one.before.tags, *one.back})
    }
    keep_links(wanted)


def keep_links(wanted: dict[tuple[int, str], dict[str, Any]]) -> None:
    """Add links to the orphans, still open, of these sets and tags."""
    if not wanted:
        return
    rows = OrphanTag.objects.filter(state="open", annotation_set__in={pk for pk, _ in wanted})
    for orphan in rows:
        link = wanted.get((orphan.annotation_set_id, str(orphan.uid)))
        if link is not None and link not in orphan.links:
            orphan.links.append(link)
            orphan.save(update_fields=["links"])
