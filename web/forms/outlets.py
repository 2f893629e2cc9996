"""What is asked about an outlet and its reliability."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.time import now

from .base import ServiceForm

GRADES = (
    ("A", _("A, completely reliable")),
    ("B", _("B, usually reliable")),
    ("C", _("C, fairly reliable")),
    ("D", _("D, not usually reliable")),
    ("E", _("E, unreliable")),
    ("F", _("F, cannot be judged")),
)


class OutletForm(ServiceForm):
    """A new outlet."""

    name = forms.CharField(label=_("Name"), max_length=200)
    homepage = forms.CharField(
        label=_("Homepage"), max_length=200, required=False, help_text=_("Its web address, if it has one.")
    )


class GradeForm(ServiceForm):
    """How reliable the outlet is, from a day on, and why."""

    grade = forms.ChoiceField(label=_("Grade"), choices=GRADES, initial="F")
    valid_from = forms.DateField(
        initial=lambda: now().date(), label=_("From"), widget=forms.DateInput(attrs={"type": "date"})
    )
    reason = forms.CharField(
        max_length=2000, label=_("Why"), widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
