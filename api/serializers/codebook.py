"""Codes and actors on the wire."""

from typing import Any

from rest_framework import serializers

from codebook import models
from codebook.models import ACTOR_KINDS, ALIAS_KINDS
from codebook.querysets import Hit

from .base import Strict


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


class NewActor(Strict):
    """An actor to enter in the registry. A namesake is allowed."""

    label = serializers.CharField(max_length=200)  # type: ignore[assignment]
    kind = serializers.CharField(required=False, max_length=24, help_text=", ".join(ACTOR_KINDS))
    country = serializers.CharField(
        required=False, allow_blank=True, max_length=2, help_text="ISO 3166, two letters."
    )
    wikidata = serializers.CharField(
        required=False, allow_blank=True, max_length=20, help_text="Such as Q171644."
    )
    description = serializers.CharField(required=False, allow_blank=True, max_length=10_000)


class ActorChange(NewActor):
    """What to change of an actor; the rest stays. A new label becomes one more name."""

    label = serializers.CharField(required=False, max_length=200)


class NewAlias(Strict):
    """Another name of an actor."""

    text = serializers.CharField(max_length=200)
    language = serializers.CharField(required=False, allow_blank=True, max_length=12)
    kind = serializers.CharField(required=False, max_length=16, help_text=", ".join(ALIAS_KINDS))


class Alias(serializers.Serializer[Any]):
    """A name an actor goes by."""

    id = serializers.IntegerField()
    text = serializers.CharField()
    language = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(ALIAS_KINDS)


class Actor(serializers.Serializer[Any]):
    """Someone or something that acts."""

    id = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    kind = serializers.ChoiceField(ACTOR_KINDS)
    country = serializers.CharField(allow_blank=True)
    wikidata = serializers.CharField(allow_blank=True)
    description = serializers.CharField(allow_blank=True)


class ActorDetail(Actor):
    """An actor with its names."""

    aliases = Alias(many=True)


class FoundActor(Actor):
    """An actor in a list; with `?search=`, also the name it was found under."""

    name = serializers.CharField(required=False, help_text="The name that matched.")
    score = serializers.FloatField(required=False, help_text="0 to 100.")
    is_ambiguous = serializers.BooleanField(
        required=False, help_text="Another actor goes by exactly this name."
    )


def actor(one: models.Actor) -> dict[str, Any]:
    """An actor without its names."""
    return {
        "id": one.pk,
        "label": one.label,
        "kind": one.kind,
        "country": one.country,
        "wikidata": one.wikidata,
        "description": one.description,
    }


def actor_with_names(one: models.Actor) -> dict[str, Any]:
    """An actor and all its names, oldest first."""
    return {**actor(one), "aliases": [alias(name) for name in one.aliases.order_by("id")]}


def alias(one: models.Alias) -> dict[str, Any]:
    """A name."""
    return {"id": one.pk, "text": one.text, "language": one.language, "kind": one.kind}


def hit(one: Hit) -> dict[str, Any]:
    """An actor that a search found."""
    return {
        **actor(one.actor),
        "name": one.name,
        "score": round(one.score, 1),
        "is_ambiguous": one.is_ambiguous,
    }
