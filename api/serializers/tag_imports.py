"""Exports of other tools on the wire: what a file holds, what its labels become, what came of it."""

from typing import Any

from rest_framework import serializers

from annotations import models
from annotations.importing.offsets import UNITS
from annotations.importing.reading import LABELS
from annotations.importing.services import job_state
from sources.models import RIGHTS

from .base import Strict


class KnownOfForeign(Strict):
    """What may be said of another tool's export beside its bytes."""

    format = serializers.CharField(
        required=False, allow_blank=True, help_text=f"{', '.join(LABELS)}; found out if left out."
    )
    unit = serializers.CharField(
        required=False,
        allow_blank=True,
        help_text=f"What its offsets count, where the file does not tell: {', '.join(UNITS)}.",
    )
    rights = serializers.CharField(
        required=False, help_text=f"What may be republished of its texts: {', '.join(RIGHTS)}."
    )


class ForeignFile(KnownOfForeign):
    """Another tool's export, as multipart/form-data: its bytes as they are."""

    file = serializers.FileField(allow_empty_file=True)


class ForeignText(KnownOfForeign):
    """An export that is a text (JSON, JSONL), as JSON."""

    text = serializers.CharField(trim_whitespace=False, allow_blank=True)
    file_name = serializers.CharField(required=False, allow_blank=True, max_length=1000)


class Apply(Strict):
    """The order to import."""

    mapping = serializers.JSONField(
        help_text="As in the answer: labels, links, attributes, items, unit, annotator, actors, partial."
    )


class TagImport(serializers.Serializer[Any]):
    """A file with tags on its way in."""

    id = serializers.IntegerField()
    state = serializers.ChoiceField(["waiting", "queued", "running", "done", "failed", "cancelled"])
    format = serializers.ChoiceField(list(LABELS))
    file_name = serializers.CharField(allow_blank=True)
    received_sha256 = serializers.CharField()
    received_bytes = serializers.IntegerField()
    by = serializers.CharField()
    summary = serializers.JSONField(
        help_text="Labels, links and attributes with counts and examples; the unit."
    )
    mapping = serializers.JSONField(
        help_text="What each label, link and attribute becomes: proposed, then as applied."
    )
    job = serializers.IntegerField(allow_null=True)
    report = serializers.JSONField(allow_null=True)
    created_at = serializers.DateTimeField()


class Leftovers(serializers.Serializer[Any]):
    """All that became no tag, and what could not be imported."""

    leftovers = serializers.JSONField(help_text="A list of {what, item, why, detail}.")
    refusals = serializers.JSONField(help_text="A list of {where, why}.")


def tag_import(one: models.TagImport) -> dict[str, Any]:
    """An import with coder and job selected, without its bytes and leftovers."""
    return {
        "id": one.pk,
        "state": job_state(one),
        "format": one.format,
        "file_name": one.file_name,
        "received_sha256": one.received_sha256,
        "received_bytes": one.received_bytes,
        "by": one.coder.code,
        "summary": one.summary,
        "mapping": one.rules,
        "job": one.job_id,
        "report": one.report,
        "created_at": one.created_at,
    }
