"""Reading sets and their tags. `visible_to` is the door: it knows about layers.

What the pages and the API show comes from here in a fixed number of queries, whatever the number of sentences and tags.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from accounts.models import Coder, Membership
from codebook.models import Actor
from common.errors import NotThere
from sources.models import Citation, Sentence, Source

from .models import AnnotationSet, Revision
from .operations.answers import present
from .operations.loading import load_tags
from .operations.references import actors_in as named_actors
from .operations.state import SetState, Status, Tag


def visible_to(seat: Membership) -> QuerySet[AnnotationSet]:
    """The sets the member may know of: the team's layer and their own blind one, merged-away sets left out."""
    return AnnotationSet.objects.filter(
        Q(layer=None) | Q(layer=seat.coder_id), project_id=seat.project_id, absorbed_by=None
    )


def layer_sets(seat: Membership, layer: Coder | None = None) -> QuerySet[AnnotationSet]:
    """The visible sets of one layer: the team's, or the member's own."""
    return visible_to(seat).filter(layer=layer)


def set_of(seat: Membership, set_id: int) -> AnnotationSet:
    """One visible set with sentence and source; NotThere for any other id."""
    rows = visible_to(seat).select_related("sentence", "source", "layer")
    found = rows.filter(pk=set_id).first()
    if found is None:
        raise NotThere("There is no such sentence in this project.")
    return found


def states_of(rows: Iterable[AnnotationSet]) -> dict[int, SetState]:
    """The tags and marks of these sets by set id; one query."""
    sets = list(rows)
    tags = load_tags([row.pk for row in sets])
    return {
        row.pk: SetState(row.revision, Status(row.outcome, row.question, row.status_version), tags[row.pk])
        for row in sets
    }


def workbench(seat: Membership, source: Source, layer: Coder | None = None) -> dict[str, Any]:
    """Everything a page needs to show and tag the source's current version, in five queries.

    {"sentences": [{id, ordinal, start, end, text, citations, **set}], "actors": {id: {label, kind, merged_into}}}.
    `text` is as received; `citations` are {start, end, label, place, owner} in it. A sentence nobody has read has the
    set null and revision 0.
    """
    found = list(
        Sentence.objects.filter(version_id=source.current_id)
        .order_by("ordinal")
        .values_list("id", "ordinal", "start", "end", "text")
    )
    citations = _citations(Citation.objects.filter(sentence__version_id=source.current_id))
    rows = layer_sets(seat, layer).filter(source=source).select_related("approved_revision")
    sets = {row.sentence_id: row for row in rows.defer("approved_revision__operations")}
    states = states_of(sets.values())
    return {
        "sentences": [
            {
                "id": pk,
                "ordinal": ordinal,
                "start": start,
                "end": end,
                "text": text,
                "citations": citations.get(pk, []),
                **_shown(pk, sets.get(pk), states),
            }
            for pk, ordinal, start, end, text in found
        ],
        "actors": actors_in(seat, states.values()),
    }


def sentence_work(seat: Membership, sentence_id: int, layer: Coder | None = None) -> dict[str, Any]:
    """One sentence as `workbench` shows it, with its actors, in five queries; NotThere for any other id."""
    one = Sentence.objects.filter(pk=sentence_id, project_id=seat.project_id).first()
    if one is None:
        raise NotThere("There is no such sentence in this project.")
    row = layer_sets(seat, layer).select_related("approved_revision").filter(sentence=one).first()
    states = states_of([row] if row else [])
    citations = _citations(Citation.objects.filter(sentence=one))
    return {
        "id": one.pk,
        "ordinal": one.ordinal,
        "start": one.start,
        "end": one.end,
        "text": one.text,
        "citations": citations.get(one.pk, []),
        **_shown(one.pk, row, states),
        "actors": actors_in(seat, states.values()),
    }


