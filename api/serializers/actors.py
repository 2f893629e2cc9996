"""Actors, their names and relations on the wire."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rest_framework import serializers

from annotations import mentions as found
from codebook import models
from codebook.models import ACTOR_KINDS, ACTOR_STATUSES, ALIAS_KINDS, RELATION_KINDS
from codebook.registry import MergePreview
from codebook.registry.reading import Bond, Known
from codebook.registry.search import Hit
from codebook.registry.sectors import sectors

from .base import Strict

EDTF = "EDTF with its year, such as 2007 or 2007-06; empty: open or not known."


def edtf() -> serializers.CharField:
    """One side of a window, as it is given."""
    return serializers.CharField(required=False, allow_blank=True, max_length=64, help_text=EDTF)


class NewActor(Strict):
    """An actor to enter in the registry. A namesake is allowed."""

    label = serializers.CharField(max_length=200)  # type: ignore[assignment]
    key = serializers.CharField(
        required=False, max_length=64, help_text="Your own name for it in files; made here when not given."
    )
    kind = serializers.CharField(required=False, max_length=24, help_text=", ".join(ACTOR_KINDS))
    status = serializers.CharField(required=False, max_length=16, help_text=", ".join(ACTOR_STATUSES))
    inter = serializers.IntegerField(required=False, allow_null=True, help_text="ACLED's inter code, 1 to 8.")
    sectors = serializers.ListField(
        child=serializers.CharField(max_length=3),
        required=False,
        max_length=40,
        help_text=", ".join(sectors()),
    )
    country = serializers.CharField(
        required=False, allow_blank=True, max_length=2, help_text="ISO 3166, two capitals."
    )
    wikidata = serializers.CharField(
        required=False, allow_blank=True, max_length=20, help_text="Such as Q171644."
    )
    ucdp = serializers.CharField(required=False, allow_blank=True, max_length=10, help_text="UCDP's number.")
    valid_from = edtf()
    valid_to = edtf()
    description = serializers.CharField(required=False, allow_blank=True, max_length=10_000)


class ActorChange(NewActor):
    """What to change of an actor; the rest stays. A new label becomes one more name."""

    label = serializers.CharField(required=False, max_length=200)


class NewAlias(Strict):
    """Another name of an actor."""

    text = serializers.CharField(max_length=200)
    language = serializers.CharField(required=False, allow_blank=True, max_length=12)
    kind = serializers.CharField(required=False, max_length=16, help_text=", ".join(ALIAS_KINDS))
    valid_from = edtf()
    valid_to = edtf()


class AliasChange(NewAlias):
    """What to change of a name; the rest stays."""

    text = serializers.CharField(required=False, max_length=200)


class RelationChange(Strict):
    """What to change of a relation; who stands in it, and in which, never changes."""

    valid_from = edtf()
    valid_to = edtf()
    detail = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="The office or rank, where there is one."
    )
    source = serializers.CharField(  # type: ignore[assignment]
        required=False, allow_blank=True, max_length=500, help_text="A citation in words."
    )
    source_url = serializers.CharField(required=False, allow_blank=True, max_length=500)


class NewRelation(RelationChange):
    """A relation of this actor to another."""

    kind = serializers.CharField(max_length=16, help_text=", ".join(RELATION_KINDS))
    object = serializers.IntegerField(min_value=1, help_text="The other actor's id.")


class Merge(Strict):
    """Which actor this one is."""

    into = serializers.IntegerField(min_value=1, help_text="The id of the actor that stays.")


class Window(serializers.Serializer[Any]):
    """From when and until when, in EDTF; empty: open or not known."""

    valid_from = serializers.CharField(allow_blank=True)
    valid_to = serializers.CharField(allow_blank=True)


class Alias(Window):
    """A name an actor goes by; `actor` is the entry it belongs to, which may be merged into this one."""

    id = serializers.IntegerField()
    actor = serializers.IntegerField()
    text = serializers.CharField()
    language = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(ALIAS_KINDS)
    retired_at = serializers.DateTimeField(allow_null=True)


class ActorName(serializers.Serializer[Any]):
    """An actor by id and label."""

    id = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]


class Actor(Window):
    """Someone or something that acts. `merged_into` is the actor it is redirected to."""

    id = serializers.IntegerField()
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    kind = serializers.ChoiceField(ACTOR_KINDS)
    status = serializers.ChoiceField(ACTOR_STATUSES)
    inter = serializers.IntegerField(allow_null=True)
    sectors = serializers.ListField(child=serializers.CharField())
    country = serializers.CharField(allow_blank=True)
    wikidata = serializers.CharField(allow_blank=True)
    ucdp = serializers.CharField(allow_blank=True)
    description = serializers.CharField(allow_blank=True)
    merged_into = serializers.IntegerField(allow_null=True)


class Relation(Window):
    """How `subject` stands to `object`. Ids are those of the entries as stated; `other` is who that is today."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(RELATION_KINDS)
    subject = serializers.IntegerField()
    object = serializers.IntegerField()
    detail = serializers.CharField(allow_blank=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    source_url = serializers.CharField(allow_blank=True)


class RelationOf(Relation):
    """A relation as seen from one actor."""

    other = ActorName()
    is_subject = serializers.BooleanField(help_text="Whether the actor asked about is its subject.")


class Relations(serializers.Serializer[Any]):
    """All relations of an actor."""

    results = RelationOf(many=True)
    next = serializers.CharField(allow_null=True, help_text="Always null: they come together.")


class ActorDetail(Actor):
    """An actor with its names and relations, and the entries merged into it, whose names are among them."""

    aliases = Alias(many=True)
    relations = RelationOf(many=True)
    merged = ActorName(many=True)


class FoundActor(Actor):
    """An actor in a list; with `?search=`, also the name it was found under."""

    name = serializers.CharField(required=False, help_text="The name that matched.")
    name_from = serializers.CharField(required=False, allow_blank=True, help_text="Since when it is in use.")
    name_to = serializers.CharField(required=False, allow_blank=True, help_text="Until when it was in use.")
    score = serializers.FloatField(required=False, help_text="0 to 100.")
    is_ambiguous = serializers.BooleanField(
        required=False, help_text="Another actor goes by exactly this name."
    )
    is_outside = serializers.BooleanField(
        required=False, help_text="The name was not in use on the day `on`; it is ranked lower."
    )


class Preview(serializers.Serializer[Any]):
    """What a merge would touch; nothing of it changes, all of it is read through the redirect."""

    actor = ActorName()
    into = ActorName()
    mentions = serializers.IntegerField(help_text="Tags in the layers you may see.")
    twins = serializers.IntegerField(help_text="Mentions on words that `into` is tagged on too.")
    aliases = serializers.IntegerField()
    shared_names = serializers.IntegerField(help_text="Names that `into` goes by as well.")
    relations = serializers.IntegerField()
    between = serializers.IntegerField(
        help_text="Relations of the two to each other; not shown while merged."
    )
    merged_before = serializers.IntegerField(help_text="Entries merged into this one, which come along.")
    refusal = serializers.CharField(allow_blank=True, help_text="Why it cannot be done; empty when it can.")


class Mention(serializers.Serializer[Any]):
    """A tag of the actor; `actor` is the entry it was coded with, `start` and `end` are code points of the sentence."""

    id = serializers.IntegerField()
    actor = serializers.IntegerField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    quote = serializers.CharField()
    sentence = serializers.IntegerField()
    ordinal = serializers.IntegerField()
    source = serializers.IntegerField()  # type: ignore[assignment]
    title = serializers.CharField()
    state = serializers.CharField()


class MentionPage(serializers.Serializer[Any]):
    """Some mentions, and where the next are."""

    results = Mention(many=True)
    next = serializers.CharField(allow_null=True, help_text="The address of the next page; null at the end.")


class Occasion(serializers.Serializer[Any]):
    """An event the actor takes part in."""

    id = serializers.IntegerField()
    day = serializers.DateField(allow_null=True, help_text="Its earliest day; null when the year is unknown.")
    when = serializers.CharField(allow_blank=True, help_text="EDTF.")
    code = serializers.CharField(allow_blank=True)
    codebook = serializers.CharField(allow_blank=True)
    quote = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())
    sentence = serializers.IntegerField()
    source = serializers.IntegerField()  # type: ignore[assignment]
    title = serializers.CharField()


