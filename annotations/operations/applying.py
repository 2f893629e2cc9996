"""Writing a decided request: the net change of tags, in a handful of statements however many operations it had."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from annotations.models import (
    ActorTag,
    AnnotationSet,
    EventCode,
    EventTag,
    Participant,
    ReliabilityTag,
    Span,
)
from common.edtf import bounds

from .fields import PLAIN
from .references import CodeIds
from .spots import Value
from .state import SetState, Tag

MODELS: dict[str, type[EventTag] | type[ActorTag] | type[ReliabilityTag]] = {
    "actor": ActorTag,
    "event": EventTag,
    "reliability": ReliabilityTag,
}
_LINKS = {"event": ("code_id", "date_min", "date_max"), "actor": ("actor_id",)}


def write_tags(
    annotation_set: AnnotationSet,
    before: SetState,
    after: SetState,
    *,
    code_ids: CodeIds,
    coder_ids: dict[str, int],
) -> None:
    """Make the rows of the set say `after`. The caller holds the set's row lock."""
    gone = [tag for uid, tag in before.tags.items() if uid not in after.tags or _changed_kind(tag, after)]
    stays = before.tags.keys() - {tag.uid for tag in gone}
    fresh = [tag for uid, tag in after.tags.items() if uid not in stays]
    changed = [
        tag for uid, tag in after.tags.items() if uid in stays and tag.version != before.tags[uid].version
    ]
    delete_tags(gone)
    rows = {uid: tag.pk for uid, tag in before.tags.items() if uid in stays and tag.pk}
    for kind in ("actor", "event", "reliability"):
        _update([tag for tag in changed if tag.kind == kind], kind, code_ids)
        rows |= _insert(annotation_set, [tag for tag in fresh if tag.kind == kind], kind, code_ids, coder_ids)
    events = [tag for tag in [*changed, *fresh] if tag.kind == "event"]
    _write_participants(annotation_set, before, events, rows)
    _write_other_codes(before, events, rows, code_ids)


def _changed_kind(tag: Tag, after: SetState) -> bool:
    return after.tags[tag.uid].kind != tag.kind


def columns(kind: str, value: Value, code_ids: CodeIds) -> dict[str, Any]:
    """What the row of a tag with this value holds."""
    told: dict[str, Any] = {name: value[name] for name in PLAIN[kind]}
    if kind == "actor":
        told["actor_id"] = value["actor"]
    elif kind == "event":
        told["code_id"] = code_ids[value["codebook"], value["code"]] if value["code"] else None
        told["date_min"], told["date_max"] = bounds(value["date_resolved"] or value["date_edtf"])
    return told


def _insert(
    annotation_set: AnnotationSet,
    tags: Sequence[Tag],
    kind: str,
    code_ids: CodeIds,
    coder_ids: dict[str, int],
) -> dict[str, int]:
    """One INSERT for all new tags of a kind; the new rows by uid."""
    if not tags:
        return {}
    model = MODELS[kind]
    rows: list[Span] = [
        model(
            annotation_set_id=annotation_set.pk,
            uid=UUID(tag.uid),
            version=tag.version,
            created_by_id=coder_ids[tag.by],
            **columns(kind, tag.value, code_ids),
        )
        for tag in tags
    ]
    made = model._default_manager.bulk_create(rows)  # type: ignore[arg-type]
    return {str(row.uid): row.pk for row in made}


def _update(tags: Sequence[Tag], kind: str, code_ids: CodeIds) -> None:
    """One UPDATE for all changed tags of a kind."""
    model = MODELS[kind]
    if len(tags) == 1:
        told = columns(kind, tags[0].value, code_ids)
        model._default_manager.filter(pk=tags[0].pk or 0).update(version=tags[0].version, **told)
    elif tags:
        rows = [model(pk=tag.pk, version=tag.version, **columns(kind, tag.value, code_ids)) for tag in tags]
        names = ["version", *PLAIN[kind], *_LINKS.get(kind, ())]
        model._default_manager.bulk_update(rows, names)  # type: ignore[arg-type]


