"""Codes and actors on the wire."""

from typing import Any

from rest_framework import serializers

from codebook import models


class Code(serializers.Serializer[Any]):
    """A type of event."""

    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    definition = serializers.CharField(allow_blank=True)
    quad = serializers.CharField(allow_blank=True)
    modes = serializers.ListField(child=serializers.CharField())
    needs_recipient = serializers.BooleanField()


class Codebook(serializers.Serializer[Any]):
    """A version of a code scheme the project codes with."""

    slug = serializers.CharField()
    version = serializers.IntegerField()
    title = serializers.CharField()
    credit = serializers.CharField(allow_blank=True)
    sha256 = serializers.CharField()
    is_default = serializers.BooleanField()
    codes = Code(many=True)


def codebook(adoption: models.Adoption) -> dict[str, Any]:
    """An adopted codebook, its codes in the scheme's order (prefetched)."""
    book = adoption.codebook
    return {
        "slug": book.slug,
        "version": book.version,
        "title": book.title,
        "credit": book.credit,
        "sha256": book.sha256,
        "is_default": adoption.is_default,
        "codes": [code(one) for one in book.codes.all()],
    }


def code(one: models.Code) -> dict[str, Any]:
    """A code."""
    return {
        "value": one.value,
        "label": one.label,
        "definition": one.definition,
        "quad": one.quad,
        "modes": one.modes,
        "needs_recipient": one.needs_recipient,
    }
