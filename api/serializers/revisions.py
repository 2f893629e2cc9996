"""New texts of sources, and tags without words, on the wire."""

from typing import Any

from rest_framework import serializers

from annotations.models import KINDS, ORPHAN_STATES, REASONS, OrphanTag
from annotations.orphans import Candidate
from annotations.revising import Effect, Preview
from sources.comparing import KINDS as CHANGES
from sources.models import Proposal

from .base import Strict


class NewRevisionText(Strict):
    """A new text of a source as JSON."""

    text = serializers.CharField(trim_whitespace=False, allow_blank=True)
    format = serializers.CharField(required=False, allow_blank=True)
    file_name = serializers.CharField(required=False, allow_blank=True, max_length=1000)


class NewRevisionFile(Strict):
    """A new text of a source as a file: whatever can be imported."""

    file = serializers.FileField(allow_empty_file=True)
    format = serializers.CharField(required=False, allow_blank=True)


class PublishRevision(Strict):
    """Publishing what was compared."""

    seen = serializers.IntegerField(
        min_value=1, max_value=2**31 - 1, help_text="The number of the version it was compared with."
    )


class SentenceChange(serializers.Serializer[Any]):
    """What becomes of one sentence. Unchanged ones are counted only."""

    kind = serializers.ChoiceField(CHANGES)
    sentence = serializers.IntegerField(
        allow_null=True, help_text="The sentence of today; null for an added one."
    )
    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)
    likeness = serializers.FloatField(help_text="0 to 1.")
    tags = serializers.IntegerField()
    orphans = serializers.ListField(
        child=serializers.CharField(), help_text="Quotes of tags without a place."
    )


class SourceRevision(serializers.Serializer[Any]):
    """A text that would be a source's next one, compared with that of today."""

    id = serializers.IntegerField()
    source = serializers.IntegerField()  # type: ignore[assignment]
    format = serializers.CharField(allow_blank=True)
    received_sha256 = serializers.CharField()
    job = serializers.IntegerField(allow_null=True, help_text="The job that reads it, if one does.")
    problem = serializers.CharField(allow_blank=True)
    is_read = serializers.BooleanField()
    published = serializers.IntegerField(allow_null=True, help_text="The number of the version it became.")
    notes = serializers.ListField(child=serializers.CharField())
    seen = serializers.IntegerField(allow_null=True, help_text="Send it back when publishing.")
    counts = serializers.DictField(child=serializers.IntegerField(), allow_null=True)
    tags_moved = serializers.IntegerField(allow_null=True)
    orphans = serializers.IntegerField(allow_null=True)
    approved_reopened = serializers.IntegerField(allow_null=True)
    changes = SentenceChange(many=True, allow_null=True)


class RevisionOutcome(serializers.Serializer[Any]):
    """What publishing did."""

    version = serializers.IntegerField()
    source = serializers.IntegerField()  # type: ignore[assignment]
    changes = serializers.DictField(child=serializers.IntegerField())
    tags_moved = serializers.IntegerField()
    sets_reopened = serializers.IntegerField()
    orphans = serializers.IntegerField()
    returned = serializers.IntegerField(help_text="Orphans whose words came back.")


def revision(one: Proposal, told: Preview | None) -> dict[str, Any]:
    """A proposal; with what it would do, when it is read and not published."""
    return {
        "id": one.pk,
        "source": one.source_id,
        "format": one.format,
        "received_sha256": one.received_sha256,
        "job": one.job_id,
        "problem": one.problem,
        "is_read": one.text is not None,
        "published": one.published.number if one.published else None,
        "notes": one.notes,
        "seen": told.seen if told else None,
        "counts": dict(told.sentences) if told else None,
        "tags_moved": told.tags_moved if told else None,
        "orphans": told.orphans if told else None,
        "approved_reopened": told.approved_reopened if told else None,
        "changes": [_change(each) for each in told.effects if each.change.kind != "unchanged"]
        if told
        else None,
    }


def _change(one: Effect) -> dict[str, Any]:
    change = one.change
    return {
        "kind": change.kind,
        "sentence": change.old_id,
        "before": change.old_text,
        "after": change.new_text,
        "likeness": round(change.likeness, 4),
        "tags": one.tags,
        "orphans": [tag.value["quote"] for tag in one.leaving],
    }


class OldSentence(serializers.Serializer[Any]):
    """The sentence that an orphan stood in, of a version that is not the present one."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    text = serializers.CharField()


class OrphanPlace(serializers.Serializer[Any]):
    """A place where an orphan may belong."""

    sentence = serializers.IntegerField()
    ordinal = serializers.IntegerField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    quote = serializers.CharField()
    score = serializers.FloatField()


class Orphan(serializers.Serializer[Any]):
    """A tag that lost its words when its source was revised."""

    id = serializers.IntegerField()
    source = serializers.IntegerField()  # type: ignore[assignment]
    set = serializers.IntegerField()
    kind = serializers.ChoiceField(KINDS)
    tag = serializers.CharField()
    by = serializers.CharField(help_text="The coder code of who made it.")
    value = serializers.JSONField(help_text="As it was in the old sentence.")
    sentence = OldSentence()
    reason = serializers.ChoiceField(REASONS)
    score = serializers.FloatField(help_text="Of the best place in the sentence that took over.")
    state = serializers.ChoiceField(ORPHAN_STATES)
    placed_in = serializers.IntegerField(allow_null=True, help_text="The sentence it was placed in.")
    why = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()


class OrphanDetail(Orphan):
    """An orphan with the best places for it today."""

    places = OrphanPlace(many=True)


class Placing(Strict):
    """Words of a sentence of the source as it stands, offsets in its received text."""

    sentence = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    start = serializers.IntegerField(min_value=0, max_value=2**31 - 1)
    end = serializers.IntegerField(min_value=0, max_value=2**31 - 1)


class GivingUp(Strict):
    """Why a tag is given up."""

    why = serializers.CharField(max_length=500, allow_blank=True)


def orphan(one: OrphanTag) -> dict[str, Any]:
    """An orphan with sentence, maker and place selected."""
    return {
        "id": one.pk,
        "source": one.source_id,
        "set": one.annotation_set_id,
        "kind": one.kind,
        "tag": str(one.uid),
        "by": one.made_by.code,
        "value": one.value,
        "sentence": {
            "id": one.sentence_id,
            "version": one.sentence.version.number,
            "text": one.sentence.text,
        },
        "reason": one.reason,
        "score": one.score,
        "state": one.state,
        "placed_in": one.placed_in.sentence_id if one.placed_in else None,
        "why": one.why,
        "created_at": one.created_at,
    }


def place(one: Candidate) -> dict[str, Any]:
    """A candidate."""
    return {
        "sentence": one.sentence.pk,
        "ordinal": one.sentence.ordinal,
        "start": one.start,
        "end": one.end,
        "quote": one.pieces[1],
        "score": one.score,
    }
