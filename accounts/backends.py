"""Signing in with a password."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser

from .models import User


class Passwords(ModelBackend):
    """Django's own, except that demo accounts are refused when the site listens beyond this machine.

    Asked at every request too (`get_user`), so a session made before does not outlive the change.
    """

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        """Whether the account may be used at all, here and now."""
        if getattr(user, "is_demo", False) and settings.ATTEST_LISTENS_TO_OTHERS:
            return False
        return super().user_can_authenticate(user)
