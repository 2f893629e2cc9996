"""`manage.py import_source PATH --project SLUG`: import a text at the server, in this process."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Project
from common.errors import AttestError
from jobs.models import DONE
from jobs.working import run_inline
from sources.decoding import read_limited
from sources.importers.detect import READERS
from sources.importers.problems import ImportProblem
from sources.services import request_import


class Command(BaseCommand):
    """Import the text at PATH into a project: all of it or nothing."""

    help = "Import a text file into a project. The same text again is reported as the source it already is."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, the project, and what the text does not say itself."""
        parser.add_argument("path", type=Path)
        parser.add_argument("--project", required=True, metavar="SLUG")
        parser.add_argument("--title", default="", help="the title, when not the text's own")
        parser.add_argument("--format", default="", choices=["", *READERS], help="found out when not given")
        parser.add_argument("--outlet", default="", help="who published it")
        parser.add_argument("--url", default="")
        parser.add_argument("--published", default="", help="the day, as 2024-03-19")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import it and say what came of it."""
        project = Project.objects.filter(slug=options["project"]).first()
        if project is None:
            raise CommandError(f"There is no project “{options['project']}”.")
        result = self._import(project, options)
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
            return
        for row in result["sources"]:
            marks = row["citations"]
            state = "is there already" if row["existing"] else "imported"
            self.stdout.write(
                f"{row['title']} (source {row['source']}) {state}: {row['sentences']:,} sentences, "
                f"{marks['leading']:,} leading and {marks['inline']:,} inline citations."
            )
        for note in result["notes"]:
            self.stdout.write(note)

    def _import(self, project: Project, options: dict[str, Any]) -> dict[str, Any]:
        path: Path = options["path"]
        try:
            with path.open("rb") as stream:
                data = read_limited(stream)
            job = request_import(
                None,
                project,
                data,
                file_name=path.name,
                title=options["title"],
                format_name=options["format"],
                stated={name: options[name] for name in ("outlet", "url", "published")},
                wake_worker=False,
            )
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except ImportProblem as error:
            raise CommandError("\n".join(str(problem) for problem in error.problems)) from error
        except AttestError as error:
            raise CommandError(error.message) from error
        job = run_inline(job)
        if job.state != DONE or job.result is None:
            raise CommandError(job.problem or f"The import was {job.state}.")
        result: dict[str, Any] = job.result
        return result
