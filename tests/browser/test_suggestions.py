"""Suggestions at the workbench: accepted and rejected by one key, never saved unasked."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from codebook.registry import create_actor
from sources.models import Source
from suggestions import cache
from suggestions.models import Rejection
from tests.cast import Cast, make_cast
from tests.factories import make_source

from .bench import Bench, tags_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SENTENCES = [
    "On 12 November 2007 the River Front killed three people, the mayor said.",
    "Nobody saw the guards.",
]
Sit = Callable[..., Bench]


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """No context of another test."""
    cache.forget()
    yield
    cache.forget()


@pytest.fixture
def cast(live_server: LiveServer) -> Cast:
    return make_cast()


@pytest.fixture
def source(cast: Cast) -> Source:
    create_actor(cast.owner, label="River Front", kind="armed_group")
    return make_source(cast.project, SENTENCES, title="A source", language="en")


def test_one_key_accepts_and_one_rejects(sit: Sit, cast: Cast, source: Source, tmp_path: Path) -> None:
    bench = sit(cast.editor, source)
    rows = bench.page.locator(".suggestion")
    expect(rows).to_have_count(3)
    expect(bench.page.locator(".word-box.is-ghost, .word-box.is-next")).to_have_count(3)
    bench.page.screenshot(path=str(tmp_path / "suggestions.png"))
    assert tags_of(cast.editor, source, 1) == []
    bench.page.locator(".sentence[aria-current] .sentence-text").focus()
    bench.press(".", ".")
    bench.saved()
    kinds = [tag["kind"] for tag in tags_of(cast.editor, source, 1)]
    assert kinds == ["actor", "event"]
    event = tags_of(cast.editor, source, 1)[1]["value"]
    assert (event["code"], event["date_edtf"], event["deaths_best"]) == ("ASSAULT", "2007-11-12", 3)
    expect(rows).to_have_count(1)
    bench.press(",")
    expect(rows).to_have_count(0)
    expect(bench.page.locator(".suggestions")).to_be_hidden()
    bench.page.reload()
    bench.page.wait_for_timeout(1200)
    expect(bench.page.locator(".suggestion")).to_have_count(0)
    assert Rejection.objects.get().kind == "reliability"


def test_buttons_do_the_same_and_a_sentence_without_any_says_so(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source)
    bench.page.get_by_role("button", name="Accept “killed”").click()
    bench.saved()
    assert [tag["kind"] for tag in tags_of(cast.editor, source, 1)] == ["event"]
    bench.page.locator(".sentence[aria-current] .sentence-text").focus()
    bench.press("j")
    bench.page.wait_for_timeout(500)
    bench.press(".")
    expect(bench.page.locator("#toasts")).to_contain_text("There is no suggestion here.")
    assert tags_of(cast.editor, source, 2) == []


def test_who_may_only_read_is_offered_nothing(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.viewer, source)
    bench.page.wait_for_timeout(1200)
    expect(bench.page.locator(".suggestion")).to_have_count(0)