def _citations(rows: QuerySet[Citation]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    fields = ("sentence_id", "start", "end", "label", "place", "owner_id")
    for sentence_id, start, end, label, place, owner in rows.order_by("sentence_id", "start").values_list(
        *fields
    ):
        found.setdefault(sentence_id, []).append(
            {"start": start, "end": end, "label": label, "place": place, "owner": owner}
        )
    return found


def _shown(sentence_id: int, row: AnnotationSet | None, states: Mapping[int, SetState]) -> dict[str, Any]:
    if row is None:
        return UNREAD | {"sentence": sentence_id}
    return present(row, states[row.pk]) | {
        "approved_revision": row.approved_revision.number if row.approved_revision else None,
        "updated_at": row.updated_at.isoformat(),
    }


UNREAD: dict[str, Any] = {
    "set": None, "revision": 0, "round": 1, "state": "draft", "outcome": "open", "question": "", "status_version": 0,
    "tags": [], "approved_revision": None, "updated_at": None,
}  # fmt: skip


def actors_in(seat: Membership, states: Iterable[SetState]) -> dict[int, dict[str, Any]]:
    """The registry's actors that these tags link to: label and kind by id; one query."""
    ids = {pk for state in states for tag in state.tags.values() for pk in named_actors(tag.value)}
    rows = Actor.objects.filter(project_id=seat.project_id, pk__in=ids).values(
        "id", "label", "kind", "merged_into_id"
    )
    return {
        one["id"]: {"label": one["label"], "kind": one["kind"], "merged_into": one["merged_into_id"]}
        for one in rows
    }


def tags_of(row: AnnotationSet) -> list[Tag]:
    """The tags of one set in reading order; one query."""
    return states_of([row])[row.pk].in_order()


def revisions_of(row: AnnotationSet, before: int | None = None, limit: int = 50) -> list[Revision]:
    """The history of a set, newest first, with who; older than the number `before`."""
    rows = Revision.objects.filter(annotation_set=row).select_related("author", "instigator")
    if before is not None:
        rows = rows.filter(number__lt=before)
    return list(rows.order_by("-number")[:limit])


def approved_sets(project_id: int) -> QuerySet[AnnotationSet]:
    """What data sets read: the sets of the team's layer with an approved revision, no words told twice."""
    rows = AnnotationSet.objects.filter(project_id=project_id, layer=None, approved_revision__isnull=False)
    return rows.exclude(pk__in=held_back(project_id))


def held_back(project_id: int) -> set[int]:
    """Sets whose approved snapshot must not leave, because others tell of the same; two queries."""
    return _told_twice(project_id) | _resolved(project_id)


def _resolved(project_id: int) -> set[int]:
    """Sets whose sentence a revision removed and whose orphans are all given up or approved where they were placed.

    Until then what was approved of the sentence stays in the data set.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT a.id FROM annotations_annotationset a
                WHERE a.project_id = %s AND a.absorbed_by_id = a.id AND a.approved_revision_id IS NOT NULL
                  AND NOT EXISTS (
                    SELECT 1 FROM annotations_orphantag o
                      LEFT JOIN annotations_annotationset p ON p.id = o.placed_in_id
                      LEFT JOIN annotations_revision r ON r.id = p.approved_revision_id
                     WHERE o.annotation_set_id = a.id AND (o.state = 'open'
                        OR (o.state = 'placed' AND coalesce(r.number, 0) < o.placed_revision)))""",
            [project_id],
        )
        return {pk for (pk,) in cursor.fetchall()}


def _told_twice(project_id: int) -> set[int]:
    """Sets whose approved snapshot tells of words that another's tells of too: read no sentence twice.

    After a split or merge the approvals from before stay pinned until the new sentences are approved. Where pinned
    slices of one text overlap, the larger one holds: it tells of all the words of the other. One query, which looks
    only at sources that were cut anew.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH pinned AS (
                 SELECT a.id, a.source_id, a.layer_id, a.approved_revision_id AS revision,
                        s.body #>> '{sentence,version_sha256}' AS of_text,
                        (s.body #>> '{sentence,start}')::int AS start, (s.body #>> '{sentence,end}')::int AS stop
                   FROM annotations_annotationset a
                   JOIN annotations_snapshot s ON s.revision_id = a.approved_revision_id
                  WHERE a.project_id = %s AND a.source_id IN (
                    SELECT source_id FROM sources_sourceversion WHERE project_id = %s AND number > 1))
               SELECT DISTINCT small.id FROM pinned small JOIN pinned large
                   ON large.source_id = small.source_id AND large.of_text = small.of_text
                  AND large.layer_id IS NOT DISTINCT FROM small.layer_id AND large.id <> small.id
                  AND large.start < small.stop AND small.start < large.stop
                  AND (large.stop - large.start, large.revision) > (small.stop - small.start, small.revision)""",
            [project_id, project_id],
        )
        return {pk for (pk,) in cursor.fetchall()}
