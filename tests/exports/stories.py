"""Approved work with everything that makes export hard, reached by the services people use."""

import csv
import io
import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from accounts.models import Membership
from annotations.models import AnnotationSet
from annotations.operations import apply_operations
from codebook.registry import create_actor
from exports.models import Release
from exports.services import open_file, request_export
from jobs.models import DONE
from jobs.working import run_inline
from reviews.services import approve, submit
from sources.models import Outlet, OutletGrade, Source
from tests.cast import Cast
from tests.factories import (
    Wire,
    actor_op,
    event_op,
    make_source,
    mark_op,
    reliability_op,
    sentence_of,
    span,
)

SENTENCES = [
    "[29] On 12 November, police fired at “the crowd” in Gaza,[65] killing seven.",
    "قُتل سبعة أشخاص في غزة يوم الاثنين.",
    "The march 🕊️ was peaceful, “he said”; 🇵🇸 flags flew.",
    '=HYPERLINK("http://example.org","click") said the leaflet.',
    "Nothing happened there.",
]


@dataclass(slots=True)
class Shelf:
    """A source whose five sentences are approved; `ops` is what was sent for each, by ordinal."""

    cast: Cast
    source: Source
    actor_id: int
    ops: dict[int, list[Wire]] = field(default_factory=dict)

    def set_of(self, ordinal: int) -> AnnotationSet:
        return AnnotationSet.objects.get(sentence=sentence_of(self.source, ordinal))


def make_shelf(cast: Cast, **source: Any) -> Shelf:
    """Import, tag, submit and approve."""
    outlet = Outlet.objects.create(project=cast.project, name="The Gazette")
    for grade, day in (("C", date(2001, 1, 1)), ("B", date(2002, 1, 1)), ("A", date(2999, 1, 1))):
        OutletGrade.objects.create(
            outlet=outlet, grade=grade, valid_from=day, reason="read", graded_by=cast.owner.coder
        )
    given: dict[str, Any] = {
        "title": "Gaza, =1+1 November",
        "url": "https://example.org/gaza",
        "published_on": date(2007, 11, 13),
        "language": "en",
        "licence": "CC BY-SA 4.0",
        "rights": "full",
    } | source
    made = make_source(cast.project, SENTENCES, outlet=outlet, **given)
    actor = create_actor(cast.editor, label="Police, the", kind="security_force", country="PS")
    shelf = Shelf(cast, made, actor.pk)
    first = sentence_of(made, 1)
    police = actor_op(first, "police", actor.pk)
    at = span(first, "On 12 November")
    fired = event_op(
        first,
        "fired at “the crowd”",
        participants=[("actor", police)],
        date_edtf="XXXX-11-12",
        date_start=at["start"],
        date_end=at["end"],
    )
    graded = reliability_op(first, rationale="Two wires,\nindependent; “quoted”.")
    shelf.ops = {
        1: [police, fired, graded],
        2: [event_op(sentence_of(made, 2), "قُتل"), actor_op(sentence_of(made, 2), "غزة")],
        3: [actor_op(sentence_of(made, 3), "🇵🇸"), event_op(sentence_of(made, 3), "march 🕊️", code="PROTEST")],
        4: [actor_op(sentence_of(made, 4), '=HYPERLINK("http://example.org","click")', note="@risk")],
        5: [mark_op("nothing_to_code")],
    }
    for ordinal, ops in shelf.ops.items():
        approved(cast, made, ordinal, ops)
    return shelf


def approved(cast: Cast, source: Source, ordinal: int, ops: list[Wire]) -> AnnotationSet:
    """Tag, submit and approve one sentence."""
    row = apply_operations(cast.editor, sentence_of(source, ordinal).pk, ops).annotation_set
    submit(cast.editor, row.pk, row.revision)
    approve(cast.reviewer, row.pk, row.revision)
    return row


def released(seat: Membership) -> Release:
    """Ask for a release and make it here."""
    job = run_inline(request_export(seat))
    assert job.state == DONE, job.problem
    return Release.objects.get(job=job)


def read(seat: Membership, release: Release, name: str) -> bytes:
    """The bytes of a file of the release."""
    path: Path = open_file(seat, release, name).path
    return path.read_bytes()


def lines(seat: Membership, release: Release) -> list[dict[str, Any]]:
    """The JSONL file, a dict a line."""
    return [json.loads(line) for line in read(seat, release, "approved.jsonl").splitlines()]


def rows(seat: Membership, release: Release) -> list[dict[str, str]]:
    """The CSV file, a dict a row."""
    text = read(seat, release, "approved.csv").decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))
