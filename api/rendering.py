"""JSON in and out by orjson, strict on the way in: what PostgreSQL cannot keep never gets past the rim."""

from typing import IO, Any, TypeVar

import orjson
from django.conf import settings
from rest_framework.exceptions import APIException, ParseError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

MAX_DEPTH = 64
OPTIONS = orjson.OPT_NON_STR_KEYS | orjson.OPT_UTC_Z
R = TypeVar("R", bound=BaseRenderer)


class TooLarge(APIException):
    """The body is larger than the site takes: 413."""

    status_code = 413
    default_code = "too-large"


def in_megabytes(size: int) -> str:
    """A size for people: `25 MB`."""
    return f"{size // (1024 * 1024)} MB"


class OrjsonRenderer(BaseRenderer):
    """Bytes of UTF-8 JSON; dates as RFC 3339, UUIDs as text."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        """The JSON of `data`; nothing for no data."""
        return b"" if data is None else orjson.dumps(data, option=OPTIONS)


class OrjsonParser(BaseParser):
    """Strict JSON: no NaN, no lone surrogate, no NUL, no deep nesting; each a 400 that says so."""

    media_type = "application/json"

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Any = None) -> Any:
        """The parsed body."""
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise TooLarge(f"The body is larger than {in_megabytes(limit)}; send a file in parts.")
        try:
            data = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise ParseError(f"The body is not valid JSON: {error}.", code="bad-json") from error
        if rb"\u0000" in body or body.count(b"[") + body.count(b"{") > MAX_DEPTH:
            check(data)
        return data


def check(data: Any) -> None:
    """Refuse a NUL character and nesting beyond MAX_DEPTH."""
    pending = [(data, 1)]
    while pending:
        value, depth = pending.pop()
        if depth > MAX_DEPTH:
            raise ParseError(f"The JSON is nested deeper than {MAX_DEPTH} levels.", code="bad-json")
        if isinstance(value, dict):
            pending += ((part, depth + 1) for pair in value.items() for part in pair)
        elif isinstance(value, list):
            pending += ((part, depth + 1) for part in value)
        elif isinstance(value, str) and "\0" in value:
            raise ParseError("The JSON holds a NUL character, which no text may have.", code="bad-json")


class AlwaysJson(BaseContentNegotiation):
    """Answers are JSON whatever Accept says, so a refusal is a problem and never a 406."""

    def select_parser(self, request: Any, parsers: Any) -> Any:
        """The parser of the body's media type, None when there is none."""
        kind = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == kind), None)

    def select_renderer(self, request: Any, renderers: Any, format_suffix: str | None = None) -> Any:
        """The first renderer."""
        return renderers[0], renderers[0].media_type
