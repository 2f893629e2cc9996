"""Splitting and merging sentences with the work on them: sets move to the sentences of the new cut, nothing is lost.

A set whose sentence reads the same moves as it is, approval included: its values are provably the same. A set whose
sentence changed becomes a draft, by a revision of origin `re_anchor`. Where tags go to another set, a revision in the
name of each of their authors goes with them: being moved must not make anyone a stranger to their own work (four eyes).

Locks: the source's row (taken by the cut), then all its sets by id. A save that waited finds its sentence gone and
says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import connection, transaction

from accounts.models import Membership
from common.errors import Conflict, NotThere
from sources import services as cutting
from sources.models import Sentence
from sources.services import Piece, Recut

from .models import AnnotationSet
from .moving import Arrival, Destination, settle
from .operations.state import SetState, Tag
from .operations.values import SPANS
from .permissions import can_split_sentences
from .querysets import states_of


@transaction.atomic
def split_sentence(seat: Membership, sentence_id: int, at: int) -> Recut:
    """Cut a sentence in two at an offset of its received text; its tags go with their words.

    Conflict (`split-through-tags`) names the tags that a cut there would take apart. Undone by `undo_cut`.
    """
    can_split_sentences(seat).require()
    recut = cutting.split_sentence(seat, sentence_id, at)
    move_sets(seat, recut, "The sentence was split.")
    return recut


@transaction.atomic
def merge_with_next(seat: Membership, sentence_id: int) -> Recut:
    """Join a sentence and the one after it; the tags of both stand in the joined one. Undone by `undo_cut`."""
    can_split_sentences(seat).require()
    one = Sentence.objects.filter(pk=sentence_id, project_id=seat.project_id).first()
    if one is None:
        raise NotThere("There is no such sentence in this project.")
    following = Sentence.objects.filter(version_id=one.version_id, ordinal=one.ordinal + 1).first()
    if following is None:
        raise Conflict(
            "This is the last sentence; there is none after it to merge with.", code="no-next-sentence"
        )
    recut = cutting.merge_sentences(seat, [one.pk, following.pk])
    move_sets(seat, recut, "Sentences were merged.")
    return recut


@transaction.atomic
def undo_cut(seat: Membership, source_id: int) -> Recut:
    """Take back the last split or merge of the source; undoing that again is a redo."""
    can_split_sentences(seat).require()
    recut = cutting.undo_cut(seat, source_id)
    move_sets(seat, recut, "A split or merge was taken back.")
    return recut


def move_sets(seat: Membership, recut: Recut, why: str) -> None:
    """Bring every set of the source, in every layer, to the sentences of the new cut."""
    sets = list(
        AnnotationSet.objects.select_for_update(of=("self",))
        .select_related("approved_revision")
        .filter(source_id=recut.source.pk, absorbed_by=None)
        .order_by("id")
    )
    _move_unchanged(recut)
    pieces: dict[int, list[Piece]] = {}
    for piece in recut.pieces:
        pieces.setdefault(piece.old_id, []).append(piece)
    order = {
        pk: place for place, pk in enumerate(pieces)
    }  # reading order: the first of merged sets takes over
    touched = sorted(
        (row for row in sets if row.sentence_id in order), key=lambda row: order[row.sentence_id]
    )
    if not touched:
        return
    states = states_of(touched)
    homes = {row.pk: _homes(states[row.pk], pieces[row.sentence_id]) for row in touched}
    _refuse_if_torn(seat, touched, states, homes)
    plan = _plan(touched, states, homes, pieces)
    settle(seat, recut, plan, why)


def _move_unchanged(recut: Recut) -> None:
    """One UPDATE for all sets whose sentence has the same slice in both cuts."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE annotations_annotationset a SET sentence_id = n.id
                 FROM sources_sentence o
                 JOIN sources_sentence n ON n.version_id = %s AND n.start = o.start AND n."end" = o."end"
                WHERE a.sentence_id = o.id AND o.version_id = %s AND a.absorbed_by_id IS NULL""",
            [recut.version.pk, recut.old_version_id],
        )


@dataclass(slots=True)
class Homes:
    """Where the tags of one set go, and which a cut would take apart."""

    of_tag: dict[str, Piece] = field(default_factory=dict)
    torn: list[Tag] = field(default_factory=list)
    parted: list[tuple[Tag, Tag]] = field(default_factory=list)


def _homes(state: SetState, pieces: Iterable[Piece]) -> Homes:
    found = Homes()
    for tag in state.in_order():
        spans = [
            (tag.value[f"{part}start"], tag.value[f"{part}end"])
            for part in SPANS[tag.kind]
            if tag.value[f"{part}start"] is not None
        ]
        home = next(
            (p for p in pieces if all(p.start <= start and end <= p.end for start, end in spans)), None
        )
        if home is None:
            found.torn.append(tag)
        else:
            found.of_tag[tag.uid] = home
    for tag in state.tags.values():
        for other in _linked(tag):
            if found.of_tag.get(tag.uid) != found.of_tag.get(other) and not found.torn:
                found.parted.append((tag, state.tags[other]))
    return found


def _linked(tag: Tag) -> list[str]:
    """The tags of its set that a tag cannot be parted from."""
    links = [link["actor"] for link in tag.value.get("participants", ()) if link["actor"]]
    return [*links, tag.value["parent"]] if tag.value.get("parent") else links


def _refuse_if_torn(
    seat: Membership,
    sets: Iterable[AnnotationSet],
    states: Mapping[int, SetState],
    homes: Mapping[int, Homes],
) -> None:
    """Conflict naming the tags in the way; of another coder's blind layer nothing is told."""
    told: list[str] = []
    hidden = False
    for row in sets:
        torn, parted = homes[row.pk].torn, homes[row.pk].parted
        if row.layer_id not in {None, seat.coder_id}:
            hidden = hidden or bool(torn or parted)
            continue
        told += [f"the {_KIND_NAMES[tag.kind]} “{_short(tag)}” reaches over the cut" for tag in torn]
        told += [f"“{_short(other)}” {_TIES[tag.kind]} “{_short(tag)}”" for tag, other in parted]
    if told:
        raise Conflict(
            f"The sentence cannot be cut here: {'; '.join(told[:5])}. Change or remove these tags first.",
            code="split-through-tags",
        )
    if hidden:
        raise Conflict(
            "The sentence cannot be cut here while work on it is under way.", code="split-through-tags"
        )


