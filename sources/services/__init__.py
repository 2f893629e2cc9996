"""Verbs on sources. Each takes the seat of whoever acts, asks for permission inside and records in its transaction."""

from .cutting import Piece, Recut, merge_sentences, split_sentence, undo_cut
from .importing import request_import
from .outlets import change_outlet, change_source, create_outlet, grade_outlet, name_citation_owner

__all__ = [
    "Piece", "Recut", "change_outlet", "change_source", "create_outlet", "grade_outlet", "merge_sentences",
    "name_citation_owner", "request_import", "split_sentence", "undo_cut",
]  # fmt: skip
