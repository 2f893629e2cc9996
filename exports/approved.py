"""Reading what is approved: pinned snapshots, in chunks, as of a cut-off instant.

A decision can be taken back for `UNDO_SECONDS`; a release reads only decisions older than that. A set whose newest
approval is younger than the cut-off leaves as the approval before that left it, or not at all.

Everything of a chunk comes in three queries over a range of set ids; instants come as text in the form they leave in,
which sorts as they do.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple

import orjson
from django.db.models import Case, CharField, Exists, Func, OuterRef, QuerySet, TextField, When
from django.db.models.functions import Cast

from accounts.models import Coder, Project
from annotations.models import AnnotationSet, Snapshot
from annotations.operations.references import actors_in
from annotations.operations.upgrading import completed
from annotations.querysets import approved_sets
from common.errors import AttestError
from reviews.models import Decision, Submission

from .provenance import Actors, Sources
from .records import Body, Record, said_of, without_text

CHUNK = 1000


class Instant(Func):
    """A time as text, as `instant` writes it."""

    template = "to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
    output_field = CharField()


class Approval(NamedTuple):
    """One standing approval of a set."""

    revision: int
    round: int
    reviewer: str
    at: str


class Row(NamedTuple):
    """A set with its pinned revision and that revision's snapshot. `body` is JSON text."""

    pk: int
    ordinal: int | None
    start: int
    end: int
    revision: int
    round: int
    number: int
    made_at: str
    sha256: str | None
    body: str | None


@dataclass(frozen=True, slots=True)
class Pin:
    """What leaves of a set, and who approved it."""

    row: Row
    body: Body
    approvals: Sequence[Approval]


class Approved:
    """The approved sentences of a project as of `cutoff`, in the order of their sets' ids.

    Read it inside one REPEATABLE READ transaction: several queries a chunk must see the same instant. Memory grows with
    the number of sources and actors, not of sentences.
    """

    def __init__(self, project: Project, cutoff: datetime, *, text: str) -> None:
        self.sources = Sources(cutoff.date())
        self.actors = Actors()
        self._project = project
        self._cutoff = cutoff
        self._cutoff_text = instant(cutoff)
        self._text = text
        self._pins = hashlib.sha256()
        self._coders = dict(Coder.objects.filter(project=project).values_list("pk", "code"))

    def count(self) -> int:
        """How many sentences are approved as of the cut-off; told by the database alone."""
        standing = Decision.objects.filter(annotation_set=OuterRef("pk"), verb="approve", retraction=None)
        own = standing.filter(revision=OuterRef("approved_revision"))
        before = standing.filter(created_at__lte=self._cutoff, round__lt=OuterRef("approved_revision__round"))
        counted = self._sets().filter(~Exists(own.filter(created_at__gt=self._cutoff)) | Exists(before))
        return counted.order_by().count()

    def chunks(self) -> Iterator[list[Record]]:
        """The records, up to `CHUNK` at a time."""
        rows = self._sets().values_list(
            "pk",
            Case(When(absorbed_by=None, then="sentence__ordinal")),
            "sentence__start",
            "sentence__end",
            "approved_revision_id",
            "approved_revision__round",
            "approved_revision__number",
            Instant("approved_revision__created_at"),
            "approved_revision__snapshot__sha256",
            Cast("approved_revision__snapshot__body", TextField()),
        )
        stream = (Row(*row) for row in rows.iterator(chunk_size=CHUNK))
        while chunk := list(islice(stream, CHUNK)):
            yield self._records(chunk)

    def inputs(self) -> dict[str, str]:
        """Hashes of all that was read: the same hashes and the same definition give the same files."""
        return {
            "snapshots": self._pins.hexdigest(),
            "sources": self.sources.sha256(),
            "actors": self.actors.sha256(),
        }

    def _sets(self) -> QuerySet[AnnotationSet]:
        return approved_sets(self._project.pk).order_by("pk")

    def _records(self, rows: Sequence[Row]) -> list[Record]:
        pins = self._pinned(rows)
        submissions = self._submissions(rows, pins)
        self.sources.learn({pin.body["source"] for pin in pins})
        self.actors.learn(_named_in(pins))
        records = []
        for pin in pins:
            row, body = pin.row, pin.body
            self._pins.update(f"{row.pk} {row.number} {row.sha256}\n".encode())
            source = self.sources.of(body["source"], body["sentence"]["version_sha256"])
            record = _head(pin, submissions.get(row.pk))
            record["source"] = source
            record["sentence"], record["tags"] = said_of(body, _ordinal(row, body), self.actors.known)
            records.append(without_text(record, source["rights"]) if self._text == "permitted" else record)
        return records

    def _pinned(self, rows: Sequence[Row]) -> list[Pin]:
        """Which revision of each set leaves; sets whose only approval is too young are left out."""
        approvals = self._approvals(rows)
        chosen = [
            (row, decided) for row in rows if (decided := self._decided(row, approvals[row.pk])) is not None
        ]
        earlier = _earlier([decided[0].revision for row, decided in chosen if _is_earlier(row, decided)])
        pins = []
        for row, decided in chosen:
            kept = row._replace(**earlier[decided[0].revision]) if _is_earlier(row, decided) else row
            pins.append(Pin(kept, _body(kept), decided))
        return pins

    def _approvals(self, rows: Sequence[Row]) -> Mapping[int, list[Approval]]:
        """The standing approvals of these sets, oldest first."""
        found: dict[int, list[Approval]] = defaultdict(list)
        standing = Decision.objects.filter(
            project=self._project,
            annotation_set__id__range=(rows[0].pk, rows[-1].pk),
            verb="approve",
            retraction=None,
        ).order_by("id")
        for set_id, revision, number, reviewer, at in standing.values_list(
            "annotation_set_id", "revision_id", "round", "reviewer_id", Instant("created_at")
        ):
            found[set_id].append(Approval(revision, number, self._coders[reviewer], at))
        return found

    def _decided(self, row: Row, approvals: Sequence[Approval]) -> Sequence[Approval] | None:
        """The approvals by which the set leaves: of its approved revision, or of the one before when too young."""
        cutoff = self._cutoff_text
        own = [approval for approval in approvals if approval.revision == row.revision]
        if all(approval.at <= cutoff for approval in own):
            return own
        before = [a for a in approvals if a.at <= cutoff and a.round < row.round]
        return [a for a in before if a.revision == before[-1].revision] if before else None

    def _submissions(self, rows: Sequence[Row], pins: Sequence[Pin]) -> dict[int, tuple[str, str]]:
        """Who put each set before the reviewers last before it was approved, and when."""
        found: dict[int, tuple[str, str]] = {}
        approved_at = {pin.row.pk: pin.approvals[-1].at for pin in pins if pin.approvals}
        given = Submission.objects.filter(
            annotation_set__project=self._project, annotation_set__id__range=(rows[0].pk, rows[-1].pk)
        ).order_by("id")
        for set_id, coder, at in given.values_list(
            "annotation_set_id", "submitted_by_id", Instant("created_at")
        ):
            if set_id in approved_at and at <= approved_at[set_id]:
                found[set_id] = (self._coders[coder], at)
        return found


