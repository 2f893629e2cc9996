"""`manage.py index_names`: fill the columns by which actors are found."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from codebook.registry.indexing import index_names


class Command(BaseCommand):
    """Index names that are not yet; every start of the site does so."""

    help = "Fill the columns by which names of actors are found; with --all also those that are filled."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to do all of them again."""
        parser.add_argument("--all", action="store_true", help="after a release that says so")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it and say how many."""
        written = index_names(again=options["all"])
        if written or options["verbosity"] > 1:
            self.stdout.write(f"{written:,} names indexed.")
