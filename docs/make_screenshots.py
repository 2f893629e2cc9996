"""Takes the pictures in `docs/screenshots` of a running site with the demo project.

    make run                                                  # in another terminal
    .venv/bin/python docs/make_screenshots.py --base http://127.0.0.1:8000 --logins var/demo_logins.json

It reads pages and opens forms without saving them. What it adds, once, is a short Arabic text with two tags (for the
picture of a right-to-left text) and a release, if there is none.
"""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

FOLDER: Final = Path(__file__).parent / "screenshots"
LARGEST: Final = 200_000
WIDE: Final = (1220, 740)
NARROW: Final = (390, 844)
LOOKS: Final = {
    "wide-light": (WIDE, "light"),
    "wide-dark": (WIDE, "dark"),
    "narrow": (NARROW, "light"),
}

ARABIC_TITLE: Final = "انتفاضة سويتو"
ARABIC: Final = f"""{ARABIC_TITLE}

[1] في 16 يونيو 1976 خرج آلاف التلاميذ في سويتو في مسيرة احتجاجا على فرض اللغة الأفريكانية لغة للتعليم في مدارسهم.

حاولت الشرطة وقف المسيرة، واستخدمت الغاز المسيل للدموع، ثم أطلقت النار على التلاميذ.

[2] وقدرت الحكومة عدد القتلى في اليوم الأول بثلاثة وعشرين قتيلا.
"""


class Visitor:
    """Opens pages of the site as one of the demo's people, in one look at a time."""

    def __init__(self, browser: Browser, base: str, logins: dict[str, str]) -> None:
        self.browser = browser
        self.base = base.rstrip("/")
        self.logins = logins
        self._sessions: dict[str, str] = {}

    def page(self, look: str, name: str = "", language: str = "en") -> Page:
        """An empty page in that look and language, signed in as `name` if one is given."""
        (width, height), scheme = LOOKS[look]
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
            storage_state=self._session(name) if name else None,
        )
        context.add_cookies([{"name": "django_language", "value": language, "url": self.base}])
        return context.new_page()

    def open(self, page: Page, path: str) -> None:
        """Go to a page and wait until it rests."""
        page.goto(f"{self.base}{path}")
        page.wait_for_load_state("networkidle")

    def _session(self, name: str) -> str:
        if name not in self._sessions:
            page = self.browser.new_page()
            self.open(page, "/login/")
            page.fill("[name=username]", name)
            page.fill("[name=password]", self.logins[name])
            page.keyboard.press("Enter")
            expect(page).not_to_have_url(f"{self.base}/login/")
            kept = FOLDER / f".{name}.json"
            page.context.storage_state(path=kept)
            page.context.close()
            self._sessions[name] = str(kept)
        return self._sessions[name]

    def forget(self) -> None:
        """Throw the sessions away."""
        for kept in self._sessions.values():
            Path(kept).unlink(missing_ok=True)


def open_source(visitor: Visitor, page: Page, title: str) -> None:
    """Go to the workbench of the demo's source of that title."""
    visitor.open(page, "/projects/demo/sources/")
    page.get_by_role("link", name=title).first.click()
    page.wait_for_selector("html[data-ready]")


def login(visitor: Visitor, look: str) -> Page:
    """The door."""
    page = visitor.page(look)
    visitor.open(page, "/login/")
    return page


def project(visitor: Visitor, look: str) -> Page:
    """What an editor finds on arrival: something came back."""
    page = visitor.page(look, "demo-editor-2")
    visitor.open(page, "/projects/demo/")
    return page


def workbench(visitor: Visitor, look: str) -> Page:
    """A sentence with all three kinds of tags, the event among them chosen."""
    page = visitor.page(look, "demo-editor-1")
    open_source(visitor, page, "Sharpeville shooting")
    page.locator("[data-sentence] .sentence-text", has_text="Early that afternoon").click()
    for key in ("Escape", "t", "t", "t"):
        page.keyboard.press(key)
    page.wait_for_timeout(400)
    return page


def workbench_form(visitor: Visitor, look: str) -> Page:
    """The event's form: in the right column, on a narrow page a sheet from below."""
    page = workbench(visitor, look)
    page.keyboard.press("Enter")
    page.wait_for_selector("attest-event-form", state="visible")
    page.wait_for_timeout(400)
    return page


def workbench_right_to_left(visitor: Visitor, look: str) -> Page:
    """An Arabic text with an actor and an event."""
    page = visitor.page(look, "demo-editor-1")
    visitor.open(page, "/projects/demo/sources/")
    if page.get_by_role("link", name=ARABIC_TITLE).count() == 0:
        import_arabic(visitor, page)
    open_source(visitor, page, ARABIC_TITLE)
    page.keyboard.press("j")
    if page.locator("attest-desk .card").count() == 0:
        tag_arabic(page)
    page.wait_for_timeout(400)
    return page


def workbench_arabic(visitor: Visitor, look: str) -> Page:
    """The event's form of the Arabic text, on an Arabic page."""
    workbench_right_to_left(visitor, look).context.close()  # the text is there and tagged
    page = visitor.page(look, "demo-editor-1", "ar")
    open_source(visitor, page, ARABIC_TITLE)
    for key in ("j", "t", "t", "Enter"):
        page.keyboard.press(key)
    page.wait_for_selector("attest-event-form", state="visible")
    page.wait_for_timeout(400)
    return page


def review_arabic(visitor: Visitor, look: str) -> Page:
    """An English sentence under review, on an Arabic page."""
    page = visitor.page(look, "demo-reviewer-2", "ar")
    visitor.open(page, "/projects/demo/queue/")
    page.locator(".queue a.row-title").first.click()
    page.wait_for_load_state("networkidle")
    return page


