"""`manage.py messages`: brings the catalogues in `locale/` up to what the code says."""

from typing import Any

from django.core.management.base import BaseCommand

from web.catalogue import reading, writing


class Command(BaseCommand):
    """Read every message of the code and write .po, .mo and JavaScript of each language."""

    help = "Bring the message catalogues in locale/ up to date; what is left to translate is listed."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Write, then say what is left to do."""
        template = reading.read()
        for language in writing.languages():
            catalogue = writing.updated(writing.opened(language), template)
            writing.write(language, catalogue)
            open_ones = [one for one in catalogue if one.id and not writing.is_whole(one)]
            self.stdout.write(f"{language}: {len(catalogue)} messages, {len(open_ones)} to translate.")
            for one in open_ones:
                self.stdout.write(f"  {one.id!r}")
