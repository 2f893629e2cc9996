"""Who may listen to a project: asked before a stream begins, and again while it runs. Runs in a thread."""

import io
import re
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import get_user
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest

from accounts.models import Membership, User
from accounts.querysets import membership_of
from accounts.services import user_of_token
from activity.querysets import Cursor
from common.errors import AttestError

PATH: Final = re.compile(r"/live/projects/([-a-zA-Z0-9_]{1,60})/")
PLACE: Final = re.compile(r"\d{1,18}-\d{1,18}")


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """No stream: `status`, `code` and `detail` say why."""

    def __init__(self, status: int, code: str, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail, self.headers = status, code, detail, headers or {}


@dataclass(frozen=True, slots=True)
class Guest:
    """Someone let in: who, to which project, as which coder, and after which row of history, if they know one."""

    user_id: int
    project_id: int
    coder_id: int
    after: Cursor | None


def let_in(scope: dict[str, Any]) -> Guest:
    """The guest that a request names; Refused for everyone else, outsiders and unknown projects alike."""
    asked = PATH.fullmatch(scope["path"])
    if asked is None:
        raise Refused(404, "not-found", "There is nothing at this address.")
    if scope["method"] != "GET":
        raise Refused(405, "method-not-allowed", "A stream is read with GET.", {"allow": "GET"})
    request = ASGIRequest(scope, io.BytesIO())
    seat = seat_of(request, asked[1])
    place = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    if place and not PLACE.fullmatch(place):
        raise Refused(400, "bad-query", "Take the place from the id of an event.")
    return Guest(seat.user_id, seat.project_id, seat.coder_id, Cursor.parse(place) if place else None)


def seat_of(request: HttpRequest, slug: str) -> Membership:
    """The seat of whoever asks."""
    try:
        request.get_host()
    except SuspiciousOperation as error:
        raise Refused(400, "bad-request", "This site has another name.") from error
    user = person_of(request)
    if user is None:
        offer = {"www-authenticate": 'Bearer realm="attest"'}
        raise Refused(401, "not-authenticated", "Sign in to listen.", offer)
    try:
        return membership_of(user, slug)
    except AttestError as error:
        raise Refused(error.status, error.code, error.message) from error


def person_of(request: HttpRequest) -> User | None:
    """Who asks, by token or by session; None for nobody."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return user_of_token(secret.strip())
    sessions = import_module(settings.SESSION_ENGINE)
    request.session = sessions.SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    user = get_user(request)
    return user if isinstance(user, User) else None
