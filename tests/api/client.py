"""A JSON client of the API for tests."""

from typing import Any

import orjson
from django.test import Client

from accounts.models import Membership


class Answer:
    """A response with its JSON read."""

    def __init__(self, response: Any) -> None:
        self.response = response
        self.status = response.status_code
        kind = response.headers.get("Content-Type", "")
        self.is_problem = kind == "application/problem+json"
        self.body: Any = orjson.loads(response.content) if "json" in kind and not response.streaming else None

    def __getitem__(self, key: str) -> Any:
        return self.body[key]

    def __repr__(self) -> str:
        return f"{self.status} {self.body}"

    def refuses(self, status: int, code: str | None = None) -> "Answer":
        """Assert that this is a whole problem with `status` (and `code`)."""
        assert (self.status, self.is_problem) == (status, True), self
        assert {"type", "title", "status", "code", "detail"} <= set(self.body), self
        assert code in (None, self.body["code"]), self
        return self

    def ok(self, status: int = 200) -> "Answer":
        """Assert the status of a request that worked."""
        assert self.status == status, self
        return self


class Api:
    """Requests as one person, relative to a project or, with a leading slash, to the API."""

    def __init__(self, seat: Membership | None, slug: str | None = None) -> None:
        self.client = Client(raise_request_exception=False)
        self.slug = slug or (seat.project.slug if seat else "desk")
        if seat is not None:
            self.client.force_login(seat.user)

    def url(self, path: str) -> str:
        """The address of `path`."""
        if path.startswith("/api/"):
            return path
        return f"/api/v1{path}" if path.startswith("/") else f"/api/v1/projects/{self.slug}/{path}"

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Any request with a JSON body."""
        data = b"" if body is None else body if isinstance(body, bytes) else orjson.dumps(body)
        response = self.client.generic(
            method, self.url(path), data, content_type="application/json", headers=headers
        )
        return Answer(response)

    def get(self, path: str) -> Answer:
        """GET."""
        return Answer(self.client.get(self.url(path)))

    def post(self, path: str, body: Any = None) -> Answer:
        """POST."""
        return self.send("POST", path, {} if body is None else body)

    def patch(self, path: str, body: Any) -> Answer:
        """PATCH."""
        return self.send("PATCH", path, body)

    def delete(self, path: str) -> Answer:
        """DELETE."""
        return self.send("DELETE", path)

    def upload(self, path: str, **fields: Any) -> Answer:
        """POST multipart/form-data."""
        return Answer(self.client.post(self.url(path), fields))
