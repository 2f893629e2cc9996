"""`manage.py verify_revisions`: replay every revision and compare with tags and snapshots."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Project
from annotations.models import AnnotationSet
from annotations.snapshots import verify


class Command(BaseCommand):
    """Reads only. Ends with an error when anything differs, so that a nightly run is noticed."""

    help = "Replay the revisions of all sentences and say where tags or snapshots differ from them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One project, or all."""
        parser.add_argument("--project", metavar="SLUG", help="only this project; all by default")

    def handle(self, *args: Any, project: str | None = None, **options: Any) -> None:
        """Print each mismatch and a count."""
        sets = AnnotationSet.objects.all()
        if project is not None:
            if not Project.objects.filter(slug=project).exists():
                raise CommandError(f"There is no project “{project}”.")
            sets = sets.filter(project__slug=project)
        found = 0
        for mismatch in verify(sets):
            found += 1
            self.stdout.write(f"set {mismatch.set_id}, revision {mismatch.revision}: {mismatch.message}")
        if found:
            raise CommandError(f"{found} of the revisions, tags or snapshots disagree.")
        self.stdout.write(
            f"{sets.count()} sentences replayed: tags and snapshots agree with their revisions."
        )