class OccasionPage(serializers.Serializer[Any]):
    """Some events, and where the next are."""

    results = Occasion(many=True)
    next = serializers.CharField(allow_null=True, help_text="The address of the next page; null at the end.")


class Year(serializers.Serializer[Any]):
    """How many events began in a year."""

    year = serializers.IntegerField()
    events = serializers.IntegerField()


class Companion(ActorName):
    """Another actor, and in how many events both occur."""

    events = serializers.IntegerField()


class Appearance(serializers.Serializer[Any]):
    """How often an actor occurs, when and with whom; counts rest on its newest 10,000 mentions."""

    mentions = serializers.IntegerField(help_text="10,001 stands for more than 10,000.")
    events = serializers.IntegerField()
    undated = serializers.IntegerField()
    years = Year(many=True)
    company = Companion(many=True)


def actor(one: models.Actor) -> dict[str, Any]:
    """An actor without its names."""
    return {
        "id": one.pk,
        "key": one.key,
        "label": one.label,
        "kind": one.kind,
        "status": one.status,
        "inter": one.inter,
        "sectors": one.sectors,
        "country": one.country,
        "wikidata": one.wikidata,
        "ucdp": one.ucdp,
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
        "description": one.description,
        "merged_into": one.merged_into_id,
    }


def detail(known: Known) -> dict[str, Any]:
    """An actor with all that the registry says of it."""
    return {
        **actor(known.actor),
        "aliases": [alias(name) for name in known.names],
        "relations": [bond(one) for one in known.bonds],
        "merged": [{"id": one.pk, "label": one.label} for one in known.merged],
    }


