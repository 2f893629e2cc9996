"""What is asked about releases."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .base import ServiceForm


class TextForm(ServiceForm):
    """Which texts later releases hold."""

    text = forms.ChoiceField(
        choices=[
            ("all", _("All texts, for the team itself")),
            ("permitted", _("Only what each source’s rights allow")),
        ],
        label=_("Texts"),
    )


class ScheduleForm(ServiceForm):
    """Whether and when a release is made by itself."""

    enabled = forms.BooleanField(
        required=False, label=_("Make a release every night"), help_text=_("Also when nobody is signed in.")
    )
    at = forms.TimeField(
        label=_("At"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "is-short"}),
    )

    def __init__(self, *args: Any, is_daily: bool = True, **kwargs: Any) -> None:
        """A rule that is not once a day was set through the API; it stays unless a time is given."""
        super().__init__(*args, **kwargs)
        self.fields["at"].required = is_daily
