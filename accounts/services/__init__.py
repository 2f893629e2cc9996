"""Verbs on people, projects and seats.

Each takes the seat of whoever acts, asks for permission inside and records activity in its transaction.
"""

from .invitations import accept, invitation_of, invite, open_invitations, register, revoke
from .languages import choose_language
from .members import change_roles, remove_member
from .projects import archive, change_project, create_project, reopen
from .seats import checked_roles, coder_for, seat_member
from .tokens import create_token, revoke_token, tokens_of, user_of_token

__all__ = [
    "accept", "archive", "change_project", "change_roles", "checked_roles", "choose_language", "coder_for",
    "create_project", "create_token", "invitation_of", "invite", "open_invitations", "register", "remove_member",
    "reopen", "revoke", "revoke_token", "seat_member", "tokens_of", "user_of_token",
]  # fmt: skip
