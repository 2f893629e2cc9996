"""A PDF that holds text: its lines joined into paragraphs as well as can be told. Scanned pages are refused."""

from django.utils.translation import gettext_noop

from sources.decoding import Received

from .documents import read_document
from .drafts import ImportedSource, Naming

NAME = "pdf"
LABEL = gettext_noop("PDF")


def read(received: Received, naming: Naming) -> list[ImportedSource]:
    """The one source of a document in this format."""
    return read_document(NAME, received, naming)
