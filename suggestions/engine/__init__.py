"""Suggestions for one sentence, as pure functions: text and a compiled context in, proposals out. No database."""

from .context import Context, Example, Name, build_context
from .proposals import Suggestion, key_of
from .reading import suggest

__all__ = ["Context", "Example", "Name", "Suggestion", "build_context", "key_of", "suggest"]