def alias(one: models.Alias) -> dict[str, Any]:
    """A name."""
    return {
        "id": one.pk,
        "actor": one.actor_id,
        "text": one.text,
        "language": one.language,
        "kind": one.kind,
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
        "retired_at": one.retired_at,
    }


def relation(one: models.Relation) -> dict[str, Any]:
    """A relation."""
    return {
        "id": one.pk,
        "kind": one.kind,
        "subject": one.subject_id,
        "object": one.object_id,
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
        "detail": one.detail,
        "source": one.source,
        "source_url": one.source_url,
    }


def bond(one: Bond) -> dict[str, Any]:
    """A relation as seen from one actor."""
    return {
        **relation(one.relation),
        "other": {"id": one.other.pk, "label": one.other.label},
        "is_subject": one.is_subject,
    }


def hit(one: Hit) -> dict[str, Any]:
    """An actor that a search found."""
    return {
        **actor(one.actor),
        "name": one.name,
        "name_from": one.valid_from,
        "name_to": one.valid_to,
        "score": round(one.score, 1),
        "is_ambiguous": one.is_ambiguous,
        "is_outside": one.is_outside,
    }


def preview(one: MergePreview, touched: found.Touched) -> dict[str, Any]:
    """What a merge would touch."""
    return {
        "actor": {"id": one.actor.pk, "label": one.actor.label},
        "into": {"id": one.into.pk, "label": one.into.label},
        "mentions": touched.mentions,
        "twins": touched.twins,
        "aliases": one.aliases,
        "shared_names": one.shared_names,
        "relations": one.relations,
        "between": one.between,
        "merged_before": one.merged_before,
        "refusal": one.refusal,
    }


def mention(one: found.Mention) -> dict[str, Any]:
    """A tag with its place."""
    return {
        "id": one.id,
        "actor": one.actor,
        "start": one.start,
        "end": one.end,
        "quote": one.text[one.start : one.end],
        "sentence": one.sentence,
        "ordinal": one.ordinal,
        "source": one.source,
        "title": one.title,
        "state": one.state,
    }


def occasion(one: found.Occasion) -> dict[str, Any]:
    """An event."""
    return asdict(one)


def appearance(one: found.Appearance, labels: Sequence[models.Actor]) -> dict[str, Any]:
    """Counts, with the labels of the company."""
    names = {row.pk: row.label for row in labels}
    return {
        "mentions": one.mentions,
        "events": one.events,
        "undated": one.undated,
        "years": [{"year": year, "events": times} for year, times in one.years],
        "company": [{"id": pk, "label": names[pk], "events": times} for pk, times in one.company],
    }
