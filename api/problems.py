"""Every refusal as application/problem+json (RFC 9457): what happened, what to do, who can."""

import logging
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError, DataError, IntegrityError, OperationalError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from common.errors import AttestError, Invalid
from common.refusals import each_said, said
from common.requests import current_request_id

MEDIA_TYPE = "application/problem+json"
RESERVED = frozenset({"type", "title", "status", "code", "detail", "who_can", "errors", "request_id"})
logger = logging.getLogger(__name__)

BUSY = "Someone else is changing the same thing right now; try again."
DEADLOCK, SERIALISATION, LOCK_NOT_AVAILABLE = "40P01", "40001", "55P03"


class BadQuery(AttestError):  # noqa: N818 - named as the errors it stands beside
    """A parameter of the address cannot be read: 400, with its name."""

    status = 400
    code = "bad-query"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.errors = [{"field": field, "message": message}]


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    who_can: str = "",
    errors: list[dict[str, Any]] | None = None,
    headers: dict[str, str] | None = None,
    **extra: Any,
) -> Response:
    """The answer that refuses: `code` is stable, `detail` is for the person, `extra` holds both sides of a conflict."""
    body: dict[str, Any] = {key: value for key, value in extra.items() if key not in RESERVED}
    body |= {
        "type": f"urn:attest:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": said(detail),
    }
    if who_can:
        body["who_can"] = said(who_can)
    if errors:
        body["errors"] = each_said(errors)
    if "conflicts" in body:
        body["conflicts"] = each_said(body["conflicts"])
    if request_id := current_request_id():
        body["request_id"] = request_id
    return Response(body, status=status, content_type=MEDIA_TYPE, headers=headers)


def handle(error: Exception, context: dict[str, Any]) -> Response:
    """DRF's exception handler: no exception leaves a view, and a fault of ours says nothing of its inside."""
    for kind, answer in ANSWERS:
        if isinstance(error, kind):
            return answer(error)
    return of_fault(error)


def of_refusal(error: AttestError) -> Response:
    """A service's refusal, word for word."""
    errors = error.errors if isinstance(error, Invalid | BadQuery) else None
    extra = dict(error.extra)
    return problem(
        error.status, error.code, error.message, who_can=str(extra.pop("who_can", "")), errors=errors, **extra
    )


def of_api_exception(error: exceptions.APIException) -> Response:
    """DRF's own: not signed in, wrong method or media type, fields of the wrong shape."""
    headers: dict[str, str] = {}
    if auth_header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = auth_header
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    if isinstance(error, exceptions.ValidationError):
        errors = list(flat(error.detail))
        detail = " ".join(dict.fromkeys(one["message"] for one in errors[:3]))
        return problem(422, "invalid", detail or "The body cannot be used.", errors=errors)
    codes = error.get_codes()
    code = codes if isinstance(codes, str) else error.default_code
    return problem(error.status_code, code.replace("_", "-"), str(error.detail), headers=headers)


def flat(detail: Any, field: str = "") -> Iterator[dict[str, str]]:
    """DRF's nested messages as rows of {field, message}; `roles.0` is the first of `roles`."""
    if isinstance(detail, dict):
        for name, part in detail.items():
            own = "" if name == "non_field_errors" else str(name)
            yield from flat(part, ".".join(filter(None, (field, own))))
    elif isinstance(detail, list):
        for index, part in enumerate(detail):
            nested = isinstance(part, dict | list)
            yield from flat(part, f"{field}.{index}".lstrip(".") if nested else field)
    else:
        yield {"field": field, "message": str(detail)}


def of_database(error: DatabaseError) -> Response:
    """A constraint held where no rule spoke first: a refusal, not a fault, and logged, for a rule is missing."""
    cause = error.__cause__
    state = str(getattr(cause, "sqlstate", "") or "")
    if state in {DEADLOCK, SERIALISATION, LOCK_NOT_AVAILABLE}:
        return problem(409, "busy", BUSY, headers={"Retry-After": "1"})
    if isinstance(error, OperationalError):
        logger.error("the database does not answer", exc_info=error)
        return problem(
            503,
            "database-away",
            "The database does not answer; try again soon.",
            headers={"Retry-After": "5"},
        )
    if not isinstance(error, IntegrityError | DataError):
        return of_fault(error)
    logger.warning("the database refused what no rule had refused", exc_info=error)
    name = str(getattr(getattr(cause, "diag", None), "constraint_name", None) or "")
    code = name.replace("_", "-") or "invalid"
    if state == "23505":
        return problem(409, code, "The same thing is there already; reload to see it.")
    if state in {"23503", "23001"}:
        return problem(409, code, "Something else still refers to this, or what it refers to is gone.")
    return problem(422, code, "The database refused these values: they break a rule of the project.")


def of_fault(error: Exception) -> Response:
    """Ours to mend: the log has the whole of it under the request id, the answer only the id."""
    logger.error("unhandled error in the API", exc_info=error)
    name = current_request_id()
    return problem(
        500,
        "fault",
        f"Something broke on our side. Tell the operator the request id {name}; nothing was changed.",
    )


# The first kind that fits answers.
ANSWERS: tuple[tuple[type[Exception], Callable[[Any], Response]], ...] = (
    (AttestError, of_refusal),
    (exceptions.APIException, of_api_exception),
    (Http404, lambda _: problem(404, "not-found", "There is nothing at this address.")),
    (PermissionDenied, lambda error: problem(403, "not-allowed", str(error) or "You may not do this.")),
    (RequestDataTooBig, lambda _: problem(413, "too-large", "The body is larger than this site takes.")),
    (SuspiciousOperation, lambda _: problem(400, "bad-request", "The request cannot be read.")),
    (DatabaseError, of_database),
)
