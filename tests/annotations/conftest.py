"""One source with a sentence worth tagging, and the people who tag it."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connection

from accounts.models import Membership
from annotations.models import AnnotationSet, Operation, Revision
from annotations.operations import Answer, apply_operations
from annotations.snapshots import verify
from codebook.registry import create_actor
from common.errors import Invalid
from sources.models import Sentence, Source
from tests.cast import Cast
from tests.factories import Wire, make_source, sentence_of

TEXT = "Hamas fighters attacked the Fatah post near Gaza on 12 November, police said.[3]"


@dataclass
class Desk:
    """The cast at work on the first sentence of one source."""

    cast: Cast
    source: Source
    sentence: Sentence
    hamas: int

    def save(self, *operations: Wire, seat: Membership | None = None, base: int | None = None) -> Answer:
        """Save as the first editor, or as `seat`."""
        return apply_operations(seat or self.cast.editor, self.sentence.pk, list(operations), base=base)

    @property
    def row(self) -> AnnotationSet:
        """The set as the database has it."""
        return AnnotationSet.objects.get(sentence=self.sentence, layer=None)


@pytest.fixture
def desk(cast: Cast) -> Iterator[Desk]:
    """A desk; when the test is over every deferred constraint holds and replaying arrives at the tags."""
    source = make_source(cast.project, [TEXT, "Nobody was hurt.", "The post was rebuilt."])
    actor = create_actor(cast.editor, label="Hamas", kind="party")
    yield Desk(cast, source, sentence_of(source, 1), actor.pk)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    assert list(verify(AnnotationSet.objects.all())) == []


def refused(desk: Desk, *operations: Wire, code: str | None = None) -> Invalid:
    """The refusal of this request; nothing may have been written."""
    before = (Revision.objects.count(), Operation.objects.count(), AnnotationSet.objects.count())
    with pytest.raises(Invalid) as caught:
        desk.save(*operations)
    assert (Revision.objects.count(), Operation.objects.count(), AnnotationSet.objects.count()) == before
    assert caught.value.errors
    if code:
        assert caught.value.code == code
    return caught.value
