"""The errors services raise. Each says what happened and what to do; the rim turns them into pages and problems."""

from typing import Any


class AttestError(Exception):
    """A refusal a person can act on. `code` is stable and machine-readable, `status` the HTTP status at the rim."""

    status = 400
    code = "error"

    def __init__(self, message: str, *, code: str | None = None, **extra: Any) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.extra = extra


class NotAllowed(AttestError):
    """The person is known to the project but lacks the right: 403 with the reason and who can."""

    status = 403
    code = "not-allowed"

    @property
    def who_can(self) -> str:
        """Who to ask, or an empty string."""
        return str(self.extra.get("who_can", ""))


class NotThere(AttestError):
    """It does not exist, or the person may not know that it does: 404, the same for both."""

    status = 404
    code = "not-found"


class Invalid(AttestError):
    """What was sent cannot be used: 422. `errors` lists {field, message} for each fault."""

    status = 422
    code = "invalid"

    def __init__(self, message: str, *, errors: list[dict[str, Any]] | None = None, **kwargs: Any) -> None:
        super().__init__(message, **kwargs)
        self.errors = errors or []


class Conflict(AttestError):
    """The state moved on since the person looked: 409. `extra` holds both sides."""

    status = 409
    code = "conflict"
