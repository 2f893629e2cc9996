"""The workbench with mouse and finger: selections snap to words, forms take words, buttons do what keys do."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from annotations.operations import apply_operations
from sources.models import Source
from tests.cast import Cast, make_cast
from tests.factories import event_op, make_source, sentence_of

from .bench import Bench, tags_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SENTENCES = ["[60] Angry Hamas militants stormed the post,[61] diplomats said.", "Monitors left.[61]"]
Sit = Callable[..., Bench]

PLACE = """(words) => {
  const text = document.querySelector(".sentence[aria-current] .sentence-text");
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + words.length);
    const box = range.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  }
}"""


@pytest.fixture
def cast(live_server: LiveServer) -> Cast:
    return make_cast()


@pytest.fixture
def source(cast: Cast) -> Source:
    return make_source(cast.project, SENTENCES, title="Gaza", language="en")


def drag(page: Page, first: str, last: str) -> None:
    """Drag from inside one word to inside another."""
    page.mouse.move(*page.evaluate(PLACE, first))
    page.mouse.down()
    page.mouse.move(*page.evaluate(PLACE, last), steps=4)
    page.mouse.up()


def test_a_drag_takes_whole_words(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source)
    drag(bench.page, "Hamas", "militants")
    bench.page.locator("[data-verb=event]").click()
    bench.page.locator(".combo-option", has_text="ASSAULT").click()
    bench.page.get_by_role("button", name="Save").click()
    bench.saved()
    (tag,) = tags_of(cast.editor, source, 1)
    assert (tag["value"]["quote"], tag["value"]["start"]) == ("Hamas militants", 11)


def test_with_alt_the_very_characters_are_taken(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source)
    bench.page.keyboard.down("Alt")
    drag(bench.page, "milit", "storm")
    bench.page.keyboard.up("Alt")
    expect(bench.page.locator(".word-box.is-selected")).to_have_count(1)
    bench.press("e", "Enter")
    bench.saved()
    (tag,) = tags_of(cast.editor, source, 1)
    assert "militants stormed".find(tag["value"]["quote"]) > 0


def test_words_chosen_while_a_form_is_open_go_into_its_field(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source)
    bench.press("r", "3", "Tab")
    bench.type("Hearsay.")
    bench.page.get_by_role("button", name="Said by").click()
    bench.page.mouse.click(*bench.page.evaluate(PLACE, "diplomats"))
    bench.page.get_by_role("button", name="Cue of the attribution").click()
    drag(bench.page, "said", "said.")
    bench.press("Enter")
    bench.saved()
    (tag,) = tags_of(cast.editor, source, 1)
    text, value = SENTENCES[0], tag["value"]
    assert text[value["source_start"] : value["source_end"]] == "diplomats"
    assert text[value["cue_start"] : value["cue_end"]] == "said"


def test_a_tag_is_opened_from_the_text_and_removed(sit: Sit, cast: Cast, source: Source) -> None:
    first = sentence_of(source, 1)
    apply_operations(cast.editor, first.pk, [event_op(first, "stormed")])
    bench = sit(cast.editor, source)
    for _ in range(2):  # the first chooses it, the second opens it
        bench.page.mouse.click(*bench.page.evaluate(PLACE, "stormed"))
    expect(bench.page.locator("attest-event-form")).to_be_visible()
    bench.page.get_by_role("button", name="Remove", exact=True).click()
    bench.saved()
    assert tags_of(cast.editor, source, 1) == []


def test_a_finger_selects_and_a_citation_is_followed(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    bench.page.touchscreen.tap(*bench.page.evaluate(PLACE, "stormed"))
    expect(bench.page.locator(".word-box.is-cursor")).to_have_count(1)
    bench.page.locator("[data-verb=event]").tap()
    bench.page.locator(".combo-option", has_text="ASSAULT").tap()
    bench.page.get_by_role("button", name="Save").tap()
    bench.saved()
    assert [tag["value"]["quote"] for tag in tags_of(cast.editor, source, 1)] == ["stormed"]
    bench.page.locator(".sentence[aria-current] [data-cite='61']").tap()
    expect(bench.page.locator(".sentence[aria-current] .sentence-number")).to_have_text("2")
