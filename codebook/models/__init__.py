"""The tables of this room: code schemes, and the registry of actors."""

from .actors import ACTOR_KINDS, ACTOR_STATUSES, ALIAS_KINDS, INTER_CODES, Actor, Alias
from .relations import RELATION_KINDS, Relation
from .schemes import Adoption, Code, Codebook, CodebookChange, CodebookDraft, codes_of
from .uploads import RegistryUpload

__all__ = [
    "ACTOR_KINDS", "ACTOR_STATUSES", "ALIAS_KINDS", "INTER_CODES", "RELATION_KINDS", "Actor", "Adoption", "Alias",
    "Code", "Codebook", "CodebookChange", "CodebookDraft", "RegistryUpload", "Relation", "codes_of",
]  # fmt: skip
