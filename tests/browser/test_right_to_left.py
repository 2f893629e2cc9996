"""Arabic and Hebrew at the workbench, in an English and in an Arabic interface: chosen, tagged, drawn, saved, exported.

No source here states its language: letters decide. Sentences hold what makes offsets hard: vowel signs, digits and
Latin names within, emoji joined by zero-width joiners.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import LazySettings
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from annotations.operations import apply_operations
from exports import building
from reviews.services import approve
from sources.models import Source
from tests.cast import Cast, make_cast
from tests.exports.stories import lines, released
from tests.factories import actor_op, event_op, make_source, reliability_op, sentence_of

from .bench import Bench, tags_of
from .test_workbench_pointer import drag

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ARABIC = "قَالَتْ UNRWA إنّ 1,200 شخصٍ نزحوا يوم 12 نوفمبر."
HEBREW = "הַמִּשְׁטָרָה פָּתְחָה באש ב-16 ביוני 1976."
EMOJI = "خرجت العائلة 👩‍👧‍👦 في مسيرة سلمية 🕊️."
ENGLISH = "The police opened fire."
SENTENCES = [ARABIC, HEBREW, EMOJI, ENGLISH]
Sit = Callable[..., Bench]
INTERFACES = pytest.mark.parametrize("locale", ["en", "ar"])

# Where the first word of the sentence in focus, the label above a tag and the tag's own line stand.
EDGES = """() => {
  const text = document.querySelector(".sentence[aria-current] .sentence-text");
  const box = (element) => element?.getBoundingClientRect().toJSON();
  const range = document.createRange();
  range.selectNodeContents(text);
  return {
    text: [...range.getClientRects()].map(({ left, right }) => [Math.round(left), Math.round(right)]),
    height: text.getBoundingClientRect().height,
    label: box(text.querySelector(".code-label")),
    mark: box(text.querySelector(".mark")),
    number: box(text.closest(".sentence").querySelector(".sentence-number")),
    block: box(text),
  };
}"""


@pytest.fixture
def cast(live_server: LiveServer) -> Cast:
    return make_cast()


@pytest.fixture
def source(cast: Cast) -> Source:
    return make_source(cast.project, SENTENCES, title="مصدر")


def edges(bench: Bench) -> dict[str, Any]:
    """Where things stand in the sentence in focus."""
    found: dict[str, Any] = bench.page.evaluate(EDGES)
    return found


def tag_as_assault(bench: Bench) -> None:
    """Tag what is selected as an event, with no more said."""
    bench.press("e")
    bench.type("ass")
    bench.press("Enter", "Enter")
    bench.saved()


@INTERFACES
def test_a_source_that_states_no_language_runs_as_its_letters(
    sit: Sit, cast: Cast, source: Source, locale: str
) -> None:
    bench = sit(cast.editor, source, locale=locale)
    assert bench.page.evaluate("document.documentElement.dir") == ("rtl" if locale == "ar" else "ltr")
    assert bench.direction == "rtl"
    seen = edges(bench)
    assert seen["number"]["left"] >= seen["block"]["right"] - 1, "the number stands where lines begin"
    bench.press("j", "j", "j")
    assert bench.direction == "ltr"
    assert edges(bench)["number"]["left"] == pytest.approx(seen["number"]["left"], abs=1), (
        "numbers keep their side"
    )
    outline, desk = (bench.page.locator(name).bounding_box() for name in (".outline", ".desk"))
    assert outline is not None
    assert desk is not None
    assert (outline["x"] > desk["x"]) == (locale == "ar"), (
        "the outline stands where the page begins its lines"
    )


@INTERFACES
@pytest.mark.parametrize(
    "where",
    [
        (1, "UNRWA", "UNRWA إنّ"),
        (1, "1,200", "1,200 شخصٍ"),
        (2, "פָּתְחָה", "פָּתְחָה באש"),
        (3, "👩‍👧‍👦", "👩‍👧‍👦 في"),
    ],
    ids=["latin", "digits", "vowel signs", "emoji"],
)
def test_words_are_chosen_and_tagged_with_the_keyboard_as_seen(
    sit: Sit, cast: Cast, source: Source, locale: str, where: tuple[int, str, str]
) -> None:
    ordinal, first, words = where
    bench = sit(cast.editor, source, at=ordinal, locale=locale)
    before = edges(bench)
    bench.go_to(first)
    bench.press("Shift+ArrowLeft")
    assert bench.cursor == words
    tag_as_assault(bench)
    (tag,) = tags_of(cast.editor, source, ordinal)
    value, text = tag["value"], SENTENCES[ordinal - 1]
    assert (value["quote"], text[value["start"] : value["end"]]) == (words, words)
    bench.page.reload()
    bench.page.wait_for_selector("html[data-ready]", state="attached")
    after = edges(bench)
    assert after["height"] == before["height"], "a label takes no room"
    assert min(left for left, _ in after["text"]) == min(left for left, _ in before["text"])
    assert max(right for _, right in after["text"]) == max(right for _, right in before["text"])
    assert after["label"]["right"] == pytest.approx(after["mark"]["right"], abs=2), (
        "the label stands at the start"
    )


def test_the_arrows_stay_as_they_are_in_an_english_sentence_of_an_arabic_page(
    sit: Sit, cast: Cast, source: Source
) -> None:
    bench = sit(cast.editor, source, at=4, locale="ar")
    bench.press("Home", "ArrowRight")
    assert bench.cursor == "police"
    bench.press("Shift+ArrowRight")
    assert bench.cursor == "police opened"
    bench.press("k")
    assert bench.number == "3"


@INTERFACES
def test_words_are_chosen_with_the_pointer(sit: Sit, cast: Cast, source: Source, locale: str) -> None:
    bench = sit(cast.editor, source, at=2, locale=locale)
    drag(bench.page, "באש", "ביוני")
    expect(bench.page.locator(".word-box.is-selected")).to_be_visible()
    tag_as_assault(bench)
    (tag,) = tags_of(cast.editor, source, 2)
    assert HEBREW[tag["value"]["start"] : tag["value"]["end"]] == "באש ב-16 ביוני"


def test_letters_are_chosen_whole(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source, at=2)
    bench.go_to("הַמִּשְׁטָרָה")
    seen = []
    for _ in range(3):
        bench.press("Alt+Shift+ArrowRight")  # back by one character as people see it, with its vowel signs
        seen.append(bench.cursor)
    assert seen == ["הַמִּשְׁטָרָ", "הַמִּשְׁטָ", "הַמִּשְׁ"]


def test_overlapping_tags_stand_below_each_other(sit: Sit, cast: Cast, source: Source) -> None:
    sentence = sentence_of(source, 1)
    operations = [
        reliability_op(sentence, ARABIC, "6", rationale=""),
        event_op(sentence, "نزحوا يوم 12 نوفمبر"),
        actor_op(sentence, "UNRWA"),
        event_op(sentence, "12 نوفمبر", code="COERCE"),
    ]
    apply_operations(cast.editor, sentence.pk, operations)
    bench = sit(cast.editor, source, locale="ar")
    lanes = bench.page.evaluate(
        "[...document.querySelectorAll('.sentence[aria-current] .mark')].map((mark) => mark.dataset.lane)"
    )
    assert set(lanes) == {"0", "1", "2"}
    assert bench.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [one["id"] for one in Axe().run(bench.page).response["violations"]] == []


@pytest.fixture
def releasing(settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Releases in a folder of their own, without the wait for an approval to settle."""
    monkeypatch.setattr(building, "SETTLED", timedelta(0))
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }


