"""The queue, decisions and leases on the wire."""

from collections.abc import Sequence
from typing import Any, cast

from rest_framework import serializers

from accounts.models import Coder
from annotations.models import AnnotationSet
from annotations.states import STATES
from reviews import models
from reviews.models import REASONS, VERBS

from .annotations import Set
from .base import Strict


class Held(serializers.Serializer[Any]):
    """Who is looking at a set, and until when."""

    holder = serializers.CharField(help_text="Coder code.")
    expires_at = serializers.DateTimeField()


class SourceName(serializers.Serializer[Any]):
    """The source a sentence stands in."""

    id = serializers.IntegerField()
    title = serializers.CharField()


class QueueItem(serializers.Serializer[Any]):
    """A sentence that waits for a decision."""

    set = serializers.IntegerField()
    sentence = serializers.IntegerField()
    ordinal = serializers.IntegerField()
    text = serializers.CharField(trim_whitespace=False)
    source = SourceName()  # type: ignore[assignment]
    state = serializers.ChoiceField(STATES)
    revision = serializers.IntegerField()
    round = serializers.IntegerField()
    submitted_at = serializers.DateTimeField()
    authors = serializers.ListField(
        child=serializers.CharField(), help_text="Coder codes; none of them may decide."
    )
    lease = Held(allow_null=True)


class SetDetail(Set):
    """A set with what was said of it."""

    lease = Held(allow_null=True)
    authors = serializers.ListField(child=serializers.CharField())


class Taken(serializers.Serializer[Any]):
    """The next sentence under a lease; or null with the reason and whom to ask."""

    item = QueueItem(allow_null=True)
    reason = serializers.CharField(
        allow_blank=True, help_text="Where there is none: empty, held, own or nobody (can decide)."
    )
    who = serializers.ListField(child=serializers.CharField())


class Next(Strict):
    """Sets to pass over; those held are let go."""

    skip = serializers.ListField(child=serializers.IntegerField(min_value=1), required=False, max_length=1000)

    def validate_skip(self, skip: list[int]) -> list[int]:
        """Ids that rows can have."""
        return [pk for pk in skip if pk < 2**63]


class Approval(Strict):
    """A yes to exactly one revision."""

    revision = serializers.IntegerField(
        min_value=0, max_value=2**31 - 1, help_text="The one the reviewer saw."
    )
    note = serializers.CharField(required=False, allow_blank=True)


class Return(Approval):
    """A no to exactly one revision, with its reason."""

    reason = serializers.CharField(max_length=40, help_text=f"{', '.join(REASONS)}; `other` needs a note.")


class Retraction(Strict):
    """A decision to take back."""

    decision = serializers.IntegerField(min_value=1, max_value=2**63 - 1)


class Decision(serializers.Serializer[Any]):
    """A reviewer's word on one revision."""

    id = serializers.IntegerField()
    set = serializers.IntegerField()
    verb = serializers.ChoiceField(VERBS)
    revision = serializers.IntegerField()
    round = serializers.IntegerField()
    reviewer = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    retracts = serializers.IntegerField(
        allow_null=True, help_text="The decision that a retraction takes back."
    )


def held(one: models.Lease | None) -> dict[str, Any] | None:
    """A lease with its holder's coder selected."""
    return {"holder": one.holder.coder.code, "expires_at": one.expires_at} if one else None


def lease_of(row: AnnotationSet) -> models.Lease | None:
    """The set's lease, selected with it."""
    return cast("models.Lease | None", getattr(row, "lease", None))


def queue_item(row: AnnotationSet, authors: Sequence[Coder]) -> dict[str, Any]:
    """A set in the queue, with sentence, source and lease selected."""
    return {
        "set": row.pk,
        "sentence": row.sentence_id,
        "ordinal": row.sentence.ordinal,
        "text": row.sentence.text,
        "source": {"id": row.source_id, "title": row.source.title},
        "state": row.state,
        "revision": row.revision,
        "round": row.round,
        "submitted_at": row.submitted_at,
        "authors": [coder.code for coder in authors],
        "lease": held(lease_of(row)),
    }


def decision(one: models.Decision) -> dict[str, Any]:
    """A decision with reviewer and revision selected."""
    return {
        "id": one.pk,
        "set": one.annotation_set_id,
        "verb": one.verb,
        "revision": one.revision.number,
        "round": one.round,
        "reviewer": one.reviewer.code,
        "reason": one.reason,
        "note": one.note,
        "created_at": one.created_at,
        "retracts": one.retracts_id,
    }
