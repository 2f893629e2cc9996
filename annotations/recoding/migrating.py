"""Moving the tags of one chunk of sets to the version that a change led to. Doing it again changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection, transaction

from activity.services import record
from annotations.models import AnnotationSet, Recoding, Revision
from annotations.operations.applying import write_tags
from annotations.operations.canonical import SNAPSHOT_EVERY, store_snapshot
from annotations.operations.loading import entries_of
from annotations.operations.references import CodeIds, codes_in
from annotations.operations.state import Entry, SetState, Tag, entry_of, step
from annotations.operations.values import twin_key
from annotations.querysets import states_of
from annotations.states import APPROVED, transition
from codebook.models import Code, Codebook, CodebookChange
from codebook.versions import Place, moved
from common.time import now

from .values import Recoded, Value, coded, is_the_same, recode, renamed

CHUNK = 200


@dataclass(slots=True)
class Journey:
    """One change with everything that moving a tag asks of it, read once."""

    change: CodebookChange
    modes: Mapping[str, Sequence[str]]
    chain: Mapping[str, CodebookChange]
    names: Mapping[str, str]
    why: str
    known: dict[tuple[str, str], int] = field(default_factory=dict)

    def lead(self, place: Place) -> Place | None:
        """Where a code stands in the new version; codes of other codebooks stay."""
        if place.codebook not in self.names:
            return place
        undone = self.change.undoes
        if undone is not None and place.codebook == undone.old.name:
            at: Place | None = Place(self.change.new.name, place.code, place.modes)
        else:
            at = place
            while at is not None and at.codebook in self.chain:
                at = moved(at, self.chain[at.codebook])
        if at is None or at.code not in self.modes:
            return None
        return Place(at.codebook, at.code, tuple(mode for mode in at.modes if mode in self.modes[at.code]))


def prepare(change: CodebookChange) -> Journey:
    """Read what the job needs of the change; a few queries."""
    slug = change.new.slug
    books = Codebook.objects.filter(slug=slug, project__in=[change.project_id]) | Codebook.objects.filter(
        slug=slug, project=None
    )
    names = {book.name: slug for book in books}
    chain = {
        one.old.name: one
        for one in CodebookChange.objects.filter(
            project=change.project_id, old__slug=slug, pk__lte=change.pk
        ).select_related("old", "new")
    }
    modes = dict(Code.objects.filter(codebook=change.new).values_list("value", "modes"))
    verb = "Taken back" if change.undoes_id else "Moved"
    return Journey(change, modes, chain, names, f"{verb} to {change.new.name}.")


_PENDING = """
WITH elsewhere AS (
  SELECT k.id FROM codebook_code k JOIN codebook_codebook b ON b.id = k.codebook_id
   WHERE b.slug = %(slug)s AND b.id <> %(new)s AND (b.project_id IS NULL OR b.project_id = %(project)s)
)
SELECT DISTINCT t.annotation_set_id FROM annotations_eventtag t
  JOIN annotations_annotationset a ON a.id = t.annotation_set_id
 WHERE a.project_id = %(project)s AND a.id > %(after)s
   AND (t.code_id IN (SELECT id FROM elsewhere)
     OR EXISTS (SELECT 1 FROM annotations_eventcode o
                 WHERE o.event_id = t.id AND o.code_id IN (SELECT id FROM elsewhere)))
   AND NOT EXISTS (SELECT 1 FROM annotations_recoding r
                    WHERE r.annotation_set_id = a.id AND r.change_id = %(change)s)
"""


def pending(change: CodebookChange, after: int = 0, limit: int = CHUNK) -> list[int]:
    """The next sets with tags on another version of the codebook that were not looked at, in order of their ids."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_PENDING} ORDER BY 1 LIMIT %(limit)s", {**_named(change, after), "limit": limit})
        return [int(row[0]) for row in cursor.fetchall()]


