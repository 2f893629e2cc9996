"""The tables of this room: code schemes, and the registry of actors."""

from .actors import ACTOR_KINDS, ALIAS_KINDS, Actor, Alias
from .schemes import Adoption, Code, Codebook, CodebookChange, CodebookDraft, codes_of

__all__ = [
    "ACTOR_KINDS", "ALIAS_KINDS", "Actor", "Adoption", "Alias", "Code", "Codebook", "CodebookChange", "CodebookDraft",
    "codes_of",
]  # fmt: skip
