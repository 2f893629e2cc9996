"""What is asked of people: who they are, what they may do, what their programs are called."""

from datetime import timedelta
from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import ROLES
from web.words import ROLE_WORDS

from .base import ServiceForm

LIFETIMES: Final = {
    "30": _("30 days"),
    "90": _("90 days"),
    "365": _("A year"),
    "": _("Until revoked"),
}


class NewcomerForm(ServiceForm):
    """An account for whoever holds an invitation."""

    username = forms.CharField(
        max_length=150,
        label=_("Name"),
        help_text=_("You sign in with it, and your team sees it. Letters, digits and @ . + - _."),
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Only for a new password when you forget yours."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least 10 characters."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class RolesField(forms.MultipleChoiceField):
    """A set of roles, each with what it may do."""

    def __init__(self, label: StrOrPromise) -> None:
        super().__init__(
            choices=[(role, ROLE_WORDS[role][0]) for role in ROLES],
            widget=forms.CheckboxSelectMultiple,
            label=label,
            error_messages={"required": _("Choose at least one role.")},
        )


class RolesForm(ServiceForm):
    """What a member may do."""

    roles = RolesField(_("May"))


class InviteForm(ServiceForm):
    """A seat to hand over as a link."""

    roles = RolesField(_("Roles"))
    email = forms.EmailField(
        required=False, label=_("For whom"), help_text=_("An e-mail address as a reminder; nothing is sent.")
    )


class TokenForm(ServiceForm):
    """A key for a program."""

    name = forms.CharField(
        max_length=80, label=_("Program"), help_text=_("What will use it, such as “nightly import”.")
    )
    lifetime = forms.ChoiceField(
        choices=list(LIFETIMES.items()), required=False, initial="90", label=_("Works for")
    )

    def clean_lifetime(self) -> timedelta | None:
        """The days as a span of time; None for a token without an end."""
        days = self.cleaned_data["lifetime"]
        return timedelta(days=int(days)) if days else None