def count_pending(change: CodebookChange) -> int:
    """How many sets wait to be looked at."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({_PENDING}) waiting", _named(change, 0))  # noqa: S608
        return int(cursor.fetchone()[0])


def _named(change: CodebookChange, after: int) -> dict[str, Any]:
    return {
        "project": change.project_id, "slug": change.new.slug, "new": change.new_id, "change": change.pk,
        "after": after,
    }  # fmt: skip


@transaction.atomic
def migrate(journey: Journey, set_ids: Sequence[int]) -> int:
    """Move the tags of these sets, each set by one revision; how many sets were changed. Locks the sets by id."""
    rows = list(
        AnnotationSet.objects.select_for_update(of=("self",))
        .select_related("layer")
        .filter(pk__in=set_ids, absorbed_by=None)
        .order_by("id")
    )
    done = set(
        Recoding.objects.filter(change=journey.change, annotation_set__in=rows).values_list(
            "annotation_set_id", flat=True
        )
    )
    rows = [row for row in rows if row.pk not in done]
    states = states_of(rows)
    earlier = _earlier(journey.change, rows)
    plans = [plan(journey, row, states[row.pk], earlier.get(row.pk, {})) for row in rows]
    _know_codes(journey, plans)
    made = [_write(journey, one) for one in plans]
    Recoding.objects.bulk_create(
        Recoding(change=journey.change, annotation_set=one.row, revision=revision, left=one.left)
        for one, revision in zip(plans, made, strict=True)
    )
    return sum(revision is not None for revision in made)


@dataclass(slots=True)
class Plan:
    """What becomes of one set."""

    row: AnnotationSet
    before: SetState
    entries: list[Entry]
    left: list[dict[str, Any]]
    is_same: bool


def plan(journey: Journey, row: AnnotationSet, state: SetState, earlier: Mapping[str, Entry]) -> Plan:
    """Decide for each event of a set; two that would become the same event twice: the later one stays and is listed.

    `earlier` are the steps of the change that is undone, by tag.
    """
    found: dict[str, Recoded] = {}
    for tag in state.in_order():
        if tag.kind == "event" and _stands_on(tag.value, journey):
            found[tag.uid] = _recoded(journey, tag.value, earlier.get(tag.uid))
    seen = {
        twin_key(tag.kind, tag.value)
        for tag in state.tags.values()
        if tag.kind == "event" and (tag.uid not in found or found[tag.uid].value is None)
    }
    entries: list[Entry] = []
    left: list[dict[str, Any]] = []
    same = True
    for uid, recoded in found.items():
        tag, why, fresh = state.tags[uid], recoded.why, recoded.value
        if fresh is not None and twin_key("event", fresh) in seen:
            fresh, why = None, "twin"
        if why:
            left.append(_told(tag, why))
        if fresh is None or fresh == tag.value:
            continue
        seen.add(twin_key("event", fresh))
        same = same and is_the_same(tag.value, fresh, journey.names)
        entries.append(entry_of("change", "event", uid, value=fresh, before=tag.value))
    return Plan(row, state, entries, left, same)


def _recoded(journey: Journey, value: Value, step_taken: Entry | None) -> Recoded:
    """What the tag becomes: as it was before, where an undone change wrote what stands there; else as codes lead."""
    undone = journey.change.undoes
    if undone is None or step_taken is None:
        return recode(value, journey.lead)
    if coded(value) == coded(step_taken["value"]):
        back = renamed(step_taken["before"], undone.old.name, journey.change.new.name)
        return recode({**value, **coded(back)}, journey.lead)
    by_code = recode(value, journey.lead)
    return by_code if by_code.value is not None else Recoded(None, "edited")


def _stands_on(value: Value, journey: Journey) -> bool:
    names = [value["codebook"], *(one["codebook"] for one in value["other_codes"])]
    return any(name in journey.names and name != journey.change.new.name for name in names)


def _told(tag: Tag, why: str) -> dict[str, Any]:
    value = tag.value
    return {
        "tag": tag.uid, "quote": value["quote"], "code": value["code"], "modes": value["modes"], "why": why,
    }  # fmt: skip


def _earlier(change: CodebookChange, rows: Sequence[AnnotationSet]) -> dict[int, dict[str, Entry]]:
    """The steps that the undone change took, by set and tag."""
    if change.undoes_id is None:
        return {}
    recodings = Recoding.objects.filter(
        change=change.undoes_id, annotation_set__in=rows, revision__isnull=False
    ).values_list("annotation_set_id", "revision__operations")
    return {
        set_id: {entry["tag"]: entry for entry in entries_of(body) if entry["action"] == "change"}
        for set_id, body in recodings
    }


def _know_codes(journey: Journey, plans: Sequence[Plan]) -> None:
    """The rows of every code in what is written; the project's own before shipped ones of the same name."""
    values = {name for one in plans for entry in one.entries for name in codes_in(entry["value"])}
    rows = Code.objects.filter(value__in=values).order_by("codebook__project").values_list(
        "codebook__slug", "codebook__version", "value", "pk", "codebook__project_id"
    )  # fmt: skip
    for slug, version, value, pk, owner in sorted(rows, key=lambda row: row[4] is not None):
        if owner in {None, journey.change.project_id}:
            journey.known[f"{slug}@{version}", value] = pk


def _write(journey: Journey, one: Plan) -> Revision | None:
    """Write one set's revision and tags; None when nothing of it moves."""
    if not one.entries:
        return None
    row, change = one.row, journey.change
    after = step(one.before, row.revision + 1, one.entries)
    code_ids: CodeIds = journey.known
    write_tags(row, one.before, _with_rows(one.before, after), code_ids=code_ids, coder_ids={})
    old = {"revision": row.revision, "state": row.state, "round": row.round}
    row.revision, row.updated_at = after.revision, now()
    if not one.is_same:
        edit = transition("edit", row.state)
        row.round += row.state == APPROVED
        row.state = edit.target if edit else row.state
        row.submitted_at = None
    row.save(update_fields=["revision", "updated_at", "round", "state", "submitted_at"])
    revision = Revision.objects.create(
        annotation_set=row, number=row.revision, round=row.round, origin="migration", why=journey.why,
        instigator_id=change.instigator_id, operations={"operations": one.entries, "recoding": change.pk},
    )  # fmt: skip
    record(
        "set.recoded",
        target_kind="set",
        target_id=row.pk,
        project_id=row.project_id,
        actor_id=change.instigator_id,
        old=old,
        new={
            "revision": row.revision, "state": row.state, "round": row.round, "source": row.source_id,
            "sentence": row.sentence_id, "why": journey.why,
        },
    )  # fmt: skip
    if row.revision % SNAPSHOT_EVERY == 0:
        store_snapshot(row, after, revision)
    return revision


def _with_rows(before: SetState, after: SetState) -> SetState:
    """The state with each tag's row, which a step keeps."""
    return SetState(
        after.revision,
        after.status,
        {uid: replace(tag, pk=before.tags[uid].pk) for uid, tag in after.tags.items()},
    )
