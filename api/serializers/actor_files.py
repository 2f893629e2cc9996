"""The registry as a file, on the wire."""

from typing import Any

from rest_framework import serializers

from codebook.registry.files import Imported
from jobs.models import Job

from .base import Strict


class RegistryText(Strict):
    """The file's content in JSON."""

    text = serializers.CharField(trim_whitespace=False, allow_blank=True)
    dry_run = serializers.BooleanField(default=False, help_text="Say what would change, change nothing.")


class RegistryFile(Strict):
    """The file as it is."""

    file = serializers.FileField(allow_empty_file=True)
    dry_run = serializers.BooleanField(default=False, help_text="Say what would change, change nothing.")


class RowCounts(serializers.Serializer[Any]):
    """Rows of one kind by what they do."""

    create = serializers.IntegerField()  # type: ignore[assignment]
    change = serializers.IntegerField()
    same = serializers.IntegerField()


class RowChange(serializers.Serializer[Any]):
    """A row that does something."""

    line = serializers.IntegerField(help_text="Of the file; 1 is the header.")
    row = serializers.CharField(help_text="actor, alias or relation")
    action = serializers.CharField(help_text="create or change")
    label = serializers.CharField()  # type: ignore[assignment]
    fields = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(), help_text="By field: what it was, what it becomes."
    )


class RegistryImport(serializers.Serializer[Any]):
    """What a file did or would do; with `job` the rest is null and the job's result says it."""

    dry_run = serializers.BooleanField()
    job = serializers.IntegerField(allow_null=True)
    actors = RowCounts(allow_null=True)
    aliases = RowCounts(allow_null=True)
    relations = RowCounts(allow_null=True)
    merges = serializers.IntegerField(allow_null=True)
    changes = RowChange(many=True, help_text="The first 200.")


def imported(done: Imported) -> dict[str, Any]:
    """What was done, or would be."""
    return {"job": None, **done.told()}


def queued(job: Job) -> dict[str, Any]:
    """A job that will do it."""
    nothing = dict.fromkeys(("actors", "aliases", "relations", "merges"))
    return {"dry_run": False, "job": job.pk, **nothing, "changes": []}
