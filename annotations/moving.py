"""Writing what a new cut does to sets: tags shifted, handed over or joined, each set with its own revisions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from accounts.models import Coder, Membership
from activity.services import record
from codebook.models import Code
from common.time import now
from sources.models import Sentence
from sources.services import Piece, Recut

from .models import AnnotationSet, Revision
from .operations.applying import write_tags
from .operations.canonical import SNAPSHOT_EVERY, store_snapshot
from .operations.references import CodeIds, codes_in
from .operations.requests import PERSONAL
from .operations.spots import Value
from .operations.state import Entry, SetState, Status, Tag, entry_of, step
from .operations.values import SPANS
from .querysets import states_of
from .states import APPROVED, DRAFT


@dataclass(frozen=True, slots=True)
class Arrival:
    """The part of one old set that comes to a new sentence.

    `leads`: its marks come along; `stays`: so does the set itself.
    """

    row: AnnotationSet
    state: SetState
    tags: Sequence[Tag]
    piece: Piece
    stays: bool
    leads: bool


@dataclass(slots=True)
class Destination:
    """A new sentence in one layer: the set that moves there, if one does, and all that comes to it."""

    sentence_id: int
    layer_id: int | None
    row: AnnotationSet | None = None
    arrivals: list[Arrival] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Authorship:
    """Who made which person-made revision of the old sets since their last approval: {set: {number: coder code}}.

    `by_tag` says for each tag which person touched it last: a mechanical revision after that is nobody's authorship and
    takes nobody's away.
    """

    by_revision: Mapping[int, Mapping[int, str]]
    by_tag: Mapping[tuple[int, str], str]

    def of(self, tag: Tag, row: AnnotationSet) -> str:
        """Who last touched the tag since the approval; empty when nobody did."""
        return self.by_tag.get((row.pk, tag.uid), "")

    def authors(self, row: AnnotationSet) -> list[str]:
        """Everyone who did anything to the set since its approval."""
        return sorted(set(self.by_revision.get(row.pk, {}).values()))


@dataclass(frozen=True, slots=True)
class Move:
    """What all the writing of one new cut shares."""

    seat: Membership
    recut: Recut
    why: str
    authorship: Authorship
    code_ids: CodeIds
    coder_ids: dict[str, int]


def settle(seat: Membership, recut: Recut, plan: Iterable[Destination], why: str) -> None:
    """Carry out the plan: every old set stands somewhere or is absorbed, every tag in exactly one of them."""
    destinations = list(plan)
    arrivals = [arrival for destination in destinations for arrival in destination.arrivals]
    move = Move(
        seat, recut, why, _authorship(arrivals), _code_ids(arrivals),
        dict(Coder.objects.filter(project_id=seat.project_id).values_list("code", "pk")),
    )  # fmt: skip
    takers: dict[int, AnnotationSet] = {}
    for destination in destinations:
        row = _settle_one(move, destination)
        for arrival in destination.arrivals:
            if arrival.leads and row is not None:
                takers[arrival.row.pk] = row
    standing = {destination.row.pk for destination in destinations if destination.row}
    for arrival in arrivals:
        if arrival.leads and arrival.row.pk not in standing:
            _absorb(move, arrival, takers[arrival.row.pk])


def _authorship(arrivals: Iterable[Arrival]) -> Authorship:
    return authorship_since(
        {a.row.pk: a.row.approved_revision.number if a.row.approved_revision else 0 for a in arrivals}
    )


def authorship_since(since: Mapping[int, int]) -> Authorship:
    """Who made the person-made revisions of these sets after the given numbers; one query."""
    found: dict[int, dict[int, str]] = {}
    touched: dict[tuple[int, str], str] = {}
    rows = Revision.objects.filter(annotation_set__in=since, origin__in=PERSONAL).order_by("number")
    for set_id, number, code, body in rows.values_list(
        "annotation_set_id", "number", "author__code", "operations"
    ):
        if number > since[set_id] and code:
            found.setdefault(set_id, {})[number] = code
            touched |= {(set_id, entry.get("tag", "")): code for entry in body["operations"]}
    return Authorship(found, touched)


def _code_ids(arrivals: Iterable[Arrival]) -> CodeIds:
    project = next((a.row.project_id for a in arrivals), None)
    return code_ids_of(project, (tag.value for a in arrivals for tag in a.tags))


def code_ids_of(project_id: int | None, values: Iterable[Value]) -> CodeIds:
    """The rows of all codes in these values."""
    names = {name for value in values for name in codes_in(value)}
    rows = Code.objects.filter(value__in=names).values_list(
        "codebook__slug", "codebook__version", "value", "pk", "codebook__project_id"
    )
    return {
        (f"{slug}@{version}", value): pk
        for slug, version, value, pk, owner in rows
        if owner in {None, project_id}
    }


def _settle_one(move: Move, destination: Destination) -> AnnotationSet | None:
    """Write one destination; None when there is nothing to keep there and no set stood there."""
    row = destination.row
    status = _status(move, destination)
    has_tags = any(arrival.tags for arrival in destination.arrivals)
    if row is None and not has_tags and status == Status():
        return None
    if row is None:
        row = _revived(move, destination) or _new_set(move, destination)
    destination.row = row
    staying = next((arrival for arrival in destination.arrivals if arrival.stays), None)
    before = staying.state if staying else states_of([row])[row.pk]
    after = before
    rest = _own_entries(before, staying)
    for arrival in destination.arrivals:
        if not arrival.stays:
            carried, others = _carried(move, arrival)
            for author, entries in carried:
                after = step(after, after.revision + 1, entries)
                _write_revision(move, row, after.revision, entries, destination, author=author)
            rest += others
    if after.status.value != status.value:
        rest.append(entry_of("mark", "mark", "", value=status.value, before=after.status.value))
    after = step(after, after.revision + 1, rest)
    revision = _write_revision(move, row, after.revision, rest, destination)
    write_tags(row, before, after, code_ids=move.code_ids, coder_ids=move.coder_ids)
    _save_row(move, row, after, destination.sentence_id)
    if after.revision % SNAPSHOT_EVERY == 0:
        store_snapshot(row, after, revision)
    return row


def _status(move: Move, destination: Destination) -> Status:
    """The marks of the new sentence: empty only if all that it consists of was read and found empty; all questions."""
    parts = {piece.old_id for piece in move.recut.pieces if piece.new_id == destination.sentence_id}
    empty = {
        arrival.piece.old_id
        for arrival in destination.arrivals
        if arrival.state.status.outcome == "nothing_to_code"
    }
    questions = dict.fromkeys(
        arrival.state.status.question for arrival in destination.arrivals if arrival.leads
    )
    return Status("nothing_to_code" if parts == empty else "open", "\n".join(filter(None, questions)))


def _own_entries(before: SetState, staying: Arrival | None) -> list[Entry]:
    """What becomes of the tags the set had: shifted with their words, or handed over."""
    if staying is None:
        return []
    here = {tag.uid for tag in staying.tags}
    entries = [
        entry_of("remove", tag.kind, tag.uid, before=tag.value, by=tag.by)
        for tag in before.in_order()
        if tag.uid not in here
    ]
    if staying.piece.shift:
        entries += [
            entry_of("change", t.kind, t.uid, value=shifted(t, staying.piece.shift), before=t.value)
            for t in staying.tags
        ]
    return entries


def _carried(move: Move, arrival: Arrival) -> tuple[list[tuple[str, list[Entry]]], list[Entry]]:
    """The tags that arrive, by the author they belong to since the last approval, and those that belong to nobody."""
    adds = {
        tag.uid: entry_of("add", tag.kind, tag.uid, value=shifted(tag, arrival.piece.shift), by=tag.by)
        for tag in arrival.tags
    }
    owner = {tag.uid: move.authorship.of(tag, arrival.row) for tag in arrival.tags}
    carried = [
        (author, [adds[uid] for uid in adds if owner[uid] == author])
        for author in move.authorship.authors(arrival.row)
    ]
    return carried, [adds[uid] for uid in adds if not owner[uid]]


def shifted(tag: Tag, shift: int) -> Value:
    """The tag's value with every offset moved."""
    moved: dict[str, Any] = {
        f"{part}{edge}": tag.value[f"{part}{edge}"] + shift
        for part in SPANS[tag.kind]
        for edge in ("start", "end")
        if tag.value[f"{part}{edge}"] is not None
    }
    return {**tag.value, **moved}


