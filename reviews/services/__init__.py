"""Verbs of review. Each locks the set's row, asks for permission inside and records activity in its transaction."""

from .decisions import approve, retract, return_to_editor
from .leases import NothingToTake, release_lease, renew_lease, take_next, why_nothing
from .submissions import SubmittedAll, submit, submit_all_finished, submit_sentence, withdraw

__all__ = [
    "NothingToTake", "SubmittedAll", "approve", "release_lease", "renew_lease", "retract", "return_to_editor", "submit",
    "submit_all_finished", "submit_sentence", "take_next", "why_nothing", "withdraw",
]  # fmt: skip
