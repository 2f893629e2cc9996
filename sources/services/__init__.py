"""Verbs on sources. Each takes the seat of whoever acts, asks for permission inside and records in its transaction."""

from .importing import request_import
from .outlets import change_outlet, change_source, create_outlet, grade_outlet, name_citation_owner

__all__ = [
    "change_outlet", "change_source", "create_outlet", "grade_outlet", "name_citation_owner", "request_import",
]  # fmt: skip
