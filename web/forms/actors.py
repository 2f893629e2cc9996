"""What is asked about an actor and its names."""

from django import forms

from codebook.models import ACTOR_KINDS, ALIAS_KINDS

from .base import ServiceForm


def _words(values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(value, value.replace("_", " ").capitalize()) for value in values]


class ActorForm(ServiceForm):
    """A new actor."""

    label = forms.CharField(max_length=200, help_text="The name your data set uses.")
    kind = forms.ChoiceField(choices=_words(ACTOR_KINDS), initial="other")
    country = forms.CharField(
        max_length=2,
        required=False,
        help_text="Two letters of ISO 3166, such as ZA. Leave empty if none applies.",
    )
    wikidata = forms.CharField(
        max_length=20,
        required=False,
        label="Wikidata id",
        help_text="Such as Q83162. Leave empty if unknown.",
    )
    description = forms.CharField(
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Who this is, in a line or two.",
    )


class AliasForm(ServiceForm):
    """Another name of an actor."""

    text = forms.CharField(max_length=200, label="Name")
    kind = forms.ChoiceField(choices=_words(ALIAS_KINDS), initial="official")
    language = forms.CharField(max_length=12, required=False, help_text="Such as en or ar; may stay empty.")
