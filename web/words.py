"""What stored words are called on pages."""

from typing import Final

STATE_WORDS: Final = {
    "unread": "Not read",
    "draft": "Draft",
    "submitted": "Submitted",
    "approved_once": "Approved once",
    "approved": "Approved",
    "returned": "Returned",
    "withdrawn": "Withdrawn",
    "nothing_to_code": "Nothing to code",
    "unsure": "Unsure",
    "queued": "Waiting",
    "running": "Running",
    "done": "Done",
    "failed": "Failed",
    "cancelled": "Cancelled",
}

ROLE_WORDS: Final = {
    "owner": ("Owner", "Manages members and settings; imports sources and defines data sets."),
    "editor": ("Editor", "Imports sources, tags sentences and submits them."),
    "reviewer": ("Reviewer", "Approves or returns submitted work, never their own."),
    "viewer": ("Viewer", "Reads everything, changes nothing."),
}

JOB_WORDS: Final = {
    "sources.import": "Import",
    "import": "Import",
    "exports.release": "Release",
    "checks.run": "Check run",
    "reviews.bulk_approve": "Bulk approval",
}


def roles_in_words(roles: list[str]) -> str:
    """`editor and reviewer`."""
    names = [ROLE_WORDS[role][0].lower() for role in roles]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def job_word(kind: str) -> str:
    """What a kind of job is called: known words, else its name read aloud."""
    return JOB_WORDS.get(kind) or kind.replace(".", " ").replace("_", " ").capitalize()
