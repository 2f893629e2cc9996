"""Every message the code says: Python, templates and JavaScript."""

import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.conf import settings
from django.utils.translation.template import templatize

from web.catalogue import refusals

PYTHON: Final[dict[str, Any]] = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip
JAVASCRIPT: Final[dict[str, Any]] = {"t": None, "tIn": ((1, "c"), 2), "plural": (1, 2)}
NOTE: Final = ("Translators:",)
# What is read: rooms and templates whole, of the static files our own modules.
PATTERNS: Final = ("*.py", "templates/*.html", "templates/*.txt", "static/js/*.js")
SKIPPED: Final = re.compile(r"^(tests|bench|docs|runner|static/(vendor|js/locale))/|/migrations/")


def read() -> Catalog:
    """The messages of the checkout, without translations, each with the files that say it."""
    catalogue = Catalog(charset="utf-8", fuzzy=False)
    for path in _files():
        name = path.relative_to(settings.BASE_DIR).as_posix()
        for _line, message, notes, context in _messages(path, name):
            if message in ("", ("", "")):
                continue
            catalogue.add(message, locations=[(name, 0)], auto_comments=notes, context=context)
        if refusals.is_read(name):
            for message in refusals.refusals(path.read_text()):
                catalogue.add(message, locations=[(name, 0)], context=refusals.CONTEXT)
    for message in refusals.INSERTED:
        catalogue.add(message, context=refusals.CONTEXT)
    return catalogue


def _files() -> list[Path]:
    """The files git knows or would add, in a fixed order."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *PATTERNS],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    names = sorted({name for name in listed if not SKIPPED.search(name)})
    return [path for name in names if (path := settings.BASE_DIR / name).is_file()]


def _messages(path: Path, name: str) -> Iterator[tuple[int, Any, list[str], str | None]]:
    method, words, source = "python", PYTHON, path.read_bytes()
    if path.suffix == ".js":
        method, words = "javascript", JAVASCRIPT
    elif path.suffix != ".py":
        # Brackets, because a template's indentation means nothing to Python.
        source = f"(\n{templatize(source.decode(), origin=name)}\n)".encode()
    yield from extract(
        method,
        BytesIO(source),
        keywords=words,
        comment_tags=NOTE,
        options={"encoding": "utf-8"},
        strip_comment_tags=True,
    )
