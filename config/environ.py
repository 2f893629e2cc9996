"""Turns an ASGI request into what a WSGI application expects to find."""

import sys
from collections.abc import Iterator, MutableMapping
from functools import partial
from typing import IO, Any

CHUNK = 64 * 1024

Message = MutableMapping[str, Any]
Environ = dict[str, Any]


class FileWrapper:
    """The optional `wsgi.file_wrapper`: a file that is sent without the application's thread."""

    def __init__(self, file: IO[bytes], block_size: int = CHUNK) -> None:
        self.file = file
        self.block_size = block_size

    def __iter__(self) -> Iterator[bytes]:
        return iter(partial(self.file.read, self.block_size), b"")

    def close(self) -> None:
        """Close the file."""
        if hasattr(self.file, "close"):
            self.file.close()


def make_environ(scope: Message, body: IO[bytes], length: int) -> Environ:
    """Return the WSGI environment of a request."""
    server, port = scope.get("server") or ("", 0)
    client, _ = scope.get("client") or ("", 0)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server,
        "SERVER_PORT": str(port or 0),
        "REMOTE_ADDR": client,
        "CONTENT_LENGTH": str(length) if length else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FileWrapper,
    }
    for name, value in scope["headers"]:
        _add_header(environ, name.decode("latin-1"), value.decode("latin-1"))
    return environ


def _add_header(environ: Environ, name: str, value: str) -> None:
    """Add one request header; a name with an underscore could pose as another header."""
    if name == "content-type":
        environ["CONTENT_TYPE"] = value
    elif name not in {"content-length", "transfer-encoding"} and "_" not in name:
        key = f"HTTP_{name.upper().replace('-', '_')}"
        glue = "; " if name == "cookie" else ","
        environ[key] = f"{environ[key]}{glue}{value}" if key in environ else value
