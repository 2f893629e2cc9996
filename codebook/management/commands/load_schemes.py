"""`manage.py load_schemes`: bring the shipped code schemes into the database."""

from typing import Any

from django.core.management.base import BaseCommand

from codebook.services import ensure_all_shipped


class Command(BaseCommand):
    """Every shipped scheme, once; a newer Attest completes their explanations."""

    help = "Bring the code schemes shipped with Attest into the database. Again, it changes nothing."

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it and name them."""
        for book in ensure_all_shipped():
            if options["verbosity"]:
                self.stdout.write(f"{book.name}: {book.title}")
