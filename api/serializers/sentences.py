"""Sentences on the wire, with their sets: a fixed number of queries for a page of any length."""

from collections.abc import Iterable, Sequence
from typing import Any

from rest_framework import serializers

from accounts.models import Membership
from annotations.models import ORIGINS, AnnotationSet, Revision
from annotations.operations import present
from annotations.operations.state import SetState
from annotations.querysets import actors_in, layer_sets, states_of
from annotations.states import STATES
from codebook.models import ACTOR_KINDS
from sources.models import MARKER_PLACES, Citation, Sentence

from .annotations import Set
from .base import Strict

MARK = ("id", "start", "end", "label", "place", "owner")


class CitationMark(serializers.Serializer[Any]):
    """A marker in the received text, such as [29]."""

    id = serializers.IntegerField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    place = serializers.ChoiceField(MARKER_PLACES)
    owner = serializers.IntegerField(
        allow_null=True, help_text="The sentence a leading marker closes, if known."
    )


class Owner(Strict):
    """The sentence a leading marker closes, or null while nobody knows."""

    owner = serializers.IntegerField(allow_null=True, min_value=1, max_value=2**63 - 1)


class SentenceWithTags(serializers.Serializer[Any]):
    """A sentence as received, with what was coded in it."""

    id = serializers.IntegerField()
    source = serializers.IntegerField()  # type: ignore[assignment]
    ordinal = serializers.IntegerField(help_text="From 1, in reading order.")
    start = serializers.IntegerField(help_text="In code points of the version's received text.")
    end = serializers.IntegerField()
    text = serializers.CharField(trim_whitespace=False)
    citations = CitationMark(many=True)
    set = Set(allow_null=True, help_text="Null while nobody has read it.")


class LinkedActor(serializers.Serializer[Any]):
    """An actor that tags of the sentence link to."""

    id = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    kind = serializers.ChoiceField(ACTOR_KINDS)
    merged_into = serializers.IntegerField(allow_null=True)


class SentenceDetail(SentenceWithTags):
    """A sentence, whether its source was cut anew since, and the actors its tags link to."""

    is_current = serializers.BooleanField(help_text="Whether it belongs to the cut people work on.")
    actors = LinkedActor(many=True)


class Split(Strict):
    """Where to cut."""

    at = serializers.IntegerField(
        min_value=0, max_value=2**31 - 1, help_text="In code points of the sentence's received text."
    )


class Piece(serializers.Serializer[Any]):
    """Part of an old sentence, and the new one that holds it: an offset plus `shift` counts in the new one."""

    old = serializers.IntegerField()
    new = serializers.IntegerField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    shift = serializers.IntegerField()


class Recut(serializers.Serializer[Any]):
    """A new cut of a source. Every sentence has a new id in it; `sentences` are those that changed."""

    source = serializers.IntegerField()  # type: ignore[assignment]
    version = serializers.IntegerField()
    pieces = Piece(many=True)
    sentences = SentenceWithTags(many=True)


class Change(serializers.Serializer[Any]):
    """A set that changed."""

    set = serializers.IntegerField()
    sentence = serializers.IntegerField()
    revision = serializers.IntegerField()
    round = serializers.IntegerField()
    state = serializers.ChoiceField(STATES)
    outcome = serializers.CharField()
    status_version = serializers.IntegerField()
    last_author = serializers.CharField(allow_null=True)


class Changes(serializers.Serializer[Any]):
    """What is newer than a cursor in one source."""

    results = Change(many=True)
    cursor = serializers.CharField(help_text="Ask with `since=` this next time.")
    version = serializers.IntegerField(help_text="Number of the cut people work on; a new one: load anew.")


class RevisionRow(serializers.Serializer[Any]):
    """One accepted request, for ever."""

    number = serializers.IntegerField()
    round = serializers.IntegerField()
    author = serializers.CharField(allow_null=True, help_text="Coder code; null where no person wrote it.")
    instigator = serializers.CharField(allow_null=True)
    origin = serializers.ChoiceField(ORIGINS)
    why = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    operations = serializers.ListField(child=serializers.JSONField())


def shared_sets(seat: Membership, sentences: Iterable[int]) -> list[tuple[AnnotationSet, SetState]]:
    """The team's sets of these sentences with their tags: two queries."""
    rows = list(layer_sets(seat).filter(sentence__in=list(sentences)))
    states = states_of(rows)
    return [(row, states[row.pk]) for row in rows]


def marks_of(sentences: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """The citation markers by sentence, in reading order: one query."""
    found: dict[int, list[dict[str, Any]]] = {pk: [] for pk in sentences}
    rows = Citation.objects.filter(sentence_id__in=sentences).order_by("sentence_id", "start")
    for sentence, *mark in rows.values_list(
        "sentence_id", "id", "start", "end", "label", "place", "owner_id"
    ):
        found[sentence].append(dict(zip(MARK, mark, strict=True)))
    return found


def mark(one: Citation) -> dict[str, Any]:
    """A citation marker."""
    values = (one.pk, one.start, one.end, one.label, one.place, one.owner_id)
    return dict(zip(MARK, values, strict=True))


def with_tags(seat: Membership, rows: Sequence[Sentence]) -> list[dict[str, Any]]:
    """The sentences with citations and sets: three queries whatever their number."""
    ids = [row.pk for row in rows]
    sets = {row.sentence_id: present(row, state) for row, state in shared_sets(seat, ids)}
    marks = marks_of(ids)
    return [sentence(row, marks[row.pk], sets.get(row.pk)) for row in rows]


def detail(seat: Membership, one: Sentence) -> dict[str, Any]:
    """One sentence, with the actors its tags link to."""
    sets = shared_sets(seat, [one.pk])
    actors = actors_in(seat, [state for _, state in sets])
    return {
        **sentence(one, marks_of([one.pk])[one.pk], present(*sets[0]) if sets else None),
        "is_current": one.version_id == one.source.current_id,
        "actors": [{"id": pk, **actor} for pk, actor in sorted(actors.items())],
    }


def sentence(
    row: Sentence, citations: list[dict[str, Any]], annotation_set: dict[str, Any] | None
) -> dict[str, Any]:
    """A sentence as received."""
    return {
        "id": row.pk,
        "source": row.source_id,
        "ordinal": row.ordinal,
        "start": row.start,
        "end": row.end,
        "text": row.text,
        "citations": citations,
        "set": annotation_set,
    }


def change(row: AnnotationSet) -> dict[str, Any]:
    """What the workbench needs to know whether to ask for more."""
    return {
        "set": row.pk,
        "sentence": row.sentence_id,
        "revision": row.revision,
        "round": row.round,
        "state": row.state,
        "outcome": row.outcome,
        "status_version": row.status_version,
        "last_author": row.last_author.code if row.last_author else None,
    }


def revision(one: Revision) -> dict[str, Any]:
    """A revision with author and instigator selected."""
    return {
        "number": one.number,
        "round": one.round,
        "author": one.author.code if one.author else None,
        "instigator": one.instigator.code if one.instigator else None,
        "origin": one.origin,
        "why": one.why,
        "created_at": one.created_at,
        "operations": one.operations["operations"],
    }