def delete_tags(tags: Iterable[Tag]) -> None:
    """Delete rows and the links on them. The database looks at dangling links when the request is complete."""
    ids: dict[str, list[int]] = {}
    coded: list[int] = []
    for tag in tags:
        ids.setdefault(tag.kind, []).append(tag.pk or 0)
        if tag.value.get("other_codes"):
            coded.append(tag.pk or 0)
    with connection.cursor() as cursor:
        if linked := {kind: ids.get(kind, []) for kind in ("event", "actor") if kind in ids}:
            cursor.execute(
                "DELETE FROM annotations_participant WHERE event_id = ANY(%s) OR actor_tag_id = ANY(%s)",
                [linked.get("event", []), linked.get("actor", [])],
            )
        if coded:
            cursor.execute("DELETE FROM annotations_eventcode WHERE event_id = ANY(%s)", [coded])
        for kind, pks in ids.items():
            cursor.execute(f"DELETE FROM {MODELS[kind]._meta.db_table} WHERE id = ANY(%s)", [pks])  # noqa: S608


def _write_participants(
    annotation_set: AnnotationSet, before: SetState, events: Sequence[Tag], rows: dict[str, int]
) -> None:
    """Write the links of these events anew where they changed: one DELETE and one INSERT."""
    stale: list[int] = []
    links: list[Participant] = []
    for event in events:
        old = before.tags.get(event.uid)
        kept = old is not None and old.pk == rows[event.uid]
        if kept and old is not None and _same_rows(old, event, before, rows):
            continue
        if kept and old is not None and old.value["participants"]:
            stale.append(rows[event.uid])
        links += [
            participant(annotation_set, rows[event.uid], link, rows) for link in event.value["participants"]
        ]
    if stale:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM annotations_participant WHERE event_id = ANY(%s)", [stale])
    Participant.objects.bulk_create(links)


def participant(
    annotation_set: AnnotationSet, event_id: int, link: Value, rows: dict[str, int]
) -> Participant:
    """The row of a participant; `rows` are those of the set's tags by uid."""
    words = link["from"] or {}
    return Participant(
        annotation_set_id=annotation_set.pk,
        event_id=event_id,
        role=link["role"],
        basis=link["basis"],
        actor_tag_id=rows[link["actor"]] if link["actor"] else None,
        from_sentence_id=words.get("sentence"),
        from_start=words.get("start"),
        from_end=words.get("end"),
        from_quote=words.get("quote", ""),
        from_actor_id=words.get("actor"),
    )


def _write_other_codes(
    before: SetState, events: Sequence[Tag], rows: dict[str, int], code_ids: CodeIds
) -> None:
    """Write the further codes of these events anew where they changed: one DELETE and one INSERT at most."""
    stale: list[int] = []
    codes: list[EventCode] = []
    for event in events:
        old = before.tags.get(event.uid)
        kept = old.value["other_codes"] if old is not None and old.pk == rows[event.uid] else []
        if kept == event.value["other_codes"]:
            continue
        if kept:
            stale.append(rows[event.uid])
        codes += [
            EventCode(
                event_id=rows[event.uid],
                code_id=code_ids[other["codebook"], other["code"]],
                modes=other["modes"],
            )
            for other in event.value["other_codes"]
        ]
    if stale:
        EventCode.objects.filter(event_id__in=stale).delete()
    if codes:
        EventCode.objects.bulk_create(codes)


def _same_rows(old: Tag, new: Tag, before: SetState, rows: dict[str, int]) -> bool:
    """Whether the links say the same and stand on the same rows as before."""
    return old.value["participants"] == new.value["participants"] and all(
        link["actor"] in before.tags and before.tags[link["actor"]].pk == rows.get(link["actor"])
        for link in new.value["participants"]
        if link["actor"]
    )
