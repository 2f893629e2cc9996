"""Sets, tags and operations as OpenAPI tells them. Nothing here checks a value: `annotations.operations` does.

The hot path never touches these classes; the schema and its tests do.
"""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from annotations.models import (
    BASES,
    CHECK_WORTHINESS,
    COMMITMENTS,
    CREDIBILITIES,
    GENERICITIES,
    KINDS,
    MODALITIES,
    ORIGINS,
    OUTCOMES,
    POLARITIES,
    ROLES,
    TENSES,
)
from annotations.operations.wire import ACTIONS, MOST_OPERATIONS
from annotations.states import STATES

from .base import FieldError, Problem

OFFSETS = "In code points of the sentence's received text, 0-based, half-open."


def offset(**more: Any) -> serializers.IntegerField:
    """A place in the sentence."""
    return serializers.IntegerField(min_value=0, **more)


def optional_offset() -> serializers.IntegerField:
    """A place in the sentence, or null."""
    return offset(allow_null=True, required=False)


class Spot(serializers.Serializer[Any]):
    """Where a tag stands."""

    start = offset(help_text=OFFSETS)
    end = offset()
    quote = serializers.CharField(
        trim_whitespace=False, help_text="The words at this span, so that a shifted offset is noticed."
    )
    note = serializers.CharField(required=False, allow_blank=True)


def whole(most: int = 2**31 - 1, least: int = 0) -> serializers.IntegerField:
    """A whole number, or null for "not stated"."""
    return serializers.IntegerField(min_value=least, max_value=most, allow_null=True, required=False)


def word(choices: Sequence[str]) -> serializers.ChoiceField:
    """One of the words, or empty."""
    return serializers.ChoiceField(choices, required=False, allow_blank=True)


class WordsElsewhere(serializers.Serializer[Any]):
    """Words of another sentence of the same source, of any of its versions."""

    sentence = serializers.IntegerField(min_value=1)
    start = offset(help_text=OFFSETS)
    end = offset()
    quote = serializers.CharField(trim_whitespace=False)


class MentionElsewhere(WordsElsewhere):
    """A mention in another sentence of the same source."""

    actor = serializers.IntegerField(allow_null=True, required=False, help_text="The registry's id.")


class ParticipantValue(serializers.Serializer[Any]):
    """A role, filled by an actor tag of the same sentence, by words of another, or by nobody named."""

    role = serializers.ChoiceField(ROLES)
    actor = serializers.UUIDField(required=False, allow_null=True, help_text="The actor tag's `tag`.")
    basis = word(BASES)

    def get_fields(self) -> dict[str, Any]:
        """`from` is no name that Python lets a class have."""
        return super().get_fields() | {"from": MentionElsewhere(required=False, allow_null=True)}


class OtherCode(serializers.Serializer[Any]):
    """One more code of an event."""

    code = serializers.CharField()
    codebook = serializers.CharField(required=False, allow_null=True)
    modes = serializers.ListField(child=serializers.CharField(), required=False)


class EventValue(Spot):
    """An event: its trigger and what its source says of it."""

    code = serializers.CharField(allow_null=True, help_text="A code of an adopted codebook; null while open.")
    codebook = serializers.CharField(
        allow_null=True, required=False, help_text="`plover` or `plover@1`; the default one if left out."
    )
    modes = serializers.ListField(child=serializers.CharField(), required=False)
    other_codes = OtherCode(many=True, required=False)
    date_edtf = serializers.CharField(
        required=False, allow_blank=True, help_text="What the sentence says, in EDTF, such as XXXX-11-12."
    )
    date_start = optional_offset()
    date_end = optional_offset()
    date_from = WordsElsewhere(required=False, allow_null=True)
    date_resolved = serializers.CharField(
        required=False, allow_blank=True, help_text="What it means, in EDTF; needs `date_basis`."
    )
    date_basis = word(BASES)
    date_prec = whole(5, 1)
    place_name = serializers.CharField(required=False, allow_blank=True, max_length=200)
    place_start = optional_offset()
    place_end = optional_offset()
    place_from = WordsElsewhere(required=False, allow_null=True)
    place_basis = word(BASES)
    country = serializers.CharField(required=False, allow_blank=True, help_text="ISO 3166, such as PS.")
    latitude = serializers.FloatField(min_value=-90, max_value=90, required=False, allow_null=True)
    longitude = serializers.FloatField(min_value=-180, max_value=180, required=False, allow_null=True)
    where_prec = whole(7, 1)
    deaths_low = whole()
    deaths_best = whole()
    deaths_high = whole()
    deaths_start = optional_offset()
    deaths_end = optional_offset()
    injured = whole()
    injured_start = optional_offset()
    injured_end = optional_offset()
    arrested = whole()
    arrested_start = optional_offset()
    arrested_end = optional_offset()
    modality = serializers.ChoiceField(MODALITIES, required=False)
    polarity = serializers.ChoiceField(POLARITIES, required=False)
    tense = serializers.ChoiceField(TENSES, required=False)
    genericity = serializers.ChoiceField(GENERICITIES, required=False)
    participants = ParticipantValue(many=True, required=False)