def _revived(move: Move, destination: Destination) -> AnnotationSet | None:
    """The set that stood at exactly this slice before it was merged away; it stands up again with its history."""
    sentence = Sentence.objects.get(pk=destination.sentence_id)
    return (
        AnnotationSet.objects.select_for_update(of=("self",))
        .filter(
            source_id=sentence.source_id,
            layer_id=destination.layer_id,
            absorbed_by__isnull=False,
            sentence__start=sentence.start,
            sentence__end=sentence.end,
            sentence__text=sentence.text,
        )
        .order_by("-id")
        .first()
    )


def _new_set(move: Move, destination: Destination) -> AnnotationSet:
    origin = destination.arrivals[0].row
    return AnnotationSet.objects.create(
        project_id=origin.project_id,
        source_id=origin.source_id,
        sentence_id=destination.sentence_id,
        layer_id=destination.layer_id,
        last_author_id=origin.last_author_id,
    )


def _absorb(move: Move, arrival: Arrival, taker: AnnotationSet) -> None:
    """Empty a set whose tags went to another and put it aside with its history; what was approved stays pinned."""
    row, before = arrival.row, arrival.state
    entries = [
        entry_of("remove", tag.kind, tag.uid, before=tag.value, by=tag.by) for tag in before.in_order()
    ]
    after = step(before, before.revision + 1, entries)
    _write_revision(move, row, after.revision, entries, None)
    write_tags(row, before, after, code_ids=move.code_ids, coder_ids=move.coder_ids)
    _save_row(move, row, after, row.sentence_id, absorbed_by=taker)


