"""What was coded: one set of tags per sentence and layer, and the immutable revisions that led to it.

Offsets in tags are 0-based, half-open, in code points, relative to the received text of the set's sentence.
The database enforces what matters (see the migrations): spans lie inside the sentence and quotes equal their slice,
links stay inside the set, borrowed words stand where they are said to, codes and actors belong to the project,
revisions are never changed.
"""

from .choices import (
    BASES,
    CHECK_WORTHINESS,
    COMMITMENTS,
    CREDIBILITIES,
    DATE_PRECISIONS,
    GENERICITIES,
    KINDS,
    MODALITIES,
    ORIGINS,
    OUTCOMES,
    PLACE_PRECISIONS,
    POLARITIES,
    ROLES,
    TENSES,
)
from .events import EventCode, EventTag, Participant
from .imports import TagImport
from .orphans import ORPHAN_STATES, REASONS, OrphanTag
from .recodings import Recoding
from .reliability import ReliabilityTag
from .revisions import Operation, Revision, Snapshot
from .sets import AnnotationSet
from .spans import ActorTag, Span

__all__ = [
    "BASES", "CHECK_WORTHINESS", "COMMITMENTS", "CREDIBILITIES", "DATE_PRECISIONS", "GENERICITIES", "KINDS",
    "MODALITIES", "ORIGINS", "ORPHAN_STATES", "OUTCOMES", "PLACE_PRECISIONS", "POLARITIES", "REASONS", "ROLES",
    "TENSES", "ActorTag", "AnnotationSet", "EventCode", "EventTag", "Operation", "OrphanTag", "Participant",
    "Recoding", "ReliabilityTag", "Revision", "Snapshot", "Span", "TagImport",
]  # fmt: skip