class ActorValue(Spot):
    """A mention, linked to the registry or not yet."""

    actor = serializers.IntegerField(allow_null=True, help_text="The id of an actor of the project.")


class ReliabilityValue(Spot):
    """How credible a piece of content is, and who it is attributed to. 6 is unknown."""

    credibility = serializers.ChoiceField(CREDIBILITIES)
    rationale = serializers.CharField(required=False, allow_blank=True, help_text="Needed unless 6.")
    source_start = optional_offset()
    source_end = optional_offset()
    cue_start = optional_offset()
    cue_end = optional_offset()
    hedge_start = optional_offset()
    hedge_end = optional_offset()
    source_from = WordsElsewhere(required=False, allow_null=True)
    source_basis = word(BASES)
    anonymous = serializers.BooleanField(required=False)
    commitment = word(COMMITMENTS)
    check_worthiness = word(CHECK_WORTHINESS)

    def get_fields(self) -> dict[str, Any]:
        """A serializer has a `parent` of its own."""
        told = "The claim's `tag` in whose content this one is told."
        parent = serializers.UUIDField(required=False, allow_null=True, help_text=told)
        return super().get_fields() | {"parent": parent}


class MarkValue(serializers.Serializer[Any]):
    """The marks of a sentence: read and found empty; a question for the lead."""

    outcome = serializers.ChoiceField(OUTCOMES)
    question = serializers.CharField(required=False, allow_blank=True)


@extend_schema_field(PolymorphicProxySerializer("TagValue", [EventValue, ActorValue, ReliabilityValue], None))
class TagValueField(serializers.JSONField):
    """The value of a tag, by its kind."""


@extend_schema_field(
    PolymorphicProxySerializer("OperationValue", [EventValue, ActorValue, ReliabilityValue, MarkValue], None)
)
class OperationValueField(serializers.JSONField):
    """The whole value after the operation, by its kind."""


class Tag(serializers.Serializer[Any]):
    """A tag as it stands."""

    kind = serializers.ChoiceField(KINDS)
    tag = serializers.UUIDField()
    version = serializers.IntegerField(help_text="The number of the revision that last touched it.")
    by = serializers.CharField(help_text="Coder code of who made it.")
    value = TagValueField()


class Set(serializers.Serializer[Any]):
    """One sentence's tags, marks and state."""

    set = serializers.IntegerField(allow_null=True, help_text="Null while nobody has read the sentence.")
    sentence = serializers.IntegerField()
    revision = serializers.IntegerField()
    round = serializers.IntegerField()
    state = serializers.ChoiceField(STATES)
    outcome = serializers.ChoiceField(OUTCOMES)
    question = serializers.CharField(allow_blank=True)
    status_version = serializers.IntegerField()
    tags = Tag(many=True)


class Operation(serializers.Serializer[Any]):
    """One change of one tag. `seen` or `after` for all but `add`; `value` for all but `remove`."""

    id = serializers.UUIDField(help_text="Made by the client; sent again, the same answer comes back.")
    action = serializers.ChoiceField(ACTIONS)
    kind = serializers.ChoiceField(KINDS, required=False, help_text="For all but `mark`.")
    tag = serializers.UUIDField(required=False, help_text="Made by the client; for all but `mark`.")
    seen = serializers.IntegerField(
        required=False,
        allow_null=True,
        help_text="The version of the tag that the person saw; `status_version` for a mark.",
    )
    after = serializers.UUIDField(
        required=False, allow_null=True, help_text="Your own earlier operation on this tag."
    )
    value = OperationValueField(required=False)