_TIES = {"event": "takes part in the event", "reliability": "holds the claim"}
_KIND_NAMES = {"event": "event", "actor": "mention", "reliability": "grade of"}


def _short(tag: Tag) -> str:
    quote = str(tag.value["quote"])
    return quote if len(quote) <= 40 else f"{quote[:39]}…"


def _plan(
    sets: Iterable[AnnotationSet],
    states: Mapping[int, SetState],
    homes: Mapping[int, Homes],
    pieces: Mapping[int, list[Piece]],
) -> list[Destination]:
    """For every new sentence and layer: the set that stands there from now on, and what arrives from others."""
    destinations: dict[tuple[int, int | None], Destination] = {}
    for row in sets:
        state, home = states[row.pk], homes[row.pk]
        chosen = _chosen(state, home, pieces[row.sentence_id])
        for piece in pieces[row.sentence_id]:
            here = destinations.setdefault(
                (piece.new_id, row.layer_id), Destination(piece.new_id, row.layer_id)
            )
            tags = [tag for uid, tag in state.tags.items() if home.of_tag[uid] == piece]
            stays = piece == chosen and here.row is None
            here.arrivals.append(Arrival(row, state, tags, piece, stays=stays, leads=piece == chosen))
            if stays:
                here.row = row
    return list(destinations.values())


def _chosen(state: SetState, home: Homes, pieces: list[Piece]) -> Piece:
    """The part of its sentence that a set follows: the one with most of its tags, the first of equals."""
    counts = [sum(place == piece for place in home.of_tag.values()) for piece in pieces]
    return pieces[counts.index(max(counts))]