def project_arabic(visitor: Visitor, look: str) -> Page:
    """What an editor finds on arrival, on an Arabic page."""
    page = visitor.page(look, "demo-editor-2", "ar")
    visitor.open(page, "/projects/demo/")
    return page


def import_arabic(visitor: Visitor, page: Page) -> None:
    """Paste the text and wait for the job."""
    visitor.open(page, "/projects/demo/sources/import/")
    page.fill("[name=text]", ARABIC)
    page.locator("details.more summary").click()
    page.fill("#id_language", "ar")
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text("Done").first).to_be_visible(timeout=60_000)


def tag_arabic(page: Page) -> None:
    """The police, linked to the registry, open fire: left is onward here."""
    keys = page.keyboard
    for key in ("Home", "ArrowLeft", "a"):
        keys.press(key)
    keys.type("South African Police")
    expect(page.locator("[role=option][aria-selected=true]", has_text="South African Police")).to_be_visible()
    for key in ("Enter", "Enter"):
        keys.press(key)
    expect(page.locator("attest-actor-form")).to_have_count(0)
    for key in ("Home", *["ArrowLeft"] * 9, "Shift+ArrowLeft", "e"):
        keys.press(key)
    keys.type("ass")
    for key in ("Enter", "Tab", "Tab", "1", "Enter"):
        keys.press(key)
    expect(page.locator("attest-event-form")).to_have_count(0)
    expect(page.locator(".save-state")).to_have_attribute("data-state", "saved")


def queue(visitor: Visitor, look: str) -> Page:
    """What waits for a reviewer."""
    page = visitor.page(look, "demo-reviewer-2")
    visitor.open(page, "/projects/demo/queue/")
    return page


def review(visitor: Visitor, look: str) -> Page:
    """The sentence of the workbench's picture, or the oldest, under review."""
    page = visitor.page(look, "demo-reviewer-2")
    visitor.open(page, "/projects/demo/queue/")
    rows = page.locator(".queue a.row-title")
    chosen = rows.filter(has_text="Early that afternoon")
    (chosen if chosen.count() else rows).first.click()
    page.wait_for_load_state("networkidle")
    if look != "narrow":
        page.locator(".card", has_text="ASSAULT").first.hover()
    return page


def releases(visitor: Visitor, look: str) -> Page:
    """A release with its files and the schedule."""
    page = visitor.page(look, "demo-owner")
    visitor.open(page, "/projects/demo/releases/")
    if page.get_by_role("heading", name="Release 1").count() == 0:
        page.get_by_role("button", name="Make a release").click()
        page.get_by_role("heading", name="Release 1").wait_for(timeout=60_000)
    return page


PICTURES: Final[dict[str, Callable[[Visitor, str], Page]]] = {
    "login": login,
    "project": project,
    "workbench": workbench,
    "queue": queue,
    "review": review,
    "releases": releases,
}
SINGLE: Final[dict[str, tuple[Callable[[Visitor, str], Page], str]]] = {
    "workbench-wide-form": (workbench_form, "wide-light"),
    "workbench-narrow-form": (workbench_form, "narrow"),
    "workbench-wide-right-to-left": (workbench_right_to_left, "wide-light"),
    "workbench-wide-arabic": (workbench_arabic, "wide-light"),
    "review-wide-dark-arabic": (review_arabic, "wide-dark"),
    "project-narrow-arabic": (project_arabic, "narrow"),
}


def wanted() -> dict[str, tuple[Callable[[Visitor, str], Page], str]]:
    """Every picture by its name, with who takes it and the look."""
    each = {f"{name}-{look}": (take, look) for name, take in PICTURES.items() for look in LOOKS}
    return {**each, **SINGLE}


def chromium() -> str | None:
    """The machine's own Chromium; None lets Playwright take the one it downloaded."""
    return os.environ.get("ATTEST_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


def main() -> int:
    """Take every picture, or those whose names begin as asked; tell what went wrong and which are too heavy."""
    parser = argparse.ArgumentParser(description="Take the pictures of docs/screenshots.")
    parser.add_argument("--base", default="http://127.0.0.1:8000", help="where the site answers")
    parser.add_argument(
        "--logins", type=Path, default=Path("var/demo_logins.json"), help="names and passwords"
    )
    parser.add_argument("--only", default="", help="pictures whose names begin so")
    asked = parser.parse_args()
    FOLDER.mkdir(exist_ok=True)
    failed = 0
    with sync_playwright() as playwright:
        arguments = ["--disable-lcd-text", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        browser = playwright.chromium.launch(executable_path=chromium(), args=arguments)
        visitor = Visitor(browser, asked.base, json.loads(asked.logins.read_text()))
        try:
            for name, (take, look) in wanted().items():
                if name.startswith(asked.only):
                    failed += not take_one(name, take, visitor, look)
        finally:
            visitor.forget()
            with suppress(Error):
                browser.close()
    return 1 if failed else 0


def take_one(name: str, take: Callable[[Visitor, str], Page], visitor: Visitor, look: str) -> bool:
    """Take one picture; whether it was taken and is light enough."""
    path = FOLDER / f"{name}.png"
    try:
        page = take(visitor, look)
        page.screenshot(path=path)
        page.context.close()
    except Exception as problem:  # the other pictures are still worth taking
        sys.stderr.write(f"{name}: {problem}\n")
        return False
    size = path.stat().st_size
    sys.stdout.write(f"{name}: {size // 1000} kB\n")
    if size > LARGEST:
        sys.stderr.write(f"{name} is over {LARGEST // 1000} kB.\n")
    return size <= LARGEST


if __name__ == "__main__":
    sys.exit(main())
