"""How views say in OpenAPI what they take and give: one decorator, so that no endpoint forgets its refusals."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django_filters import FilterSet, filters
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from api.problems import MEDIA_TYPE
from api.serializers.base import Problem

F = TypeVar("F", bound=Callable[..., Any])
REFUSALS = {
    400: "The body is not JSON, or a parameter of the address cannot be read.",
    401: "Not signed in.",
    403: "A member without the right: `detail` says why, `who_can` whom to ask.",
    404: "It does not exist, or not for you.",
    409: "The state moved on since you looked.",
    413: "The body is too large.",
    415: "The body's media type is not taken here.",
    422: "What was sent cannot be used: `errors` names the fields.",
}
READING = (400, 401, 404)
WRITING = (400, 401, 403, 404, 409, 415, 422)


def documented(
    summary: str,
    *,
    answer: Any = None,
    status: int = 200,
    body: Any = None,
    refuses: Iterable[int] = (),
    also: dict[Any, Any] | None = None,
    filters: type[FilterSet] | None = None,
    parameters: Iterable[OpenApiParameter] = (),
    **more: Any,
) -> Callable[[F], F]:
    """Describe a view's method: what it answers, takes, filters by, and each way it refuses."""
    # The key is a pair like the refusals' keys: spectacular takes the least for the main one.
    responses: dict[Any, Any] = {(status, "application/json"): answer}
    for code in refuses:
        responses[(code, MEDIA_TYPE)] = OpenApiResponse(Problem, description=REFUSALS[code])
    return extend_schema(
        summary=summary,
        request=body,
        responses=responses | (also or {}),
        parameters=[*parameters, *(parameters_of(filters) if filters else [])],
        **more,
    )


def reads(summary: str, *, restricted: bool = False, **more: Any) -> Callable[[F], F]:
    """Describe a GET; `restricted` when not every member may."""
    return documented(summary, refuses=(*READING, 403) if restricted else READING, **more)


def writes(summary: str, **more: Any) -> Callable[[F], F]:
    """Describe a method that changes something."""
    return documented(summary, refuses=WRITING, **more)


def parameters_of(filterset: type[FilterSet]) -> list[OpenApiParameter]:
    """A filter set's parameters, its choices as an enumeration."""
    return [
        OpenApiParameter(
            name,
            kind_of(one),
            OpenApiParameter.QUERY,
            description=str(one.extra.get("help_text", "")) or str(one.label or ""),
            enum=[str(value) for value, _ in one.extra["choices"]] if "choices" in one.extra else None,
        )
        for name, one in filterset.base_filters.items()
    ]


def kind_of(one: filters.Filter) -> OpenApiTypes:
    """The OpenAPI type a filter reads."""
    if isinstance(one, filters.BooleanFilter):
        return OpenApiTypes.BOOL
    if isinstance(one, filters.NumberFilter):
        return OpenApiTypes.INT64
    if isinstance(one, filters.DateFilter):
        return OpenApiTypes.DATE
    return OpenApiTypes.STR


class ByNoun(AutoSchema):
    """Groups the endpoints by the file they stand in."""

    def get_tags(self) -> list[str]:
        """The noun."""
        return [type(self.view).__module__.rpartition(".")[2]]


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Programs."""

    target_class = "api.authentication.ApiTokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """The bearer scheme."""
        return {"type": "http", "scheme": "bearer", "description": "`Authorization: Bearer attest_…`"}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Browsers."""

    target_class = "api.authentication.Session"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """The session cookie; changes also carry X-CSRFToken."""
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "The browser's session; anything but GET also sends X-CSRFToken.",
        }
