"""Two thin layers every request passes: its id, and refusals turned into pages."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common.errors import AttestError
from common.requests import new_request_id, request_scope

Get = Callable[[HttpRequest], HttpResponse]
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def request_id(get_response: Get) -> Get:
    """Give each request an id (the caller's own if it is well formed) and send it back."""

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        name = given if _ID.fullmatch(given) else new_request_id()
        with request_scope(name):
            response = get_response(request)
        response["X-Request-ID"] = name
        return response

    return middleware


class Refusals:
    """Show an AttestError that a page did not handle as a page that says what happened and who can."""

    def __init__(self, get_response: Get) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, AttestError) or request.path.startswith("/api/"):
            return None
        template = {403: "403.html", 404: "404.html"}.get(error.status, "refusal.html")
        return render(request, template, {"error": error}, status=error.status)


refusals = Refusals
