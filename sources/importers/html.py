"""An HTML page: its article, with the title, day, author and language it states. Menus and comments are left out."""

from django.utils.translation import gettext_noop

from sources.decoding import Received

from .documents import read_document
from .drafts import ImportedSource, Naming

NAME = "html"
LABEL = gettext_noop("HTML page")


def read(received: Received, naming: Naming) -> list[ImportedSource]:
    """The one source of a document in this format."""
    return read_document(NAME, received, naming)
