"""Finding the set of a sentence and locking its row: the one lock a save takes.

Lock order, for whoever locks more (cutting sentences anew): the source's row, then its sets by id.
"""

from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection

from accounts.models import Coder, Membership
from annotations.models import AnnotationSet
from common.errors import Conflict, NotThere
from sources.models import Sentence


@dataclass(frozen=True, slots=True)
class LockedSet:
    """A set whose row is locked until the transaction ends, and the text its tags stand on."""

    row: AnnotationSet
    text: str


def lock_set(seat: Membership, sentence_id: int, layer: Coder | None) -> LockedSet:
    """Lock the set of the sentence, made at first need. Must be called inside a transaction.

    A sentence of an older cut that reads the same today stands for the present one; NotThere when the project has no
    such sentence, Conflict when it was cut anew.
    """
    row = _lock(seat, sentence_id, layer)
    if row is not None and row.source.current_id == row.sentence.version_id:
        return LockedSet(row, row.sentence.text)
    place = _place(seat, sentence_id)
    if place is None:
        raise NotThere("There is no such sentence in this project.")
    if place.version_id != place.current_id:
        return lock_set(seat, _same_slice_today(place), layer)
    if (pk := _insert(seat, place, layer, sentence_id)) is None:
        return lock_set(seat, sentence_id, layer)  # someone else made it between the two looks
    fresh = AnnotationSet(
        pk=pk, project_id=seat.project_id, source_id=place.source_id, sentence_id=sentence_id, layer=layer
    )
    return LockedSet(fresh, place.text)


def _lock(seat: Membership, sentence_id: int, layer: Coder | None) -> AnnotationSet | None:
    return (
        AnnotationSet.objects.select_for_update(of=("self",))
        .select_related("sentence", "source")
        .filter(sentence_id=sentence_id, project_id=seat.project_id, layer=layer, absorbed_by=None)
        .first()
    )


class _Place(NamedTuple):
    """A sentence and whether it belongs to the cut people work on."""

    pk: int
    text: str
    start: int
    end: int
    version_id: int
    source_id: int
    current_id: int | None
    sha256: str


def _place(seat: Membership, sentence_id: int) -> _Place | None:
    """The sentence, with a lock on its source that other saves share and a new cut waits for."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT s.id, s.text, s.start, s."end", s.version_id, o.id, o.current_id, v.sha256
                 FROM sources_sentence s JOIN sources_source o ON o.id = s.source_id
                 JOIN sources_sourceversion v ON v.id = s.version_id
                WHERE s.id = %s AND s.project_id = %s FOR KEY SHARE OF o""",
            [sentence_id, seat.project_id],
        )
        found = cursor.fetchone()
    return _Place(*found) if found else None


def _insert(seat: Membership, place: _Place, layer: Coder | None, sentence_id: int) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO annotations_annotationset (project_id, source_id, sentence_id, layer_id)
               VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING RETURNING id""",
            [seat.project_id, place.source_id, sentence_id, layer.pk if layer else None],
        )
        made = cursor.fetchone()
    return int(made[0]) if made else None


def _continued_today(place: _Place) -> Sentence | None:
    """The sentence of the present version that this one became, through every version between; None when it is gone."""
    rows = Sentence.objects.raw(
        """WITH RECURSIVE line AS (
             SELECT id, version_id FROM sources_sentence WHERE id = %s
             UNION ALL
             SELECT s.id, s.version_id FROM sources_sentence s JOIN line ON s.came_from_id = line.id)
           SELECT s.* FROM line JOIN sources_sentence s ON s.id = line.id WHERE line.version_id = %s""",
        [place.pk, place.current_id],
    )
    return next(iter(rows), None)


def _same_slice_today(place: _Place) -> int:
    """The sentence of today with the same words at the same place; Conflict names those that stand there now.

    After a split or merge that is the same slice of the same text; after a revision the sentence that this one became.
    """
    today = Sentence.objects.filter(version_id=place.current_id)
    same = (
        today.filter(start=place.start, end=place.end, text=place.text, version__sha256=place.sha256)
        .values_list("pk", flat=True)
        .first()
    )
    if same is not None:
        return same
    if (continued := _continued_today(place)) is not None:
        if continued.text == place.text:
            return continued.pk
        there = today.filter(pk=continued.pk).values("id", "text")
    else:
        there = (
            today.filter(start__lt=place.end, end__gt=place.start, version__sha256=place.sha256)
            .order_by("ordinal")
            .values("id", "text")
        )
    raise Conflict(
        "This sentence was split, merged or revised meanwhile. Nothing was saved; tag the sentence as it stands now.",
        code="sentence-recut",
        sentences=list(there),
    )
