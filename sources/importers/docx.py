"""A Word document (.docx): its paragraphs, headings and the cells of its tables, a line each."""

from django.utils.translation import gettext_noop

from sources.decoding import Received

from .documents import read_document
from .drafts import ImportedSource, Naming

NAME = "docx"
LABEL = gettext_noop("Word document")


def read(received: Received, naming: Naming) -> list[ImportedSource]:
    """The one source of a document in this format."""
    return read_document(NAME, received, naming)
