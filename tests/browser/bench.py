"""A person at the workbench: a page that fails the test when anything goes wrong in it unseen."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from accounts.models import Membership
from annotations.operations.loading import load_tags
from annotations.querysets import layer_sets
from sources.models import Sentence, Source

EXPECTED = (
    "409 (Conflict)",
    "422 (Unprocessable",
    "401 (Unauthorized)",
    "403 (Forbidden)",
    "ERR_INTERNET_DISCONNECTED",
    "ERR_FAILED",
)


@dataclass
class Bench:
    """One person's workbench page; `troubles` collects script errors and refusals of the policy."""

    page: Page
    troubles: list[str] = field(default_factory=list)
    keys: int = 0

    def press(self, *keys: str) -> None:
        """Press keys one after the other, counting them."""
        for key in keys:
            self.page.keyboard.press(key)
        self.keys += len(keys)

    def type(self, text: str) -> None:
        """Type a text, counting its letters."""
        self.page.keyboard.type(text)
        self.keys += len(text)

    def go_to(self, words: str) -> None:
        """Step with the arrow keys until the cursor is on the word."""
        self.press("Home")
        for _ in range(80):
            if self.cursor == words:
                return
            self.press("ArrowRight" if self.direction == "ltr" else "ArrowLeft")
        raise AssertionError(f"the cursor never came to {words!r}")

    @property
    def direction(self) -> str:
        """Which way the sentence in focus reads."""
        return str(
            self.page.evaluate(
                "getComputedStyle(document.querySelector('.sentence[aria-current] .sentence-text')).direction"
            )
        )

    @property
    def cursor(self) -> str:
        """What the keyboard is on, as it is said to those who do not see it."""
        return self.page.locator("main > [aria-live]").inner_text()

    @property
    def number(self) -> str:
        """The number of the sentence in focus."""
        return self.page.locator(".sentence[aria-current] .sentence-number").inner_text()

    @property
    def state(self) -> str:
        """What the foot says of saving."""
        return self.page.locator(".save-state").get_attribute("data-state") or ""

    def saved(self) -> None:
        """Wait until everything is saved."""
        expect(self.page.locator(".save-state")).to_have_attribute("data-state", "saved")

    def cards(self) -> list[str]:
        """The codes of the cards in order."""
        return self.page.locator("#panel-tags .card-code").all_inner_texts()

    def close(self) -> None:
        """Leave, and fail on anything that went wrong."""
        self.page.context.close()
        assert self.troubles == [], self.troubles


def sit_down(
    browser: Browser,
    url: str,
    seat: Membership,
    source: Source,
    *,
    at: int = 1,
    files: Path | None = None,
    **look: Any,
) -> Bench:
    """Open the source's workbench as this member, on a sentence by its number; `files` are collected static files."""
    client = Client()
    client.force_login(seat.user)
    context = browser.new_context(base_url=url, **look)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])
    if files is not None:
        folder = files
        context.route(
            "**/static/**",
            lambda route: route.fulfill(path=folder / route.request.url.partition("/static/")[2]),
        )
    bench = Bench(context.new_page())
    bench.page.on("console", lambda message: _hear(bench, message))
    bench.page.on("pageerror", lambda error: bench.troubles.append(str(error)))
    bench.page.on("requestfailed", lambda request: _miss(bench, request))
    place = Sentence.objects.get(version_id=source.current_id, ordinal=at).pk
    bench.page.goto(f"/projects/{seat.project.slug}/sources/{source.pk}/#s-{place}")
    bench.page.wait_for_selector("html[data-ready]", state="attached")
    return bench


def _hear(bench: Bench, message: ConsoleMessage) -> None:
    if message.type in {"error", "warning"} and not any(known in message.text for known in EXPECTED):
        bench.troubles.append(message.text)


def _miss(bench: Bench, request: Request) -> None:
    if "/static/" in request.url:
        bench.troubles.append(f"missing: {request.url}")


def tags_of(seat: Membership, source: Source, ordinal: int) -> list[dict[str, Any]]:
    """The saved tags of a sentence, in reading order, as the protocol shows them."""
    row = layer_sets(seat).filter(sentence__version_id=source.current_id, sentence__ordinal=ordinal).first()
    if row is None:
        return []
    tags = load_tags([row.pk])[row.pk].values()
    return [tag.as_json() for tag in sorted(tags, key=lambda t: (t.value["start"], t.value["end"], t.kind))]
