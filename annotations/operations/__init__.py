"""The editing protocol: operations from people, merged, refused or met with both sides of a conflict.

`wire` reads what clients send; `merging` and `invariants` decide, purely; `requests` writes one revision;
`service`, `undoing` and `restoring` are the doors.
"""

from .answers import Answer, present
from .service import apply_operations

__all__ = ["Answer", "apply_operations", "present"]
