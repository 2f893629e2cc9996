"""Verbs on the actor registry: who is known, under which names, and how they stand to each other."""

from .actors import change_actor, create_actor
from .aliases import add_alias, change_alias, retire_alias
from .merging import MergePreview, merge_actors, preview_merge, undo_merge
from .relations import add_relation, change_relation, remove_relation

__all__ = [
    "MergePreview", "add_alias", "add_relation", "change_actor", "change_alias", "change_relation", "create_actor",
    "merge_actors", "preview_merge", "remove_relation", "retire_alias", "undo_merge",
]  # fmt: skip
