"""`manage.py export_actors --project SLUG`: write the registry as a CSV file."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Project
from codebook.registry.files import export_registry


class Command(BaseCommand):
    """Write actors, names and relations of a project; `import_actors` reads them."""

    help = "Write the registry of actors as CSV, to --out or to the terminal."

    def add_arguments(self, parser: CommandParser) -> None:
        """The project and where to."""
        parser.add_argument("--project", required=True, metavar="SLUG")
        parser.add_argument("--out", type=Path, metavar="FILE", help="the terminal when not given")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write it."""
        project = Project.objects.filter(slug=options["project"]).first()
        if project is None:
            raise CommandError(f"There is no project “{options['project']}”.")
        out: Path | None = options["out"]
        pieces = export_registry(project)
        if out is None:
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            return
        try:
            with out.open("wb") as file:
                file.writelines(pieces)
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}.") from error
