"""What is asked about an actor, its names and its relations."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from codebook.registry.sectors import sectors
from common.countries import countries
from web.words import (
    ACTOR_KIND_WORDS,
    ACTOR_STATUS_WORDS,
    ALIAS_KIND_WORDS,
    INTER_WORDS,
    RELATION_WORDS,
)

from .base import ServiceForm

_EDTF = _("EDTF, such as 2007 or 2007-06-14~. Empty: open.")


def _date(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=64,
        required=False,
        help_text=_EDTF,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )


class ActorForm(ServiceForm):
    """All of an actor's own fields; `main_fields` come first, `more_fields` one key away."""

    label = forms.CharField(
        label=_("Label"),
        max_length=200,
        help_text=_("The name your data set uses."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=list(ACTOR_KIND_WORDS.items()), initial="other")
    country = forms.ChoiceField(label=_("Country"), required=False)
    description = forms.CharField(
        label=_("Description"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Who this is, in a line or two."),
    )
    status = forms.ChoiceField(label=_("Status"), choices=list(ACTOR_STATUS_WORDS.items()), initial="active")
    valid_from = _date(_("Acts from"))
    valid_to = _date(_("Acts until"))
    inter = forms.TypedChoiceField(
        label=_("ACLED inter code"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "–"), *((code, f"{code}") for code in INTER_WORDS)],
    )
    wikidata = forms.CharField(
        max_length=20,
        required=False,
        label=_("Wikidata id"),
        help_text=_("Such as Q83162. Leave empty if unknown."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    ucdp = forms.CharField(
        max_length=10,
        required=False,
        label=_("UCDP id"),
        help_text=_("UCDP’s number of the actor, such as 206."),
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric"}),
    )
    key = forms.CharField(
        max_length=64,
        required=False,
        label=_("Key"),
        help_text=_("Your own name for it in files. Empty: one is made."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    sectors = forms.MultipleChoiceField(
        label=_("PLOVER sectors"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = countries(get_language() or "en")
        self._choices(
            "country", [("", _("None, or not stated")), *((c, f"{n} ({c})") for c, n in named.items())]
        )
        self._choices("inter", [("", "–"), *((c, f"{c} {word}") for c, word in INTER_WORDS.items())])
        self._choices("sectors", [(code, f"{code} {meaning}") for code, meaning in sectors().items()])

    def _choices(self, field: str, choices: list[tuple[Any, Any]]) -> None:
        control = self.fields[field]
        assert isinstance(control, forms.ChoiceField)  # noqa: S101 - for the types
        control.choices = choices

    def clean(self) -> dict[str, Any]:
        """What the service takes: no key when none was typed."""
        given = super().clean() or {}
        if not given.get("key"):
            given.pop("key", None)
        return given

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """What is asked first."""
        return [self[name] for name in ("label", "kind", "country", "description")]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """What is one key away."""
        return [
            self[name] for name in ("valid_from", "valid_to", "status", "inter", "wikidata", "ucdp", "key")
        ]


class AliasForm(ServiceForm):
    """A name of an actor, and when it was in use."""

    text = forms.CharField(max_length=200, label=_("Name"), widget=forms.TextInput(attrs={"dir": "auto"}))
    kind = forms.ChoiceField(label=_("Kind"), choices=list(ALIAS_KIND_WORDS.items()), initial="official")
    language = forms.CharField(
        label=_("Language"), max_length=12, required=False, help_text=_("Such as en or ar; may stay empty.")
    )
    valid_from = _date(_("In use from"))
    valid_to = _date(_("In use until"))


class RelationForm(ServiceForm):
    """A relation's time and source."""

    valid_from = _date(_("From"))
    valid_to = _date(_("Until"))
    detail = forms.CharField(
        label=_("Office or rank"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=500,
        required=False,
        help_text=_("Who says so: a citation in words."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    source_url = forms.CharField(
        label=_("Web address"),
        max_length=500,
        required=False,
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )


class NewRelationForm(RelationForm):
    """A relation to the actor that was found."""

    kind = forms.ChoiceField(
        label=_("Relation"), choices=[(kind, words[0]) for kind, words in RELATION_WORDS.items()]
    )
    object = forms.IntegerField(widget=forms.HiddenInput)

    field_order = ("kind", "detail", "valid_from", "valid_to", "source", "source_url", "object")
