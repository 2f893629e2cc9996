"""The door of project pages: who asks, and from which seat."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.models import Membership, User
from accounts.querysets import membership_of

P = ParamSpec("P")


def person(request: HttpRequest) -> User:
    """Who is signed in. Only behind `login_required`."""
    if not isinstance(request.user, User):
        raise TypeError("A page that needs a person was reached by nobody.")
    return request.user


def in_project(
    view: Callable[Concatenate[HttpRequest, Membership, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Hand the view the person's seat in the project of its address; 404 for outsiders.

    The seat also goes on the request, so that a refusal raised later keeps the project's frame.
    """

    @login_required
    @wraps(view)
    def opened(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        seat = membership_of(person(request), slug)
        request.seat = seat  # type: ignore[attr-defined]
        return view(request, seat, *args, **kwargs)

    return opened
