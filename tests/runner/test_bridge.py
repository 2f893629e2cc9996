"""Pages through the bridge, over real connections to a real server."""

import hashlib
import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from runner import addresses, processes


class Site:
    """The server under test."""

    def __init__(self, port: int, log: Path) -> None:
        self.port = port
        self.log = log

    def ask(
        self, path: str, *, method: str = "GET", body: object = None, headers: dict[str, str] | None = None
    ) -> tuple[http.client.HTTPResponse, bytes]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with closing(line):
            chunked = not isinstance(body, bytes | None)
            line.request(method, path, body, headers or {}, encode_chunked=chunked)  # type: ignore[arg-type]
            answer = line.getresponse()
            return answer, answer.read()

    def text(self, path: str) -> str:
        return self.ask(path)[1].decode()

    def read_slowly(self, path: str) -> socket.socket:
        """Ask for something and take none of it."""
        line = socket.create_connection(("127.0.0.1", self.port))
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        return line


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    log = tmp_path_factory.mktemp("bridge") / "log"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "asginl", "--http", "1", "--port", str(port)]
    command += ["--log-level", "warning", "--workers-kill-timeout", "2", "tests.runner.bridge_site:app"]
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, stdout=output, stderr=output, cwd=addresses.CHECKOUT, start_new_session=True
        )
    found = Site(port, log)

    def answers() -> bool:
        try:
            return found.ask("/")[0].status == 200
        except OSError:
            return False

    assert processes.wait_until(answers, 20, pause=0.1), log.read_text()
    yield found
    processes.end_child(server, [(signal.SIGTERM, 10), (signal.SIGKILL, 5)])


@pytest.mark.parametrize("size", [0, 10, 600_000, 3_000_000])
@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_arrives_whole(site: Site, size: int, chunked: bool) -> None:
    body = bytes(range(256)) * (size // 256) + b"z" * (size % 256)
    sent = iter([body[at : at + 70_000] for at in range(0, size, 70_000)]) if chunked else body
    headers = {"Transfer-Encoding": "chunked"} if chunked else {}
    answer, told = site.ask("/echo", method="POST", body=sent, headers=headers)
    announced = str(size) if size else ""
    assert told.decode() == f"{announced} {size} {hashlib.sha256(body).hexdigest()}"
    assert answer.headers.get_all("set-cookie") == ["a=1", "b=2"]


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_that_is_too_large_is_refused(site: Site, chunked: bool) -> None:
    body = b"x" * 5_000_001
    headers = {"Transfer-Encoding": "chunked"} if chunked else {}
    answer, told = site.ask("/echo", method="POST", body=iter([body]) if chunked else body, headers=headers)
    assert answer.status == 413
    assert b"5,000,000 bytes" in told


def test_a_request_that_breaks_off_never_reaches_the_application(site: Site) -> None:
    before = site.text("/count")
    with socket.create_connection(("127.0.0.1", site.port)) as line:
        line.sendall(b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf")
    time.sleep(0.3)
    assert int(site.text("/count")) == int(before) + 1


def test_headers_reach_the_application_as_wsgi_says(site: Site) -> None:
    with socket.create_connection(("127.0.0.1", site.port)) as line:
        line.sendall(
            b"GET /environ%20x/%C3%A9?q=%20a HTTP/1.1\r\nHost: there:80\r\nCookie: a=1\r\nCookie: b=2\r\n"
            b"X-Many: 1\r\nX-Many: 2\r\nX_Forwarded_Proto: https\r\nConnection: close\r\n\r\n"
        )
        told = b"".join(iter(lambda: line.recv(65536), b"")).decode()
    assert "'PATH_INFO': '/environ x/Ã©'" in told
    assert "'QUERY_STRING': 'q=%20a'" in told
    assert "'HTTP_COOKIE': 'a=1; b=2'" in told
    assert "'HTTP_X_MANY': '1,2'" in told
    assert "'HTTP_HOST': 'there:80'" in told
    assert "'REMOTE_ADDR': '127.0.0.1'" in told
    assert "FORWARDED" not in told  # it would pose as the header X-Forwarded-Proto


@pytest.mark.parametrize(("path", "length"), [("/big", 30_000_000), ("/small", 1000), ("/many", 5_000_000)])
def test_a_long_answer_arrives_whole_and_is_closed(site: Site, path: str, length: int) -> None:
    closed = site.text("/closed").split(",").count(path)
    assert len(site.ask(path)[1]) == length
    assert processes.wait_until(lambda: site.text("/closed").split(",").count(path) == closed + 1, 3)


def test_parts_are_sent_when_they_are_made(site: Site) -> None:
    line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)
    line.request("GET", "/slow")
    answer = line.getresponse()
    assert answer.read(2) == b"0\n"
    first = time.monotonic()
    assert answer.read() == b"1\n2\n3\n"
    assert time.monotonic() - first > 0.4  # the application slept three times after the first part
    line.close()


@pytest.mark.parametrize(
    ("path", "length"), [("/", "6"), ("/small", "1000"), ("/big", "30000000"), ("/many", None)]
)
def test_head_tells_the_headers_and_no_body(site: Site, path: str, length: str | None) -> None:
    answer, body = site.ask(path, method="HEAD")
    assert (answer.status, body, answer.headers["content-length"]) == (200, b"", length)


def test_an_empty_stream_is_an_empty_answer(site: Site) -> None:
    answer, body = site.ask("/none")
    assert (answer.status, body) == (204, b"")


def test_a_failure_is_logged_and_answered(site: Site) -> None:
    answer, body = site.ask("/error")
    assert answer.status == 500
    assert b"Something went wrong" in body
    assert "before any answer" in site.log.read_text()


def test_an_answer_that_breaks_off_is_not_taken_for_whole(site: Site) -> None:
    with pytest.raises(http.client.IncompleteRead):
        site.ask("/broken")
    assert processes.wait_until(lambda: "in the middle" in site.log.read_text(), 3)


def test_readers_who_take_nothing_do_not_stop_the_site(site: Site) -> None:
    slow = [site.read_slowly(path) for path in ("/many", "/big") * 6]
    time.sleep(0.3)
    with ThreadPoolExecutor(8) as many:
        began = time.monotonic()
        assert set(many.map(site.text, ["/"] * 40)) == {"hello\n"}
        assert time.monotonic() - began < 10
    for line in slow:
        line.close()
    assert site.text("/") == "hello\n"
