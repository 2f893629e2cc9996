"""`manage.py import_actors FILE --project SLUG`: import a CSV file of actors at the server, in this process."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Project
from codebook.registry.files import RegistryFileProblem, import_registry, preview_import
from codebook.registry.files.problems import MOST_SHOWN
from common.errors import AttestError


class Command(BaseCommand):
    """Import the file into a project's registry: all of it or nothing."""

    help = "Import actors, names and relations from a CSV file. The same file again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file and the project."""
        parser.add_argument("path", type=Path, metavar="FILE")
        parser.add_argument("--project", required=True, metavar="SLUG")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, change nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import it and say what came of it."""
        project = Project.objects.filter(slug=options["project"]).first()
        if project is None:
            raise CommandError(f"There is no project “{options['project']}”.")
        path: Path = options["path"]
        try:
            data = path.read_bytes()
            done = (
                preview_import(None, project, data)
                if options["dry_run"]
                else import_registry(None, project, data, path.name)
            )
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except RegistryFileProblem as error:
            more = len(error.problems) - MOST_SHOWN
            lines = [str(problem) for problem in error.problems[:MOST_SHOWN]]
            raise CommandError("\n".join([*lines, f"and {more:,} more"] if more > 0 else lines)) from error
        except AttestError as error:
            raise CommandError(error.message) from error
        if options["json"]:
            self.stdout.write(json.dumps(done.told(), ensure_ascii=False))
            return
        verb = "would be" if done.is_dry else "were"
        for kind, counts in done.counts.items():
            self.stdout.write(
                f"{kind}: {counts['create']:,} {verb} entered, {counts['change']:,} changed, "
                f"{counts['same']:,} as they were"
            )
        if done.merges:
            self.stdout.write(f"merges: {done.merges:,}")
