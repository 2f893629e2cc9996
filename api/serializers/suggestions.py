"""Suggestions on the wire."""

from typing import Any

from rest_framework import serializers

from suggestions.engine.proposals import KINDS
from suggestions.offering import Offer

from .base import Strict


class Candidate(serializers.Serializer[Any]):
    """An actor that a shared name may mean."""

    id = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]


class SuggestionRow(serializers.Serializer[Any]):
    """A proposal, computed and not kept: nothing is saved until it is sent as an operation."""

    key = serializers.CharField(help_text="Names it when it is rejected.")
    kind = serializers.ChoiceField(
        KINDS, help_text="`date` and `casualties` change an event tag; the others add a tag of their kind."
    )
    start = serializers.IntegerField(help_text="In code points of the sentence's received text.")
    end = serializers.IntegerField()
    quote = serializers.CharField(trim_whitespace=False)
    value = serializers.JSONField(
        help_text="With `event` null the value of an `add` operation; else what to change in that event tag."
    )
    event = serializers.UUIDField(allow_null=True, help_text="The event tag that `value` would change.")
    parent_key = serializers.CharField(
        allow_null=True, help_text="The suggestion in whose content this account is told."
    )
    why = serializers.CharField()
    confidence = serializers.FloatField(help_text="From 0 to 1.")
    candidates = Candidate(many=True, help_text="More than one actor goes by this name: choose.")


class SentenceSuggestions(serializers.Serializer[Any]):
    """The suggestions of one sentence, in reading order."""

    sentence = serializers.IntegerField()
    suggestions = SuggestionRow(many=True)


class RejectionIn(Strict):
    """Which suggestion is not wanted."""

    key = serializers.RegexField(r"^[0-9a-f]{32}$")


class Rejected(serializers.Serializer[Any]):
    """The suggestion that is offered on the sentence no more."""

    sentence = serializers.IntegerField()
    key = serializers.CharField()
    kind = serializers.ChoiceField(KINDS)


def suggestion(offer: Offer) -> dict[str, Any]:
    """One offer."""
    one = offer.suggestion
    return {
        "key": one.key,
        "kind": one.kind,
        "start": one.start,
        "end": one.end,
        "quote": one.quote,
        "value": offer.value,
        "event": offer.event,
        "parent_key": offer.parent_key,
        "why": one.why,
        "confidence": one.confidence,
        "candidates": [{"id": pk, "label": label} for pk, label in offer.candidates],
    }


def of_sentence(sentence: int, offers: list[Offer]) -> dict[str, Any]:
    """A sentence's offers."""
    return {"sentence": sentence, "suggestions": [suggestion(offer) for offer in offers]}
