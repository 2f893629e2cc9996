"""What is asked about an actor and its names."""

from django import forms
from django.utils.translation import gettext_lazy as _

from web.words import ACTOR_KIND_WORDS, ALIAS_KIND_WORDS

from .base import ServiceForm


class ActorForm(ServiceForm):
    """A new actor."""

    label = forms.CharField(label=_("Label"), max_length=200, help_text=_("The name your data set uses."))
    kind = forms.ChoiceField(label=_("Kind"), choices=list(ACTOR_KIND_WORDS.items()), initial="other")
    country = forms.CharField(
        label=_("Country"),
        max_length=2,
        required=False,
        help_text=_("Two letters of ISO 3166, such as ZA. Leave empty if none applies."),
    )
    wikidata = forms.CharField(
        max_length=20,
        required=False,
        label=_("Wikidata id"),
        help_text=_("Such as Q83162. Leave empty if unknown."),
    )
    description = forms.CharField(
        label=_("Description"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who this is, in a line or two."),
    )


class AliasForm(ServiceForm):
    """Another name of an actor."""

    text = forms.CharField(max_length=200, label=_("Name"))
    kind = forms.ChoiceField(label=_("Kind"), choices=list(ALIAS_KIND_WORDS.items()), initial="official")
    language = forms.CharField(
        label=_("Language"), max_length=12, required=False, help_text=_("Such as en or ar; may stay empty.")
    )