class Operations(serializers.Serializer[Any]):
    """Changes that are saved together or not at all."""

    operations = serializers.ListField(child=Operation(), min_length=1, max_length=MOST_OPERATIONS)
    base = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, help_text="The set's revision the person had in view."
    )


class OperationAnswer(serializers.Serializer[Any]):
    """What became of one operation."""

    id = serializers.UUIDField()
    action = serializers.ChoiceField(ACTIONS)
    kind = serializers.CharField()
    tag = serializers.UUIDField(allow_null=True)
    version = serializers.IntegerField(help_text="The tag's version now.")
    revision = serializers.IntegerField()


class Notice(serializers.Serializer[Any]):
    """What else the request brought about: reopened, left-queue, new-round, merged."""

    code = serializers.CharField()
    message = serializers.CharField()


class Saved(Set):
    """The set after a request, and the answers to its operations in the order sent."""

    operations = OperationAnswer(many=True)
    notices = Notice(many=True)


class Mine(serializers.Serializer[Any]):
    """The operation that met someone else's change."""

    action = serializers.ChoiceField(ACTIONS)
    value = serializers.JSONField(allow_null=True)


class Theirs(serializers.Serializer[Any]):
    """What the other side did."""

    tag = serializers.CharField(allow_blank=True)
    kind = serializers.CharField()
    value = serializers.JSONField(allow_null=True, help_text="Null when they removed it.")
    version = serializers.IntegerField()
    by = serializers.CharField(allow_blank=True)
    at = serializers.CharField()
    origin = serializers.ChoiceField(ORIGINS)


class Clash(serializers.Serializer[Any]):
    """One place where both cannot stand."""

    operation = serializers.UUIDField()
    place = serializers.IntegerField(help_text="Index in the request's operations.")
    reason = serializers.CharField(help_text="changed, removed, dangling, twin, marked, tagged.")
    kind = serializers.CharField()
    tag = serializers.CharField(allow_blank=True)
    mine = Mine()
    theirs = Theirs(allow_null=True)
    base = serializers.JSONField(allow_null=True, help_text="The value both started from.")
    message = serializers.CharField()


class TextOfSentence(serializers.Serializer[Any]):
    """A sentence that stands where the one asked for was cut anew."""

    id = serializers.IntegerField()
    text = serializers.CharField()


class EditConflict(Problem):
    """409: nothing was saved. `tag-conflict` carries both sides; `sentence-recut` what stands there now."""

    conflicts = Clash(many=True, required=False)
    present = Set(required=False)
    sentences = TextOfSentence(many=True, required=False)


class StepBack(serializers.Serializer[Any]):
    """One request to undo or redo."""

    id = serializers.UUIDField(help_text="Made by the client; sent again, it undoes nothing more.")


class RestorePreview(serializers.Serializer[Any]):
    """What restoring would change, in canonical steps."""

    restores = serializers.IntegerField()
    seen = serializers.IntegerField(help_text="Send it with the restore.")
    steps = serializers.ListField(child=serializers.JSONField())


class Restore(serializers.Serializer[Any]):
    """A previewed restore to carry out."""

    id = serializers.UUIDField(help_text="Made by the client; sent again, the same answer comes back.")
    seen = serializers.IntegerField(min_value=0, help_text="The revision of the preview.")
    why = serializers.CharField(required=False, allow_blank=True)


class SeenRevision(serializers.Serializer[Any]):
    """The revision the person saw."""

    revision = serializers.IntegerField(min_value=0)


class Unfinished(serializers.Serializer[Any]):
    """A sentence that cannot be submitted yet."""

    set = serializers.IntegerField()
    sentence = serializers.IntegerField()
    errors = FieldError(many=True)  # type: ignore[assignment]


class SubmittedAll(serializers.Serializer[Any]):
    """What was put before the reviewers, and what is not finished and why."""

    submitted = serializers.ListField(child=serializers.IntegerField(), help_text="Ids of sentences.")
    unfinished = Unfinished(many=True)
