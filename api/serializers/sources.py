"""Sources and outlets on the wire."""

from typing import Any, cast

from rest_framework import serializers

from annotations.progress import Progress
from sources import models
from sources.importers.detect import READERS
from sources.models import GRADES, RIGHTS

from .base import Strict


class Known(Strict):
    """What may be said of a source beside its text; the service says which values it can use."""

    url = serializers.CharField(required=False, allow_blank=True)
    outlet = serializers.CharField(
        required=False, allow_blank=True, help_text="Its name; a new one is entered."
    )
    author = serializers.CharField(required=False, allow_blank=True)
    language = serializers.CharField(required=False, allow_blank=True, help_text="Such as en or ar-EG.")
    published = serializers.CharField(required=False, allow_blank=True, help_text="A day, 2024-03-19.")
    licence = serializers.CharField(required=False, allow_blank=True)
    external_id = serializers.CharField(required=False, allow_blank=True)
    rights = serializers.CharField(
        required=False, help_text=f"What may be republished of its text: {', '.join(RIGHTS)}."
    )
    title = serializers.CharField(required=False, allow_blank=True)


class NewText(Known):
    """A text to import as JSON."""

    text = serializers.CharField(trim_whitespace=False, allow_blank=True)
    format = serializers.CharField(
        required=False, allow_blank=True, help_text=f"{', '.join(READERS)}; found out if left out."
    )
    file_name = serializers.CharField(required=False, allow_blank=True, max_length=1000)


class NewFile(Known):
    """A file to import, as multipart/form-data: text in UTF-8 or UTF-16 with its mark, HTML, Word (.docx) or PDF."""

    file = serializers.FileField(allow_empty_file=True)
    format = serializers.CharField(required=False, allow_blank=True)


class SourceChange(Known):
    """What to change of a source; the rest stays."""


class OutletName(serializers.Serializer[Any]):
    """Who published."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class Version(serializers.Serializer[Any]):
    """The text people work on, and where it came from."""

    number = serializers.IntegerField()
    reason = serializers.CharField()
    sha256 = serializers.CharField(help_text="Of the decoded text, newlines normalised.")
    received_sha256 = serializers.CharField(help_text="Of the bytes as they came.")
    received_bytes = serializers.IntegerField()
    encoding = serializers.CharField()
    format = serializers.CharField()
    sentences = serializers.IntegerField()
    file_name = serializers.CharField(allow_blank=True)
    extraction = serializers.DictField(
        child=serializers.CharField(),
        help_text="The library that read a document and its version; else empty.",
    )
    has_file = serializers.BooleanField(help_text="Whether the bytes as they came can be had.")


class PastVersion(Version):
    """A version with who made it and when."""

    made_by = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()


class SourceProgress(serializers.Serializer[Any]):
    """Sentences by how far they are."""

    total = serializers.IntegerField()
    unread = serializers.IntegerField()
    draft = serializers.IntegerField(help_text="Being worked on, returned ones among them.")
    returned = serializers.IntegerField()
    submitted = serializers.IntegerField()
    approved = serializers.IntegerField()


class Source(serializers.Serializer[Any]):
    """A document under examination, without its text: that is read sentence by sentence."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    outlet = OutletName(allow_null=True)
    url = serializers.CharField(allow_blank=True)
    author = serializers.CharField(allow_blank=True)
    language = serializers.CharField(allow_blank=True)
    published = serializers.DateField(allow_null=True)
    licence = serializers.CharField(allow_blank=True)
    rights = serializers.ChoiceField(RIGHTS)
    external_id = serializers.CharField(allow_blank=True)
    imported_by = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()
    version = Version()
    progress = SourceProgress()


def source(one: models.Source, progress: Progress) -> dict[str, Any]:
    """A source with outlet, current version and importer selected."""
    return {
        "id": one.pk,
        "title": one.title,
        "outlet": {"id": one.outlet.pk, "name": one.outlet.name} if one.outlet else None,
        "url": one.url,
        "author": one.author,
        "language": one.language,
        "published": one.published_on,
        "licence": one.licence,
        "rights": one.rights,
        "external_id": one.external_id,
        "imported_by": one.imported_by.code if one.imported_by else None,
        "created_at": one.created_at,
        "version": version(cast("models.SourceVersion", one.current)),
        "progress": {
            name: getattr(progress, name)
            for name in ("total", "unread", "draft", "returned", "submitted", "approved")
        },
    }


def version(one: models.SourceVersion) -> dict[str, Any]:
    """A version without its text."""
    return {
        "number": one.number,
        "reason": one.reason,
        "sha256": one.sha256,
        "received_sha256": one.received_sha256,
        "received_bytes": one.received_bytes,
        "encoding": one.encoding,
        "format": one.format,
        "sentences": one.sentence_count,
        "file_name": one.file_name,
        "extraction": one.extraction,
        "has_file": one.received_id is not None,
    }


def past_version(one: models.SourceVersion) -> dict[str, Any]:
    """A version with who made it selected."""
    made_by = one.made_by.code if one.made_by else None
    return version(one) | {"made_by": made_by, "created_at": one.created_at}


class NewOutlet(Strict):
    """An outlet to enter."""

    name = serializers.CharField(max_length=200)
    homepage = serializers.CharField(required=False, allow_blank=True, max_length=200)


class OutletChange(Strict):
    """What to change of an outlet; the rest stays."""

    name = serializers.CharField(required=False, max_length=200)
    homepage = serializers.CharField(required=False, allow_blank=True, max_length=200)


class NewGrade(Strict):
    """How reliable an outlet is from a day on."""

    grade = serializers.CharField(max_length=1, help_text=f"{', '.join(GRADES)}; F: cannot be judged.")
    valid_from = serializers.DateField()
    reason = serializers.CharField(max_length=2000, allow_blank=True)


class Grade(serializers.Serializer[Any]):
    """Source reliability of an outlet from a day on. F is unknown, not worst."""

    grade = serializers.ChoiceField(GRADES)
    valid_from = serializers.DateField()
    reason = serializers.CharField()
    graded_by = serializers.CharField()
    created_at = serializers.DateTimeField()


class Outlet(serializers.Serializer[Any]):
    """Who published."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    homepage = serializers.CharField(allow_blank=True)


class OutletDetail(Outlet):
    """An outlet with the grade that held on a day, and all its grades, the one that holds longest from now on first."""

    as_of = serializers.DateField()
    grade = Grade(allow_null=True, help_text="Null when nobody had graded the outlet by that day.")
    grades = Grade(many=True)


def outlet(one: models.Outlet) -> dict[str, Any]:
    """An outlet without its grades."""
    return {"id": one.pk, "name": one.name, "homepage": one.homepage}


def grade(one: models.OutletGrade) -> dict[str, Any]:
    """A grade."""
    return {
        "grade": one.grade,
        "valid_from": one.valid_from,
        "reason": one.reason,
        "graded_by": one.graded_by.code,
        "created_at": one.created_at,
    }
