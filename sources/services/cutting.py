"""Splitting and merging sentences: a new version of the same text with another cut, and what became of each sentence.

A cut changes no text and no sentence: it makes a version whose sentences are written anew, and `current` moves on. What
hangs on sentences lives above this room, so the verbs that people use stand there (they call these inside their own
transaction and move what hangs by the `Recut` they get). Lock order: the source's row first.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.db import connection, transaction

from accounts.models import Membership
from activity.services import record
from common.errors import Conflict, Invalid, NotThere
from sources.importers.drafts import MAX_SENTENCE, draft_sentences
from sources.markers import MARKER, SPACE, DisplayText, find_markers
from sources.models import Sentence, Source, SourceVersion
from sources.permissions import can_cut
from sources.segmenting import Slice
from sources.storing import write_sentences

CUTS: Final = ("split", "merge", "undo")


class Piece(NamedTuple):
    """Part [start, end) of a sentence of the old cut, and the sentence of the new one that holds it.

    An offset of the part plus `shift` is an offset of the new sentence. All are code points relative to a sentence.
    """

    old_id: int
    new_id: int
    start: int
    end: int
    shift: int


@dataclass(frozen=True, slots=True)
class Recut:
    """A new cut of a source. `pieces` covers the sentences that changed; all others are in `unchanged()`."""

    source: Source
    old_version_id: int
    version: SourceVersion
    pieces: tuple[Piece, ...]

    def unchanged(self) -> dict[int, int]:
        """New sentence id by old one, for every sentence that has the same slice in both cuts."""
        with connection.cursor() as cursor:
            cursor.execute(
                """SELECT o.id, n.id FROM sources_sentence o
                     JOIN sources_sentence n ON n.start = o.start AND n."end" = o."end" AND n.version_id = %s
                    WHERE o.version_id = %s""",
                [self.version.pk, self.old_version_id],
            )
            return dict(cursor.fetchall())


@transaction.atomic
def split_sentence(seat: Membership, sentence_id: int, at: int) -> Recut:
    """Cut a sentence in two at an offset of its received text.

    White space at the cut belongs to neither half; markers right after it stay with the half they close. Refuses a cut
    inside a marker and one that leaves a half without words.
    """
    can_cut(seat).require()
    sentence = _locked_sentence(seat, sentence_id)
    left, right = _halves(sentence.text, at)
    slices = [
        part
        for each in _slices(sentence.version_id)
        for part in (
            [Slice(each.start, each.start + left), Slice(each.start + right, each.end)]
            if each.start == sentence.start
            else [each]
        )
    ]
    return _cut(seat, sentence.source, slices, "split", {"sentence": sentence.pk, "at": left})


@transaction.atomic
def merge_sentences(seat: Membership, sentence_ids: Sequence[int]) -> Recut:
    """Join sentences that follow each other into one; what stood between them belongs to it."""
    can_cut(seat).require()
    if len(set(sentence_ids)) < 2:
        raise _invalid("sentences", "Choose at least two sentences to merge.")
    found = sorted((_locked_sentence(seat, pk) for pk in sentence_ids), key=lambda each: each.ordinal)
    first, last = found[0], found[-1]
    if first.version_id != last.version_id or last.ordinal - first.ordinal != len(found) - 1:
        raise _invalid("sentences", "Choose sentences that follow each other in one source.")
    if last.end - first.start > MAX_SENTENCE:
        raise _invalid(
            "sentences", f"Together they are longer than {MAX_SENTENCE:,} characters, the most there is."
        )
    slices = _slices(first.version_id)
    at = bisect_right(slices, first.start, key=lambda each: each.start) - 1
    slices[at : at + len(found)] = [Slice(first.start, last.end)]
    return _cut(seat, first.source, slices, "merge", {"sentences": [each.pk for each in found]})


@transaction.atomic
def undo_cut(seat: Membership, source_id: int) -> Recut:
    """Return to the cut before the last split or merge, as a new version; undoing that again is a redo."""
    can_cut(seat).require()
    source = _locked_source(seat, source_id)
    current = _current_version(source)
    if current.reason not in CUTS or current.parent_id is None:
        raise Conflict("There is no split or merge to take back in this source.", code="nothing-to-undo")
    return _cut(seat, source, _slices(current.parent_id), "undo", {"back_to": current.parent_id})


_VERBS: Final = {"split": "sentence.split", "merge": "sentence.merged", "undo": "cut.undone"}


def _cut(seat: Membership, source: Source, slices: list[Slice], reason: str, told: dict[str, Any]) -> Recut:
    """Write a version with these sentences and make it the current one. The source's row is locked."""
    old = _current_version(source)
    version = SourceVersion.objects.create(
        source=source,
        project_id=old.project_id,
        number=old.number + 1,
        text=old.text,
        sha256=old.sha256,
        received_sha256=old.received_sha256,
        received_bytes=old.received_bytes,
        received_id=old.received_id,
        file_name=old.file_name,
        extraction=old.extraction,
        encoding=old.encoding,
        format=old.format,
        reason=reason,
        sentence_count=len(slices),
        parent=old,
        made_by=seat.coder,
    )
    write_sentences(version, draft_sentences(version.text, slices), came_from=_same_slices(old.pk, slices))
    _keep_owners(old.pk, version.pk)
    source.current = version
    source.save(update_fields=["current"])
    record(
        _VERBS[reason],
        target_kind="source",
        target_id=source.pk,
        project_id=source.project_id,
        actor_id=seat.coder_id,
        old={"version": old.number, "sentences": old.sentence_count},
        new={"version": version.number, "sentences": version.sentence_count, **told},
    )
    return Recut(source, old.pk, version, _pieces(old.pk, version.pk))


