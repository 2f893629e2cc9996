"""Data sets and releases on the wire."""

from typing import Any

from rest_framework import serializers

from common.time import now
from exports import models, schedules
from exports.formats import FORMATS
from exports.models import TEXT_POLICIES

from .base import Strict


class Schedule(serializers.Serializer[Any]):
    """When a data set leaves by itself."""

    enabled = serializers.BooleanField()
    crontab = serializers.CharField(
        allow_null=True, help_text="Minute, hour, day of month, month, day of week."
    )
    time_zone = serializers.CharField(allow_null=True)
    at = serializers.CharField(allow_blank=True, help_text="HH:MM when it is due once every day.")
    next_due = serializers.DateTimeField(allow_null=True)


class ScheduleChange(Strict):
    """Switch a schedule on or off; `at` or `crontab` says when, in the project's time zone."""

    enabled = serializers.BooleanField()
    at = serializers.CharField(required=False, max_length=20, help_text="HH:MM, every day.")
    crontab = serializers.CharField(required=False, max_length=120, help_text="Five fields.")


class Dataset(serializers.Serializer[Any]):
    """A saved definition of what leaves the project."""

    slug = serializers.SlugField()
    title = serializers.CharField()
    formats = serializers.ListField(child=serializers.ChoiceField(list(FORMATS)))
    text = serializers.ChoiceField(TEXT_POLICIES)
    schedule = Schedule()


class DatasetChange(Strict):
    """Which texts later releases hold: all, or what the sources' rights allow."""

    text = serializers.ChoiceField(TEXT_POLICIES)


class NewExport(Strict):
    """A release to make: of the default data set in its own formats if nothing is said."""

    dataset = serializers.SlugField(required=False, max_length=60)
    formats = serializers.ListField(
        child=serializers.CharField(max_length=40),
        required=False,
        max_length=20,
        help_text=f"Any of {', '.join(FORMATS)}.",
    )


class ReleaseFile(serializers.Serializer[Any]):
    """A file of a release."""

    name = serializers.CharField()
    format = serializers.CharField()
    media_type = serializers.CharField()
    bytes = serializers.IntegerField()
    rows = serializers.IntegerField()
    sha256 = serializers.CharField()
    url = serializers.CharField(help_text="Where to download it.")


class Release(serializers.Serializer[Any]):
    """An immutable version of a data set."""

    dataset = serializers.SlugField()
    number = serializers.IntegerField()
    job = serializers.IntegerField()
    requested_by = serializers.CharField(allow_null=True, help_text="Coder code; null for a schedule.")
    sentences = serializers.IntegerField()
    tags = serializers.IntegerField()
    is_internal = serializers.BooleanField(help_text="It holds texts that may not be republished.")
    published_at = serializers.DateTimeField()
    files = ReleaseFile(many=True)


class ReleaseDetail(Release):
    """A release with all that its manifest says."""

    manifest = serializers.JSONField()


def dataset(one: models.Dataset) -> dict[str, Any]:
    """A data set with its schedule selected."""
    return {
        "slug": one.slug,
        "title": one.title,
        "formats": one.formats,
        "text": one.text,
        "schedule": schedule(one),
    }


def schedule(one: models.Dataset) -> dict[str, Any]:
    """A data set's schedule, switched off while nobody has made one."""
    task = one.schedule
    if task is None or task.crontab is None:
        return {"enabled": False, "crontab": None, "time_zone": None, "at": "", "next_due": None}
    return {
        "enabled": task.enabled,
        "crontab": schedules.expression_of(task.crontab),
        "time_zone": str(task.crontab.timezone),
        "at": schedules.time_of_day(task.crontab),
        "next_due": schedules.next_due(task.crontab, now()) if task.enabled else None,
    }


def release(one: models.Release, base: str) -> dict[str, Any]:
    """A release with data set and requester selected; its files lie under the address `base`."""
    known = ("name", "format", "media_type", "bytes", "rows", "sha256")
    return {
        "dataset": one.dataset.slug,
        "number": one.number,
        "job": one.job_id,
        "requested_by": one.requested_by.code if one.requested_by else None,
        "sentences": one.sentence_count,
        "tags": one.tag_count,
        "is_internal": one.is_internal,
        "published_at": one.published_at,
        "files": [
            {**{name: file[name] for name in known}, "url": f"{base}files/{file['name']}"}
            for file in one.files
        ],
    }
