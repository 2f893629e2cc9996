"""What a reviewer says."""

from django import forms
from django.utils.translation import gettext_lazy as _

from web.reviewing import REASONS

from .base import ServiceForm


class ReturnForm(ServiceForm):
    """What is wrong, and a note to the editor."""

    reason = forms.ChoiceField(
        choices=[(value, label) for value, (label, _hint) in REASONS.items()],
        widget=forms.RadioSelect,
        label=_("What is wrong"),
        error_messages={"required": _("Choose what is wrong.")},
    )
    note = forms.CharField(
        required=False,
        strip=True,
        label=_("Note to the editor"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
