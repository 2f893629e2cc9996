"""Jobs on the wire. Their parameters stay inside: they may hold a whole text."""

from typing import Any

from rest_framework import serializers

from jobs import models
from jobs.models import STATES


class Progress(serializers.Serializer[Any]):
    """How far it is."""

    done = serializers.IntegerField()
    total = serializers.IntegerField(allow_null=True)
    unit = serializers.CharField(allow_blank=True)
    per_second = serializers.FloatField(allow_null=True)
    remaining_seconds = serializers.FloatField(allow_null=True)


class Job(serializers.Serializer[Any]):
    """A long thing."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    state = serializers.ChoiceField(STATES)
    requested_by = serializers.CharField(allow_null=True, help_text="Coder code; null for a schedule.")
    progress = Progress()
    attempts = serializers.IntegerField()
    problem = serializers.CharField(allow_blank=True, help_text="Why it failed, in plain words.")
    result = serializers.JSONField(allow_null=True)
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    cancel_requested_at = serializers.DateTimeField(allow_null=True)


def job(one: models.Job) -> dict[str, Any]:
    """A job with its progress."""
    return {
        "id": one.pk,
        "kind": one.kind,
        "state": one.state,
        "requested_by": one.requested_by.code if one.requested_by else None,
        "progress": {
            "done": one.progress_done,
            "total": one.progress_total,
            "unit": one.progress_unit,
            "per_second": one.rate,
            "remaining_seconds": one.remaining_seconds,
        },
        "attempts": one.attempts,
        "problem": one.problem,
        "result": one.result,
        "created_at": one.created_at,
        "started_at": one.started_at,
        "finished_at": one.finished_at,
        "cancel_requested_at": one.cancel_requested_at,
    }
