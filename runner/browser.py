"""Finds the Chromium that the browser tests drive, and installs one where none is."""

import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from runner.errors import Refusal

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def executable() -> str:
    """Return the Chromium to drive; refuse when there is none."""
    found = system_chromium() or playwright_chromium()
    if found is None:
        raise Refusal(
            "No Chromium was found for the browser tests, and none could be installed: install "
            "Chromium, or set ATTEST_CHROMIUM to its program."
        )
    return found


def system_chromium() -> str | None:
    """Return the machine's own Chromium, if it runs."""
    given = os.environ.get("ATTEST_CHROMIUM", "").strip()
    for name in [given] if given else NAMES:
        path = shutil.which(name)
        if path and _runs(path):
            return path
    return None


def playwright_chromium() -> str | None:
    """Return the Chromium that Playwright downloaded, if it did and it runs."""
    try:
        api = importlib.import_module("playwright.sync_api")
    except ImportError:
        return None
    with api.sync_playwright() as playwright:
        path = str(playwright.chromium.executable_path)
    return path if Path(path).exists() and _runs(path) else None


def main() -> int:
    """Make sure that there is a Chromium; print which, or one line that says why not."""
    try:
        if system_chromium() is None and playwright_chromium() is None:
            _install()
        print(f"Browser tests drive {executable()}")
    except Refusal as refusal:
        print(f"attest: {refusal}", file=sys.stderr)
        return 1
    return 0


def _install() -> None:
    """Install Debian's package as root, else Playwright's own build."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Debian's chromium for the browser tests")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", *words], env=environment, stdout=subprocess.DEVNULL, check=False)
    if system_chromium() is None:
        print("Downloading Playwright's Chromium for the browser tests")
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def _runs(path: str) -> bool:
    """Tell whether the program starts at all."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