def _is_earlier(row: Row, decided: Sequence[Approval]) -> bool:
    return bool(decided) and decided[0].revision != row.revision


def _earlier(revisions: Sequence[int]) -> dict[int, dict[str, Any]]:
    """What differs in the row of a set that leaves with one of these revisions instead of its approved one."""
    if not revisions:
        return {}
    fields = ("revision", "round", "number", "made_at", "sha256", "body")
    rows = Snapshot.objects.filter(revision__in=revisions).values_list(
        "revision_id",
        "revision__round",
        "revision__number",
        Instant("revision__created_at"),
        "sha256",
        Cast("body", TextField()),
    )
    return {row[0]: dict(zip(fields, row, strict=True)) for row in rows}


def _body(row: Row) -> Body:
    """The snapshot; an approved revision without one stops the release."""
    if row.body is None:
        raise AttestError(
            f"The approved state of set {row.pk} was not kept, so no release can be made. "
            "Whoever runs this server can look with `manage.py verify_revisions`.",
            code="snapshot-missing",
        )
    body: Body = orjson.loads(row.body)
    return body


def _named_in(pins: Sequence[Pin]) -> set[int]:
    """The registry entries these sets name."""
    return {
        pk
        for pin in pins
        for tag in pin.body["tags"]
        for pk in actors_in(completed(tag["kind"], tag["value"]))
    }


def _head(pin: Pin, submission: tuple[str, str] | None) -> Record:
    """The set's own fields, first in every record."""
    return {
        "set": pin.row.pk,
        "outcome": pin.body["outcome"],
        "revision": pin.row.number,
        "coded_at": pin.row.made_at,
        "submitted_by": submission[0] if submission else None,
        "submitted_at": submission[1] if submission else None,
        "approved_by": [approval.reviewer for approval in pin.approvals],
        "approved_at": pin.approvals[-1].at if pin.approvals else None,
    }


def _ordinal(row: Row, body: Body) -> int | None:
    """The sentence's number in its source, while the source is still cut there."""
    sentence = body["sentence"]
    return row.ordinal if (row.start, row.end) == (sentence["start"], sentence["end"]) else None


def instant(at: datetime) -> str:
    """An instant in UTC to the microsecond, always of the same width."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def newest_approval(project: Project) -> datetime | None:
    """When the project's newest approval was made, or None."""
    rows = Decision.objects.filter(project=project, verb="approve")
    return rows.order_by("-id").values_list("created_at", flat=True).first()