def _write_revision(
    move: Move,
    row: AnnotationSet,
    number: int,
    entries: list[Entry],
    destination: Destination | None,
    *,
    author: str = "",
) -> Revision:
    """A revision of the move; in an author's name when it carries their tags to another set."""
    body: dict[str, Any] = {"operations": entries}
    if destination is not None:
        body["recut"] = {
            "from": sorted({arrival.piece.old_id for arrival in destination.arrivals}),
            "to": destination.sentence_id,
        }
    return Revision.objects.create(
        annotation_set=row,
        number=number,
        round=row.round + (row.state == APPROVED),
        author_id=move.coder_ids[author] if author else None,
        instigator=move.seat.coder,
        origin="person" if author else "re_anchor",
        why=move.why,
        operations=body,
    )


def _save_row(
    move: Move,
    row: AnnotationSet,
    after: SetState,
    sentence_id: int,
    absorbed_by: AnnotationSet | None = None,
) -> None:
    old = {"revision": row.revision, "state": row.state, "round": row.round, "sentence": row.sentence_id}
    row.round += row.state == APPROVED
    row.state = DRAFT
    row.submitted_at = None
    row.sentence_id = sentence_id
    row.revision = after.revision
    row.outcome, row.question = after.status.outcome, after.status.question
    row.status_version = after.status.version
    row.updated_at = now()
    row.absorbed_by = absorbed_by
    row.save()
    record(
        "set.re_anchored",
        target_kind="set",
        target_id=row.pk,
        project_id=row.project_id,
        actor_id=move.seat.coder_id,
        old=old,
        new={
            "revision": row.revision,
            "state": row.state,
            "round": row.round,
            "source": row.source_id,
            "sentence": row.sentence_id,
            "why": move.why,
        },
    )
