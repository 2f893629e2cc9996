"""A desk with coded sentences, and an owner who changes the codebook."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection

from accounts.models import Membership
from annotations.models import AnnotationSet, Recoding
from annotations.operations import Answer, apply_operations
from annotations.querysets import states_of
from annotations.recoding import publish, undo_change
from annotations.snapshots import verify
from codebook.drafting import add_change
from codebook.models import CodebookChange
from jobs.models import Job
from jobs.working import run_inline
from reviews.services import approve, submit_sentence
from sources.models import Sentence, Source
from tests.cast import Cast
from tests.factories import Wire, event_op, make_source, sentence_of

TEXTS = [
    "Crowds marched on the ministry and strikers blocked the bridge.",
    "The minister warned the union, and police held two speakers.",
    "Dockers laid down work.",
]


@dataclass
class Room:
    """The cast, three sentences, and what was done to the codebook."""

    cast: Cast
    source: Source
    ops: dict[str, Wire] = field(default_factory=dict)

    def sentence(self, number: int) -> Sentence:
        return sentence_of(self.source, number)

    def save(self, number: int, *operations: Wire, seat: Membership | None = None) -> Answer:
        return apply_operations(seat or self.cast.editor, self.sentence(number).pk, list(operations))

    def event(self, number: int, words: str, code: str, **value: Any) -> Wire:
        """Code an event and keep its operation under its trigger."""
        op = event_op(self.sentence(number), words, code=code, **value)
        self.save(number, op)
        self.ops[words] = op
        return op

    def row(self, number: int) -> AnnotationSet:
        return AnnotationSet.objects.get(sentence=self.sentence(number), layer=None)

    def value(self, number: int, words: str) -> dict[str, Any]:
        """The event on these words as it is now."""
        row = self.row(number)
        return next(
            tag.value for tag in states_of([row])[row.pk].tags.values() if tag.value["quote"] == words
        )

    def code(self, number: int, words: str) -> tuple[str, str, list[str]]:
        value = self.value(number, words)
        return value["codebook"], value["code"], value["modes"]

    def approve(self, number: int) -> AnnotationSet:
        sentence = self.sentence(number)
        submit_sentence(self.cast.editor, sentence.pk, self.row(number).revision)
        approve(self.cast.reviewer, self.row(number).pk, self.row(number).revision)
        return self.row(number)

    def publish(self, *changes: Wire, slug: str = "plover") -> CodebookChange:
        """Draft and publish these changes, and let the job run."""
        for change in changes:
            draft = add_change(self.cast.owner, slug, change)
        return self.done(publish(self.cast.owner, slug, draft.revision))

    def undo(self, change: CodebookChange) -> CodebookChange:
        return self.done(undo_change(self.cast.owner, change.pk))

    def done(self, change: CodebookChange) -> CodebookChange:
        assert change.job is not None
        job = run_inline(Job.objects.get(pk=change.job.pk))
        assert job.state == "done", job.problem
        return CodebookChange.objects.get(pk=change.pk)

    def left(self, change: CodebookChange) -> list[tuple[str, str]]:
        """What the change left to a person: words and why."""
        rows = Recoding.objects.filter(change=change).order_by("pk")
        return [(one["quote"], one["why"]) for row in rows for one in row.left]


@pytest.fixture
def room(cast: Cast) -> Iterator[Room]:
    """A room; when the test is over every deferred constraint holds and replaying arrives at the tags."""
    yield Room(cast, make_source(cast.project, TEXTS))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    assert list(verify(AnnotationSet.objects.all())) == []
