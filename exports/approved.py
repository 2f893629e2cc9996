"""Reading what is approved: pinned snapshots, in chunks, as of a cut-off instant.

A decision can be taken back for `UNDO_SECONDS`; a release reads only decisions older than that. A set whose newest
approval is younger than the cut-off leaves as the approval before that left it, or not at all.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import NamedTuple

import orjson
from django.db.models import Exists, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast

from accounts.models import Coder, Project
from annotations.models import AnnotationSet, Snapshot
from common.errors import AttestError
from reviews.models import Decision, Submission

from .provenance import Actors, Sources
from .records import Record, sentence_of, tags_of, without_text

CHUNK = 1000


class Approval(NamedTuple):
    """One standing approval of a set."""

    revision: int
    round: int
    reviewer: str
    at: datetime


class Row(NamedTuple):
    """A set as the cursor brings it."""

    pk: int
    approved_revision: int
    ordinal: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pin:
    """The revision of a set that leaves, and who approved it."""

    row: Row
    revision: int
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
            "pk", "approved_revision_id", "sentence__ordinal", "sentence__start", "sentence__end"
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
        return AnnotationSet.objects.filter(
            project=self._project, layer=None, absorbed_by=None, approved_revision__isnull=False
        ).order_by("pk")

    def _records(self, rows: Sequence[Row]) -> list[Record]:
        pins = self._pinned(rows)
        submissions = self._submissions(pins)
        snapshots = _snapshots(pins)
        bodies = {pin.revision: orjson.loads(snapshots[pin.revision].body) for pin in pins}
        self.sources.learn(body["source"] for body in bodies.values())
        self.actors.learn(
            tag["value"]["actor"]
            for body in bodies.values()
            for tag in body["tags"]
            if tag["kind"] == "actor" and tag["value"]["actor"] is not None
        )
        records = []
        for pin in pins:
            snapshot, body = snapshots[pin.revision], bodies[pin.revision]
            self._pins.update(f"{pin.row.pk} {snapshot.number} {snapshot.sha256}\n".encode())
            source = self.sources.of(body["source"], body["sentence"]["version_sha256"])
            record = _head(pin, snapshot, submissions.get(pin.row.pk)) | {
                "outcome": body["outcome"],
                "source": source,
                "sentence": sentence_of(body, _ordinal(pin.row, body["sentence"])),
                "tags": tags_of(body, self.actors.known),
            }
            records.append(without_text(record, source["rights"]) if self._text == "permitted" else record)
        return records

    def _pinned(self, rows: Sequence[Row]) -> list[Pin]:
        """Which revision of each set leaves; sets whose only approval is too young are left out."""
        approvals: dict[int, list[Approval]] = defaultdict(list)
        standing = Decision.objects.filter(
            annotation_set__in=[row.pk for row in rows], verb="approve", retraction=None
        ).order_by("id")
        for set_id, revision, number, reviewer, at in standing.values_list(
            "annotation_set_id", "revision_id", "round", "reviewer_id", "created_at"
        ):
            approvals[set_id].append(Approval(revision, number, self._coders[reviewer], at))
        return [pin for row in rows if (pin := self._pin(row, approvals[row.pk])) is not None]

    def _pin(self, row: Row, approvals: Sequence[Approval]) -> Pin | None:
        own = [approval for approval in approvals if approval.revision == row.approved_revision]
        if all(approval.at <= self._cutoff for approval in own):
            return Pin(row, row.approved_revision, own)
        before = [a for a in approvals if a.at <= self._cutoff and a.round < own[0].round]
        if not before:
            return None
        kept = before[-1].revision
        return Pin(row, kept, [approval for approval in before if approval.revision == kept])

    def _submissions(self, pins: Sequence[Pin]) -> dict[int, tuple[str, datetime]]:
        """Who put each set before the reviewers last before it was approved, and when."""
        found: dict[int, tuple[str, datetime]] = {}
        approved_at = {pin.row.pk: pin.approvals[-1].at for pin in pins if pin.approvals}
        rows = Submission.objects.filter(annotation_set__in=approved_at.keys()).order_by("id")
        for set_id, coder, at in rows.values_list("annotation_set_id", "submitted_by_id", "created_at"):
            if at <= approved_at[set_id]:
                found[set_id] = (self._coders[coder], at)
        return found


class Pinned(NamedTuple):
    """A snapshot with what is known of its revision. `body` is JSON text."""

    number: int
    made_at: datetime
    sha256: str
    body: str


def _snapshots(pins: Sequence[Pin]) -> Mapping[int, Pinned]:
    """The snapshots of the pinned revisions by revision id; an approved revision without one stops the release."""
    wanted = [pin.revision for pin in pins]
    rows = Snapshot.objects.filter(revision__in=wanted).annotate(json=Cast("body", TextField()))
    found = {
        revision: Pinned(*facts)
        for revision, *facts in rows.values_list(
            "revision_id", "revision__number", "revision__created_at", "sha256", "json"
        )
    }
    missing = [pin.row.pk for pin in pins if pin.revision not in found]
    if missing:
        raise AttestError(
            f"The approved state of set {missing[0]} was not kept, so no release can be made. "
            "Whoever runs this server can look with `manage.py verify_revisions`.",
            code="snapshot-missing",
        )
    return found


def _head(pin: Pin, snapshot: Pinned, submission: tuple[str, datetime] | None) -> Record:
    """The set's own fields, first in every record."""
    return {
        "set": pin.row.pk,
        "outcome": "",
        "revision": snapshot.number,
        "coded_at": instant(snapshot.made_at),
        "submitted_by": submission[0] if submission else None,
        "submitted_at": instant(submission[1]) if submission else None,
        "approved_by": [approval.reviewer for approval in pin.approvals],
        "approved_at": instant(pin.approvals[-1].at) if pin.approvals else None,
    }


def _ordinal(row: Row, sentence: Mapping[str, int]) -> int | None:
    """The sentence's number in its source, while the source is still cut there."""
    return row.ordinal if (row.start, row.end) == (sentence["start"], sentence["end"]) else None


def instant(at: datetime) -> str:
    """An instant in UTC to the microsecond, always of the same width."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def newest_approval(project: Project) -> datetime | None:
    """When the project's newest approval was made, or None."""
    rows = Decision.objects.filter(project=project, verb="approve")
    return rows.order_by("-id").values_list("created_at", flat=True).first()
