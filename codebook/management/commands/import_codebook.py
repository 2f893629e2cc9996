"""`manage.py import_codebook PATH --project SLUG`: bring in a codebook file at the server."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import OWNER, Membership
from codebook.adopting import import_codebook
from codebook.models import Codebook
from codebook.schemes import LARGEST
from common.errors import AttestError


class Command(BaseCommand):
    """A new codebook of a project, or a draft where it has one of that slug."""

    help = "Bring a codebook file into a project, in the name of its first owner; nothing is published by it."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file and the project."""
        parser.add_argument("path", type=Path)
        parser.add_argument("--project", required=True, metavar="SLUG")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Bring it in and say what came of it."""
        seats = Membership.objects.select_related("project", "coder").filter(
            project__slug=options["project"], roles__contains=[OWNER]
        )
        seat = seats.order_by("pk").first()
        if seat is None:
            raise CommandError(f"There is no project “{options['project']}”.")
        path: Path = options["path"]
        try:
            with path.open("rb") as stream:
                made = import_codebook(seat, stream.read(LARGEST + 1), path.name)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except AttestError as refusal:
            faults = [fault["message"] for fault in getattr(refusal, "errors", [])] or [refusal.message]
            raise CommandError("\n".join(faults)) from refusal
        if isinstance(made, Codebook):
            self.stdout.write(f"{made.title} ({made.name}) is here; an owner can take it up.")
        else:
            self.stdout.write(
                f"{made.slug} is here already: the file became a draft; an owner looks and publishes."
            )
