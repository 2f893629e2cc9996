"""How sentences get to where a test of review begins: by the services people use."""

from dataclasses import dataclass

from accounts.models import Membership
from annotations.models import AnnotationSet
from annotations.operations import apply_operations
from reviews.models import Decision
from reviews.services import approve, submit
from sources.models import Sentence, Source
from tests.cast import Cast
from tests.factories import actor_op, event_op, make_source, mark_op

TEXT = "Police fired at the crowd in Sharpeville."


@dataclass(slots=True)
class Desk:
    """A source with one tagged sentence for each step a test asks for."""

    cast: Cast
    source: Source
    used: int = 0

    def sentence(self) -> Sentence:
        """The next sentence nobody has read."""
        self.used += 1
        return Sentence.objects.get(version_id=self.source.current_id, ordinal=self.used)

    def draft(self, by: Membership | None = None, *, code: str | None = "ASSAULT") -> AnnotationSet:
        """A sentence with an actor and an event, tagged by the editor."""
        sentence = self.sentence()
        police = actor_op(sentence, "Police")
        fired = event_op(sentence, "fired", code=code, participants=[("actor", police)])
        return fresh(apply_operations(by or self.cast.editor, sentence.pk, [police, fired]).annotation_set)

    def submitted(self, by: Membership | None = None) -> AnnotationSet:
        """As `draft`, put before the reviewers by whoever tagged it."""
        row = self.draft(by)
        submit(by or self.cast.editor, row.pk, row.revision)
        return fresh(row)

    def approved(self, by: Membership | None = None) -> AnnotationSet:
        """As `submitted` by the editor, approved by the reviewer."""
        row = self.submitted()
        approve(by or self.cast.reviewer, row.pk, row.revision)
        return fresh(row)


def make_desk(cast: Cast, sentences: int = 12) -> Desk:
    """A source with this many sentences of the same words."""
    return Desk(cast, make_source(cast.project, [TEXT] * sentences))


def edit(seat: Membership, row: AnnotationSet, words: str = "the crowd") -> AnnotationSet:
    """Tag one more mention."""
    row = fresh(row)
    apply_operations(seat, row.sentence_id, [actor_op(row.sentence, words)])
    return fresh(row)


def nothing_to_code(seat: Membership, sentence: Sentence) -> AnnotationSet:
    """Mark the sentence as read and found empty."""
    return fresh(apply_operations(seat, sentence.pk, [mark_op("nothing_to_code")]).annotation_set)


def ask(seat: Membership, row: AnnotationSet, question: str) -> AnnotationSet:
    """Put a question to the lead."""
    row = fresh(row)
    apply_operations(seat, row.sentence_id, [mark_op("open", question, seen=row.status_version)])
    return fresh(row)


def fresh(row: AnnotationSet) -> AnnotationSet:
    """The set as it stands in the database."""
    return AnnotationSet.objects.select_related("sentence", "source", "approved_revision").get(pk=row.pk)


def words(row: AnnotationSet) -> list[str]:
    """Every decision on the set, oldest first, by verb."""
    return list(Decision.objects.filter(annotation_set=row).order_by("id").values_list("verb", flat=True))
