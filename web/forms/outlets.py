"""What is asked about an outlet and its reliability."""

from django import forms

from common.time import now

from .base import ServiceForm

GRADES = (
    ("A", "A, completely reliable"),
    ("B", "B, usually reliable"),
    ("C", "C, fairly reliable"),
    ("D", "D, not usually reliable"),
    ("E", "E, unreliable"),
    ("F", "F, cannot be judged"),
)


class OutletForm(ServiceForm):
    """A new outlet."""

    name = forms.CharField(max_length=200)
    homepage = forms.CharField(max_length=200, required=False, help_text="Its web address, if it has one.")


class GradeForm(ServiceForm):
    """How reliable the outlet is, from a day on, and why."""

    grade = forms.ChoiceField(choices=GRADES, initial="F")
    valid_from = forms.DateField(
        initial=lambda: now().date(), label="From", widget=forms.DateInput(attrs={"type": "date"})
    )
    reason = forms.CharField(
        max_length=2000, label="Why", widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
