"""Which Chromium drives the browser tests."""

import os
import shutil
from typing import Any

import pytest

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
