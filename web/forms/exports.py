"""What is asked about releases."""

from typing import Any

from django import forms

from .base import ServiceForm


class TextForm(ServiceForm):
    """Which texts later releases hold."""

    text = forms.ChoiceField(
        choices=[
            ("all", "All texts, for the team itself"),
            ("permitted", "Only what each source’s rights allow"),
        ],
        label="Texts",
    )


class ScheduleForm(ServiceForm):
    """Whether and when a release is made by itself."""

    enabled = forms.BooleanField(
        required=False, label="Make a release every night", help_text="Also when nobody is signed in."
    )
    at = forms.TimeField(
        label="At",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "is-short"}),
    )

    def __init__(self, *args: Any, is_daily: bool = True, **kwargs: Any) -> None:
        """A rule that is not once a day was set through the API; it stays unless a time is given."""
        super().__init__(*args, **kwargs)
        self.fields["at"].required = is_daily
