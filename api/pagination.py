"""Lists page by cursor: the last row's key, so that rows added meanwhile neither repeat nor hide any."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Sequence
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from .problems import BadQuery

DEFAULT, MOST = 50, 200


class Cursor(BasePagination):
    """`?cursor=&limit=`; the view's `ordering` names unique keys, all ascending or all descending (`-`)."""

    next_url: str | None = None

    def paginate_queryset(  # type: ignore[override]
        self, queryset: QuerySet[Any, Any], request: Request, view: Any = None
    ) -> list[Any]:
        """The page after the cursor; one row more is read to know whether another page follows."""
        ordering: tuple[str, ...] = view.ordering
        keys = [name.lstrip("-") for name in ordering]
        limit = limit_of(request)
        if text := request.query_params.get("cursor", ""):
            place = place_of(text, [queryset.model._meta.get_field(key) for key in keys])
            queryset = queryset.filter(beyond(keys, place, down=ordering[0].startswith("-")))
        rows = list(queryset.order_by(*ordering)[: limit + 1])
        if len(rows) > limit:
            rows = rows[:limit]
            self.next_url = replace_query_param(
                request.get_full_path(), "cursor", text_of([value_of(rows[-1], key) for key in keys])
            )
        return rows

    def get_paginated_response(self, data: Any) -> Response:
        """`results` and the address of what follows, null at the end."""
        return Response({"results": data, "next": self.next_url})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The same in OpenAPI."""
        following = {
            "type": "string",
            "format": "uri-reference",
            "nullable": True,
            "description": "Address of the next page; null on the last.",
        }
        return {
            "type": "object",
            "required": ["results", "next"],
            "properties": {"results": schema, "next": following},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """What OpenAPI says of the two parameters."""
        return [
            {
                "name": "cursor",
                "in": "query",
                "required": False,
                "description": "From `next` of the page before.",
                "schema": {"type": "string"},
            },
            {
                "name": "limit",
                "in": "query",
                "required": False,
                "description": "Rows per page.",
                "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT},
            },
        ]


def limit_of(request: Request) -> int:
    """The asked number of rows, 1 to MOST; BadQuery for anything else."""
    text = request.query_params.get("limit", str(DEFAULT))
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST):
        raise BadQuery("limit", f"Give a number from 1 to {MOST}.")
    return int(text)


def value_of(row: Any, key: str) -> Any:
    """A row's key, whether the row is a dict or a model."""
    return row[key] if isinstance(row, dict) else getattr(row, key) if isinstance(row, Model) else None


def text_of(place: Sequence[Any]) -> str:
    """A place in the list as text that only we read."""
    return urlsafe_b64encode(orjson.dumps(list(place))).decode().rstrip("=")


def place_of(text: str, fields: Sequence[Any]) -> list[Any]:
    """Read `text_of` as values of these fields; BadQuery for what no page gave out."""
    try:
        place = orjson.loads(urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)))
        if not isinstance(place, list) or not all(fits(part) for part in place):
            raise ValueError(text)
        return [field.to_python(part) for field, part in zip(fields, place, strict=True)]
    except (Base64Error, ValueError, ValidationError) as error:
        raise BadQuery("cursor", "Take the cursor from `next` of a page.") from error


def fits(part: Any) -> bool:
    """Whether PostgreSQL can compare it: a bigint or a short text."""
    if isinstance(part, str):
        return len(part) <= 200 and "\0" not in part
    return isinstance(part, int) and not isinstance(part, bool) and abs(part) < 2**63


def beyond(keys: Sequence[str], place: Sequence[Any], *, down: bool) -> Q:
    """Rows after `place` in the order of `keys`: (a > x) or (a = x and (b > y …))."""
    word = "lt" if down else "gt"
    condition = Q(**{f"{keys[-1]}__{word}": place[-1]})
    for key, value in reversed(list(zip(keys[:-1], place[:-1], strict=True))):
        condition = Q(**{f"{key}__{word}": value}) | (Q(**{key: value}) & condition)
    return condition
