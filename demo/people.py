"""The demo's accounts: five roles, passwords made at random for each data folder."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from accounts.models import User

ROLES: Final = {
    "demo-owner": ("owner",),
    "demo-editor-1": ("editor",),
    "demo-editor-2": ("editor",),
    "demo-reviewer-1": ("reviewer",),
    "demo-reviewer-2": ("reviewer",),
}


@dataclass(frozen=True, slots=True)
class Login:
    """A demo account and its password, in clear: it is for printing."""

    username: str
    password: str


def logins() -> list[Login]:
    """The data folder's demo logins, made at first need; the accounts follow the file.

    The file is readable by its owner only. If it is lost, the accounts get new passwords.
    """
    path = Path(settings.DATA_DIR) / "demo_logins.json"
    try:
        kept = json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        kept = {}
    if set(kept) != set(ROLES):
        kept = {name: secrets.token_urlsafe(9) for name in ROLES}
        _write_private(path, json.dumps(kept, indent=1))
    return [Login(name, kept[name]) for name in ROLES]


def ensure_accounts(wanted: list[Login]) -> dict[str, User]:
    """The demo's users by name, each with the password that is printed."""
    known = {user.username: user for user in User.objects.filter(username__in=ROLES, is_demo=True)}
    for login in wanted:
        user = known.get(login.username)
        if user is None:
            user = User(username=login.username, email=f"{login.username}@attest.invalid", is_demo=True)
        if not user.pk or not user.check_password(login.password):
            user.set_password(login.password)
            user.save()
        known[login.username] = user
    return known


def _write_private(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)
