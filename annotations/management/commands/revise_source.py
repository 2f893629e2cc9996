"""`manage.py revise_source FILE --source ID --project SLUG`: give a source a new text, in this process."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations.revising import preview, publish_as
from common.errors import AttestError
from jobs.models import DONE
from jobs.working import run_inline
from sources.decoding import read_limited
from sources.importers.detect import READERS
from sources.models import Proposal, Source
from sources.services.revising import propose


class Command(BaseCommand):
    """Make the text of FILE the next version of a source: all of it or nothing."""

    help = "Give a source a new text. Tags go with their words; those without are listed as orphans."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and which source."""
        parser.add_argument("path", type=Path, metavar="FILE")
        parser.add_argument("--project", required=True, metavar="SLUG")
        parser.add_argument("--source", required=True, type=int, metavar="ID")
        parser.add_argument("--format", default="", choices=["", *READERS], help="found out when not given")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Compare, publish unless asked not to, and say what came of it."""
        rows = Source.objects.select_related("current", "project").filter(
            pk=options["source"], project__slug=options["project"], current__isnull=False
        )
        source = rows.first()
        if source is None:
            raise CommandError(f"There is no source {options['source']} in a project “{options['project']}”.")
        try:
            told = self._revise(source, options)
        except AttestError as error:
            raise CommandError(error.message) from error
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        counts = ", ".join(f"{count:,} {kind}" for kind, count in told["changes"].items())
        done = "would become" if told["dry_run"] else "is now"
        self.stdout.write(f"{source.title} (source {source.pk}) {done} version {told['version']}: {counts}.")
        self.stdout.write(
            f"Tags on changed sentences placed: {told['tags_moved']:,}. Orphans: {told['orphans']:,}."
        )
        for note in told["notes"]:
            self.stdout.write(note)

    def _revise(self, source: Source, options: dict[str, Any]) -> dict[str, Any]:
        proposal = self._proposal(source, options)
        told = preview(None, proposal)
        if options["dry_run"]:
            notes = list(proposal.notes)
            proposal.delete()
            return {
                "dry_run": True, "source": source.pk, "version": told.seen + 1, "changes": dict(told.sentences),
                "tags_moved": told.tags_moved, "orphans": told.orphans, "notes": notes,
            }  # fmt: skip
        outcome = publish_as(None, proposal, told.seen)
        return {"dry_run": False, **outcome.as_json(), "notes": list(proposal.notes)}

    def _proposal(self, source: Source, options: dict[str, Any]) -> Proposal:
        path: Path = options["path"]
        try:
            with path.open("rb") as stream:
                data = read_limited(stream)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        proposal = propose(
            None, source, data, file_name=path.name, format_name=options["format"], wake_worker=False
        )
        if proposal.job is not None:
            job = run_inline(proposal.job)
            if job.state != DONE:
                raise CommandError(job.problem or f"Reading the file was {job.state}.")
            proposal = Proposal.objects.select_related("source__current", "source__project").get(
                pk=proposal.pk
            )
        return proposal