@pytest.mark.usefixtures("releasing")
def test_what_was_tagged_in_the_page_is_exported_at_its_place(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source, locale="ar")
    for ordinal, first in enumerate(("UNRWA", "פָּתְחָה", "👩‍👧‍👦"), 1):
        bench.go_to(first)
        bench.press("Shift+ArrowLeft")
        tag_as_assault(bench)
        bench.press("s")
        bench.saved()
        if ordinal < 3:
            bench.press("j")
    for row in source.annotation_sets.all():
        approve(cast.reviewer, row.pk, row.revision)
    told = {line["sentence"]["text"]: line["tags"] for line in lines(cast.owner, released(cast.owner))}
    assert set(told) == {ARABIC, HEBREW, EMOJI}
    assert all(tags for tags in told.values())
    for text, tags in told.items():
        for tag in tags:
            assert text[tag["start"] : tag["end"]] == tag["quote"]


@INTERFACES
def test_axe_finds_nothing_while_tagging(sit: Sit, cast: Cast, source: Source, locale: str) -> None:
    bench = sit(
        cast.editor, source, locale=locale, viewport={"width": 390, "height": 844}, color_scheme="dark"
    )
    bench.press("e")
    expect(bench.page.locator("attest-event-form")).to_be_visible()
    assert [one["id"] for one in Axe().run(bench.page).response["violations"]] == []
    assert bench.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
