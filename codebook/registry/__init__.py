"""Verbs on the actor registry: who is known, and under which names."""

from .actors import change_actor, create_actor
from .aliases import add_alias

__all__ = ["add_alias", "change_actor", "create_actor"]
