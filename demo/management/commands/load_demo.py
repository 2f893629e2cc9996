"""`manage.py load_demo`: the demo project and its logins, on this machine only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from demo.loading import load
from demo.people import ensure_accounts, logins


class Command(BaseCommand):
    """Load the demo project if it is not there yet, and print its logins."""

    help = "Load the demo project and print its logins. Repeating it changes nothing."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Load, then say who can sign in."""
        if settings.ATTEST_LISTENS_TO_OTHERS:
            self.stdout.write("The demo logins are refused: HOST is not this machine alone.")
            return
        wanted = logins()
        with transaction.atomic():
            load(ensure_accounts(wanted))
        for login in wanted:
            self.stdout.write(f"{login.username:<16} {login.password}")
