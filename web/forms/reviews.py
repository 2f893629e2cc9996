"""What a reviewer says."""

from django import forms

from web.reviewing import REASONS

from .base import ServiceForm


class ReturnForm(ServiceForm):
    """What is wrong, and a note to the editor."""

    reason = forms.ChoiceField(
        choices=[(value, label) for value, (label, _) in REASONS.items()],
        widget=forms.RadioSelect,
        label="What is wrong",
        error_messages={"required": "Choose what is wrong."},
    )
    note = forms.CharField(
        required=False,
        strip=True,
        label="Note to the editor",
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
