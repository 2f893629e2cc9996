"""The editing protocol: operations from people, merged, refused or met with both sides of a conflict.

`wire` reads what clients send; `merging` and `invariants` decide, purely; `requests` writes one revision;
`service`, `undoing` and `restoring` are the doors.
"""

from .answers import Answer, present
from .restoring import Preview, preview_restore, restore_revision
from .service import apply_operations
from .undoing import redo, undo

__all__ = [
    "Answer", "Preview", "apply_operations", "present", "preview_restore", "redo", "restore_revision", "undo",
]  # fmt: skip
