"""What is asked about releases."""

from django import forms

from .base import ServiceForm


class ScheduleForm(ServiceForm):
    """Whether and when a release is made by itself."""

    enabled = forms.BooleanField(
        required=False, label="Make a release every night", help_text="Also when nobody is signed in."
    )
    at = forms.TimeField(
        required=False,
        label="At",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "is-short"}),
    )
