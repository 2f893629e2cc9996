"""The workbench with the keyboard alone: three kinds of tags, undo, marks, submit, another direction."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from annotations.models import AnnotationSet
from annotations.operations.upgrading import NOTHING_STATED
from codebook.registry import create_actor
from reviews.services import return_to_editor, submit_sentence
from sources.models import Source
from tests.cast import Cast, make_cast
from tests.factories import make_source, sentence_of

from .bench import Bench, tags_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STORMED = (
    "[60] Angry Hamas militants stormed the post on 12 November, which was staffed by European monitors "
    "and defended by Abbas' Presidential Guard,[61] diplomats said."
)
SENTENCES = [
    STORMED,
    "🎉🎉 Fatah celebrated in 2007.",
    "This act was seen as a reaction.",
    "A last one, with nothing in it.",
]
Sit = Callable[..., Bench]


@pytest.fixture
def cast(live_server: LiveServer) -> Cast:
    """The cast, with Hamas in the registry."""
    cast = make_cast()
    create_actor(cast.editor, label="Hamas", kind="party")
    return cast


@pytest.fixture
def source(cast: Cast) -> Source:
    """Four sentences with markers, emoji and dates."""
    return make_source(cast.project, SENTENCES, title="Gaza, 2007", language="en")


def test_three_kinds_of_tags_are_made_with_the_keyboard_alone(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source)
    bench.go_to("Hamas")
    bench.press("Shift+ArrowRight", "a")
    expect(bench.page.locator(".combo-option", has_text="Party")).to_be_visible()
    bench.press("ArrowDown", "Enter", "Enter")
    bench.go_to("stormed")
    bench.keys = 0
    bench.press("e")
    bench.type("ass")
    bench.press("Enter", "Tab")
    bench.type("12 nov")
    bench.press("Tab")
    bench.type("1")
    bench.press("Enter")
    assert bench.keys - len("ass12 nov1") == 5, "keystrokes beyond the choices themselves"
    bench.press("r", "2", "Tab")
    bench.type("Two agencies report it.")
    bench.press("Tab")
    bench.press("End", "ArrowLeft", "Enter")
    bench.saved()

    reliability, actor, event = tags_of(cast.editor, source, 1)
    assert actor["value"]["quote"] == "Hamas militants"
    assert actor["value"]["start"] == STORMED.index("Hamas")
    assert event["value"] | {"participants": []} == {
        **NOTHING_STATED["event"],
        "start": STORMED.index("stormed"),
        "end": STORMED.index("stormed") + 7,
        "quote": "stormed",
        "note": "",
        "code": "ASSAULT",
        "codebook": "plover@1",
        "date_edtf": "XXXX-11-12",
        "date_start": STORMED.index("12 November"),
        "date_end": STORMED.index("12 November") + 11,
        "modality": "asserted",
        "polarity": "positive",
        "participants": [],
    }
    assert event["value"]["participants"] == [
        {"role": "actor", "actor": actor["tag"], "from": None, "basis": ""}
    ]
    value = reliability["value"]
    assert (value["start"], value["credibility"]) == (5, "2")
    assert value["quote"].endswith("Guard,[61] diplomats said")
    assert STORMED[value["source_start"] : value["source_end"]] == "diplomats"
    assert value["rationale"] == "Two agencies report it."
    assert bench.cards() == ["1", "–2", "ASSAULT"] or bench.cards() == ["–2", "1", "ASSAULT"]


def test_a_new_actor_is_entered_without_leaving(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source)
    bench.go_to("European")
    bench.press("Shift+ArrowRight", "a")
    found = bench.page.locator("[role=listbox][aria-busy=false]")
    expect(found.locator("[aria-selected=true]")).to_contain_text("Create “European monitors”")
    bench.press("Enter")
    bench.type("Org")
    bench.press("Enter")
    expect(bench.page.locator(".card-sum")).to_have_text("European monitors · organisation")
    bench.saved()
    (tag,) = tags_of(cast.editor, source, 1)
    assert cast.project.actors.get(pk=tag["value"]["actor"]).kind == "organisation"


def test_another_mention_is_linked_by_the_number_of_the_first(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source)
    bench.go_to("Hamas")
    bench.press("a")
    expect(bench.page.locator("[role=listbox][aria-busy=false] [aria-selected=true]")).to_contain_text(
        "Hamas"
    )
    bench.press("Enter", "Enter")
    bench.go_to("militants")
    bench.press("a")
    bench.type("1")
    expect(bench.page.locator("[role=listbox][aria-busy=false] [aria-selected=true]")).to_contain_text(
        "Hamas"
    )
    bench.press("Enter", "Enter")
    bench.saved()
    first, second = tags_of(cast.editor, source, 1)
    assert first["value"]["actor"] == second["value"]["actor"] is not None


def test_undo_and_redo_follow_each_request(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source)
    bench.go_to("stormed")
    bench.press("e")
    bench.type("ass")
    bench.press("Enter", "Enter")
    bench.saved()
    bench.press("Delete")
    bench.saved()
    assert tags_of(cast.editor, source, 1) == []
    bench.press("z")
    expect(bench.page.locator(".card")).to_have_count(1)
    bench.press("z")
    expect(bench.page.locator(".card")).to_have_count(0)
    bench.press("Z")
    expect(bench.page.locator(".card")).to_have_count(1)
    bench.saved()
    assert [tag["value"]["code"] for tag in tags_of(cast.editor, source, 1)] == ["ASSAULT"]
    bench.page.locator("#tab-history").click()
    expect(bench.page.locator(".history-item")).to_have_count(5)
    expect(bench.page.locator(".history-item").last).to_contain_text("tagged event ASSAULT “stormed”")


def test_an_opened_tag_is_changed_and_unchanged_saves_nothing(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source)
    bench.go_to("stormed")
    bench.press("e")
    bench.type("ass")
    bench.press("Enter", "Enter")
    bench.saved()
    bench.press("Enter", "Enter")
    bench.press("Enter")
    bench.type("coe")
    bench.press("Enter", "Enter")
    bench.saved()
    (tag,) = tags_of(cast.editor, source, 1)
    assert (tag["value"]["code"], tag["version"]) == ("COERCE", 2)


def test_emoji_and_markers_do_not_shift_what_is_saved(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source, at=2)
    bench.go_to("celebrated")
    bench.press("e", "Tab")
    bench.type("in 2007")
    bench.press("Tab", "Enter")
    bench.saved()
    (tag,) = tags_of(cast.editor, source, 2)
    assert (tag["value"]["start"], tag["value"]["quote"], tag["value"]["date_edtf"]) == (
        9,
        "celebrated",
        "2007",
    )


def test_a_neighbours_year_is_offered(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source)
    bench.go_to("stormed")
    bench.press("e", "Tab")
    bench.type("12 nov")
    expect(bench.page.locator(".combo-option:visible").nth(1)).to_contain_text(
        "XXXX-11-12 → 2007-11-12year of sentence 2"
    )


def test_marks_are_set_and_taken_back(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source, at=4)
    bench.press("0")
    bench.saved()
    expect(bench.page.locator(".desk-note .chip")).to_have_attribute("data-state", "nothing_to_code")
    bench.press("k", "u")
    bench.type("Which act is meant?")
    bench.press("Enter")
    bench.saved()
    row = AnnotationSet.objects.get(sentence=sentence_of(source, 3))
    assert (row.question, row.outcome) == ("Which act is meant?", "open")
    bench.press("j", "0")
    bench.saved()
    assert AnnotationSet.objects.get(sentence=sentence_of(source, 4)).outcome == "open"


def test_what_is_finished_is_submitted_and_withdrawn(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source, at=4)
    bench.press("s")
    expect(bench.page.locator(".toasts")).to_contain_text("Nothing is tagged here")
    bench.press("0", "s")
    bench.saved()
    assert AnnotationSet.objects.get(sentence=sentence_of(source, 4)).state == "submitted"
    bench.press("w")
    bench.saved()
    assert AnnotationSet.objects.get(sentence=sentence_of(source, 4)).state == "withdrawn"
    bench.press("k", "0", "k")
    bench.go_to("celebrated")
    bench.press("e")
    bench.type("agr")
    bench.press("Enter", "Enter", "S")
    bench.saved()
    states = AnnotationSet.objects.filter(sentence__ordinal__in=[2, 3]).values_list("state", flat=True)
    assert list(states) == ["submitted", "submitted"]


def test_the_next_to_do_is_found_and_a_return_says_why(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source, at=4)
    bench.press("0", "s")
    bench.saved()
    row = AnnotationSet.objects.get(sentence=sentence_of(source, 4))
    return_to_editor(
        cast.reviewer, row.pk, row.revision, reason="missing_tag", note="“A last one” is an actor."
    )
    bench.press("n")
    assert bench.number == "1"
    expect(bench.page.locator(".outline-row .chip").last).to_have_attribute("data-state", "returned")
    bench.press("N")
    expect(bench.page.locator(".sentence[aria-current] .sentence-number")).to_have_text("4")
    note = bench.page.locator("#panel-tags [role=note]")
    expect(note).to_contain_text("Returned by C04: A tag is missing", timeout=10_000)
    expect(note).to_contain_text("“A last one” is an actor.")


def test_arrows_move_as_seen_where_text_runs_from_right_to_left(sit: Sit, cast: Cast) -> None:
    text = "في 12 نوفمبر نظّمت حركة فتح مظاهرة كبيرة.[88]"
    arabic = make_source(cast.project, [text], title="مظاهرة", language="ar")
    bench = sit(cast.editor, arabic)
    bench.press("Home", "ArrowLeft", "ArrowLeft", "ArrowLeft")
    assert bench.cursor == "نظّمت"
    bench.press("ArrowRight")
    assert bench.cursor == "نوفمبر"
    bench.go_to("حركة")
    bench.press("Shift+ArrowLeft", "a")
    bench.page.wait_for_function("document.querySelector('.combo-option[aria-selected=true]')")
    bench.press("ArrowDown", "Enter", "Enter")
    bench.saved()
    (tag,) = tags_of(cast.editor, arabic, 1)
    assert tag["value"]["quote"] == "حركة فتح"


def test_single_letters_rest_in_fields_and_when_turned_off(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source, at=4)
    bench.press("/")
    bench.type("eos0")
    assert bench.page.locator("input[type=search]").input_value() == "eos0"
    bench.press("Escape", "Escape", "?")
    bench.page.get_by_label("Single-letter keys on").uncheck()
    bench.press("Escape")
    bench.page.locator(".sentence[aria-current] .sentence-text").focus()
    bench.press("0", "e")
    assert bench.page.locator("attest-event-form").count() == 0
    assert not AnnotationSet.objects.filter(sentence=sentence_of(source, 4)).exists()
    bench.press("ArrowRight")
    bench.page.locator("[data-verb=event]").click()
    expect(bench.page.locator("attest-event-form")).to_be_visible()


def test_viewers_read_and_learn_why_they_cannot_tag(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.viewer, source)
    bench.press("ArrowRight", "e")
    expect(bench.page.locator(".toasts")).to_contain_text("Only an editor or reviewer can tag sentences.")
    assert bench.page.locator("[data-verb]").count() == 0


def test_the_source_is_filtered_by_words_and_state(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source, at=4)
    bench.press("0")
    bench.saved()
    rows = bench.page.locator(".outline-row:visible")
    bench.page.locator(".outline select").select_option("todo")
    expect(rows).to_have_count(3)
    bench.press("/")
    bench.type("stormed")
    expect(rows).to_have_count(1)
    bench.press("Enter")
    assert bench.number == "1"


def test_axe_finds_nothing_in_any_state(sit: Sit, cast: Cast, source: Source) -> None:
    found: list[tuple[str, str, list[object]]] = []

    def look(bench: Bench, state: str) -> None:
        result = Axe().run(bench.page).response["violations"]
        found.extend((state, one["id"], [node["target"] for node in one["nodes"]][:3]) for one in result)

    bench = sit(cast.editor, source)
    look(bench, "reading")
    bench.go_to("stormed")
    bench.press("e")
    look(bench, "list of types")
    bench.type("ass")
    bench.press("Enter", "Enter")
    bench.saved()
    look(bench, "tagged")
    bench.press("r")
    look(bench, "reliability")
    bench.press("Enter")
    look(bench, "fault at a field")
    bench.press("Escape", "a")
    look(bench, "actor")
    bench.press("Escape", "Escape", "u")
    look(bench, "question")
    narrow = sit(cast.editor, source, viewport={"width": 390, "height": 844}, color_scheme="dark")
    look(narrow, "narrow")
    narrow.page.locator("[data-verb=event]").click()
    look(narrow, "sheet")
    assert found == []


def test_the_sheet_leaves_the_sentence_in_sight(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source, viewport={"width": 390, "height": 844})
    bench.go_to("stormed")
    bench.page.locator("[data-verb=event]").click()
    sheet = bench.page.locator(".desk").bounding_box()
    word = bench.page.locator(".word-box.is-selected").bounding_box()
    assert sheet is not None
    assert word is not None
    assert word["y"] + word["height"] < sheet["y"]
    assert bench.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_submitted_revision_is_the_one_that_was_seen(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source, at=4)
    bench.press("0", "s")
    bench.saved()
    row = AnnotationSet.objects.get(sentence=sentence_of(source, 4))
    assert submit_sentence(cast.editor, row.sentence_id, row.revision).revision.number == row.revision
