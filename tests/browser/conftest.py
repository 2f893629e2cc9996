"""Which Chromium drives the browser tests, and seats at the workbench."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from accounts.models import Membership
from sources.models import Source

from .bench import Bench, sit_down

# Playwright's loop runs in the test's own thread, where the tests also use the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """ATTEST_CHROMIUM, else the system's Chromium, else Playwright's own download."""
    chromium = os.environ.get("ATTEST_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    chosen: dict[str, Any] = {"executable_path": chromium} if chromium else {}
    # Chromium refuses its sandbox to root; the pages under test are our own.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, **chosen, "args": arguments}


@pytest.fixture
def sit(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Bench]]:
    """Seats people at the workbench of a source; whatever went wrong in their pages unseen fails the test."""
    benches: list[Bench] = []

    def seated(seat: Membership, source: Source, **look: Any) -> Bench:
        benches.append(sit_down(browser, live_server.url, seat, source, **look))
        return benches[-1]

    yield seated
    for bench in benches:
        bench.close()
