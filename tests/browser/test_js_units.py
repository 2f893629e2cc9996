"""The unit tests of static/js/lib, run where the code runs: each tests/js/*.test.js in the test browser."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "tests" / "js").glob("*.test.js"))
# As the site sends it: what passes here passes there.
POLICY = "default-src 'self'"


class Files(SimpleHTTPRequestHandler):
    """Serves /static/ and /tests/ of the checkout, and an empty page at /."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript; charset=utf-8"}

    def do_GET(self) -> None:
        """Answer the empty page, a file, or 404."""
        if self.path == "/":
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>Unit tests</title>")
        elif self.path.startswith(("/static/", "/tests/")):
            super().do_GET()
        else:
            self.send_error(404)

    def end_headers(self) -> None:
        """Send the content security policy with everything."""
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the browser reports what is missing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of a server of the checkout's files on loopback."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=str(ROOT))) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_there_are_unit_tests() -> None:
    assert FILES


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_javascript_unit_tests_pass(file: Path, page: Page, address: str) -> None:
    page.goto(f"{address}/")
    results = page.evaluate(
        "async (path) => (await import('/tests/js/runner.js')).run(path)", f"/tests/js/{file.name}"
    )
    assert results, f"{file.name} registers no test"
    failures = [f"{result['name']}\n{result['error']}" for result in results if result["error"]]
    assert not failures, f"{len(failures)} of {len(results)} failed\n\n" + "\n\n".join(failures)
