"""`manage.py api_token USERNAME`: a token for a program, printed once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.services import create_token
from common.errors import Invalid


class Command(BaseCommand):
    """Print a new API token of USERNAME, alone on a line, so that a script can keep it."""

    help = "Make an API token for USERNAME and print it. It is shown this once; only its hash is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        """The account, and a name under which the token is listed."""
        parser.add_argument("username")
        parser.add_argument("--name", default="command line", help="what will use it (default: %(default)s)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make it and print it."""
        user = User.objects.filter(username=options["username"]).first()
        if user is None or not user.is_active:
            raise CommandError(f"There is no active account named “{options['username']}”.")
        try:
            secret = create_token(user, options["name"])
        except Invalid as error:
            raise CommandError(error.message) from error
        self.stdout.write(secret)
