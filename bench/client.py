"""A person's browser, as far as the server can tell: one kept connection, a session, a CSRF token."""

import http.client
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit


@dataclass
class Answer:
    """Status, headers and body of one response."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body read as JSON."""
        return json.loads(self.body)


@dataclass
class Client:
    """Requests of one signed-in person over one connection."""

    base: str
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        parts = urlsplit(self.base)
        self._connection = http.client.HTTPConnection(
            parts.hostname or "127.0.0.1", parts.port or 80, timeout=120
        )

    def raw(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """Send one request and keep the cookies it sets."""
        sent = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), **(headers or {})}
        if method not in ("GET", "HEAD"):
            sent |= {"X-CSRFToken": self.cookies.get("csrftoken", ""), "Referer": f"{self.base}/"}
        self._connection.request(method, path, body, sent)
        response = self._connection.getresponse()
        data = response.read()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, data)

    def call(
        self, method: str, path: str, given: Any = None, ok: tuple[int, ...] = (200, 201, 202, 204)
    ) -> Any:
        """Call the API and return its JSON; RuntimeError when it refuses."""
        body = None if given is None else json.dumps(given).encode()
        answer = self.raw(method, path, body, {"Content-Type": "application/json"})
        if answer.status not in ok:
            raise RuntimeError(f"{method} {path}: {answer.status} {answer.body[:400]!r}")
        return answer.json() if answer.body else None

    def sign_in(self, username: str, password: str) -> None:
        """Sign in through the page, as a person does."""
        page = self.raw("GET", "/login/").body.decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        form = {"username": username, "password": password, "csrfmiddlewaretoken": found[1] if found else ""}
        answer = self.raw(
            "POST", "/login/", urlencode(form).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
        )
        if answer.status != 302:
            raise RuntimeError(f"Signing in as {username} was refused: {answer.status}.")