def _halves(text: str, at: int) -> tuple[int, int]:
    """Where the left half ends and the right one starts."""
    if not 0 < at < len(text):
        raise _invalid("at", "Choose a place inside the sentence.")
    if any(marker.start < at < marker.end for marker in find_markers(text)):
        raise _invalid("at", "Choose a place outside the citation marker.")
    right = at
    while (after := MARKER.match(text, _after_space(text, right))) is not None:
        right = after.end()
    left, right = len(text[:right].rstrip()), _after_space(text, right)
    if not DisplayText(text[:left]).text.strip() or not DisplayText(text[right:]).text.strip():
        raise _invalid("at", "Choose a place with words on both sides.")
    return left, right


def _after_space(text: str, at: int) -> int:
    while at < len(text) and (text[at] in SPACE or text[at].isspace()):
        at += 1
    return at


def _slices(version_id: int) -> list[Slice]:
    rows = Sentence.objects.filter(version_id=version_id).order_by("ordinal").values_list("start", "end")
    return [Slice(start, end) for start, end in rows]


def _same_slices(version_id: int, slices: Sequence[Slice]) -> list[int | None]:
    """For each slice the sentence of the old cut that is the same one."""
    rows = Sentence.objects.filter(version_id=version_id).values_list("start", "end", "pk")
    known = {(start, end): pk for start, end, pk in rows}
    return [known.get((each.start, each.end)) for each in slices]


def _locked_source(seat: Membership, source_id: int) -> Source:
    """The source with its row locked against saves that open a set, and other cuts."""
    source = Source.objects.select_for_update().filter(pk=source_id, project_id=seat.project_id).first()
    if source is None:
        raise NotThere("There is no such source in this project.")
    return source


def _current_version(source: Source) -> SourceVersion:
    """The version people work on; NotThere for a source whose import never came to its end."""
    if source.current is None:
        raise NotThere("There is no such source in this project.")
    return source.current


def _locked_sentence(seat: Membership, sentence_id: int) -> Sentence:
    """The sentence as it stands in the present cut, its source locked; Conflict when it was cut anew."""
    rows = Sentence.objects.filter(pk=sentence_id, project_id=seat.project_id)
    named = rows.values("source_id", "start", "end").first()
    if named is None:
        raise NotThere("There is no such sentence in this project.")
    source = _locked_source(seat, named["source_id"])
    today = Sentence.objects.filter(
        version_id=source.current_id, start=named["start"], end=named["end"]
    ).first()
    if today is None:
        raise Conflict(
            "This sentence was split or merged meanwhile. Look at it as it stands now.", code="sentence-recut"
        )
    today.source = source
    return today


def _pieces(old_version_id: int, new_version_id: int) -> tuple[Piece, ...]:
    """Where each sentence went that is not the same in both cuts: every overlap of the two."""
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH gone AS (
                 SELECT id, start, "end" FROM sources_sentence o WHERE version_id = %(old)s AND NOT EXISTS (
                   SELECT 1 FROM sources_sentence s
                    WHERE s.version_id = %(new)s AND s.start = o.start AND s."end" = o."end")),
               made AS (
                 SELECT id, start, "end" FROM sources_sentence n WHERE version_id = %(new)s AND NOT EXISTS (
                   SELECT 1 FROM sources_sentence s
                    WHERE s.version_id = %(old)s AND s.start = n.start AND s."end" = n."end"))
               SELECT g.id, m.id, greatest(g.start, m.start) - g.start, least(g."end", m."end") - g.start,
                      g.start - m.start
                 FROM gone g JOIN made m ON g.start < m."end" AND m.start < g."end"
                ORDER BY g.start, m.start""",
            {"old": old_version_id, "new": new_version_id},
        )
        return tuple(Piece(*row) for row in cursor.fetchall())


def _keep_owners(old_version_id: int, new_version_id: int) -> None:
    """Carry over what people said of leading markers: the owner is now the sentence in which the named one ends.

    Each known marker and owner is looked up by where sentences start (`sentence_start_once`): no range join, whose
    plan would depend on fresh statistics.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH known AS MATERIALIZED (
                 SELECT was.start + c.start AS place, owner."end" AS owner_end
                   FROM sources_citation c
                   JOIN sources_sentence was ON was.id = c.sentence_id AND was.version_id = %(old)s
                   JOIN sources_sentence owner ON owner.id = c.owner_id)
               UPDATE sources_citation fresh SET owner_id = owner_now.id
                 FROM known
                CROSS JOIN LATERAL (SELECT id, start FROM sources_sentence
                                     WHERE version_id = %(new)s AND start <= known.place
                                     ORDER BY start DESC LIMIT 1) now
                CROSS JOIN LATERAL (SELECT id FROM sources_sentence
                                     WHERE version_id = %(new)s AND start < known.owner_end
                                     ORDER BY start DESC LIMIT 1) owner_now
                WHERE fresh.sentence_id = now.id AND fresh.start = known.place - now.start""",
            {"old": old_version_id, "new": new_version_id},
        )


def _invalid(field: str, message: str) -> Invalid:
    return Invalid(message, errors=[{"field": field, "message": message}])
