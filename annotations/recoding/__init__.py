"""What a change of a codebook means for tags: what it would touch, moving them in a job, and taking that back.

A mechanical revision is nobody's authorship. A set whose tags only go to the same code of the next version stays as it
is, approval included: its values are provably the same. Any other change opens it again.
"""

from .leaving import unadopt
from .preview import Preview, Touched, preview_draft
from .publishing import publish, undo_change
from .undoing import UndoPreview, preview_undo

__all__ = [
    "Preview",
    "Touched",
    "UndoPreview",
    "preview_draft",
    "preview_undo",
    "publish",
    "unadopt",
    "undo_change",
]
