"""Every field of a tag, filled with the keyboard alone, saved, loaded again and compared with what is stored."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Route, expect
from pytest_django.live_server_helper import LiveServer

from annotations.operations import apply_operations
from codebook.adopting import adopt
from codebook.registry import create_actor
from sources.models import Source
from tests.cast import Cast, make_cast
from tests.factories import actor_op, event_op, make_source, sentence_of, span

from .bench import Bench, tags_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIRST = "On 3 March 2007 Egypt closed the border in Rafah."
FULL = "[2] 🙂 On 12 November Fatah and Hamas shot at a rally in Gaza: 4 to 9 people died, 50 were hurt and 30 held."
SHORT = "Hamas shot at Fatah again."
ARABIC = "🙂 هاجمت حماس الشرطة في غزة يوم 12 تشرين الثاني 2007."
Sit = Callable[..., Bench]
Value = dict[str, Any]


@pytest.fixture
def cast(live_server: LiveServer) -> Cast:
    return make_cast()


@pytest.fixture
def source(cast: Cast) -> Source:
    """Four sentences; the actors of the first three and an event of the first are tagged already."""
    source = make_source(cast.project, [FIRST, FULL, SHORT, ARABIC], language="en")
    ids = {
        name: create_actor(cast.editor, label=name, kind="party").pk for name in ("Egypt", "Fatah", "Hamas")
    }
    first, second = sentence_of(source, 1), sentence_of(source, 2)
    place = span(first, "Rafah")
    rafah = {
        "place_name": "Rafah",
        "place_start": place["start"],
        "place_end": place["end"],
        "country": "PS",
        "latitude": 31.29,
        "longitude": 34.25,
        "where_prec": 2,
    }
    apply_operations(
        cast.editor,
        first.pk,
        [actor_op(first, "Egypt", ids["Egypt"]), event_op(first, "closed", code="COERCE", **rafah)],
    )
    mentions = [actor_op(second, name, ids[name]) for name in ("Fatah", "Hamas")]
    apply_operations(cast.editor, second.pk, [*mentions, actor_op(second, "a rally")])
    return source


def words(bench: Bench, text: str) -> None:
    """Choose words with the arrow keys in the field that has the focus: the first by steps, the rest by widening."""
    first, *rest = text.split()
    bench.press("Home")
    forward = "ArrowRight" if bench.direction == "ltr" else "ArrowLeft"
    field = bench.page.locator("attest-span-field:focus-within .span-words")
    for _ in range(60):
        if field.inner_text() == first:
            break
        bench.press(forward)
    for _ in rest:
        bench.press(f"Shift+{forward}")
    expect(field).to_have_text(text)


def marked(part: str, text: str, sentence: str) -> Value:
    """The span of a part of a value."""
    where = span(sentence, text)
    return {f"{part}_start": where["start"], f"{part}_end": where["end"]}


def test_a_full_event_is_coded_with_the_keyboard_alone(
    sit: Sit, cast: Cast, source: Source, record_property: Callable[[str, object], None]
) -> None:
    adopt(cast.owner, "acled")
    bench = sit(cast.editor, source, at=2)
    bench.go_to("shot")
    bench.press("e")
    bench.type("firearms")
    bench.press("Enter", "Tab")
    bench.type("12 nov")
    bench.press("ArrowDown", "Enter", "Tab")
    bench.type("1a2v3y4b-")
    bench.press("Alt+KeyP")
    bench.type("Gaza City")
    bench.press("Tab")
    words(bench, "Gaza")
    bench.press("Tab")
    bench.type("palest")
    bench.press("Enter", "Tab")
    bench.type("31.52, 34.45")
    bench.press("Tab", "2", "Tab", "ArrowDown")
    bench.press("Alt+KeyN")
    bench.type("4")
    bench.press("Tab", "6", "Tab", "9", "Tab")
    words(bench, "4 to 9")
    bench.press("Tab")
    bench.type("50")
    bench.press("Tab")
    words(bench, "50")
    bench.press("Tab")
    bench.type("30")
    bench.press("Tab")
    words(bench, "30")
    bench.press("Alt+KeyH", "ArrowDown", "Tab", "ArrowDown", "Tab", "ArrowDown", "Tab", "ArrowDown")
    bench.press("Alt+KeyM", "Tab")
    bench.type("armed-cl")
    bench.press("Enter", "Tab")
    bench.type("Told by both sides.")
    bench.press("Enter")
    bench.saved()
    record_property("keystrokes_for_a_full_event", bench.keys)

    tags = tags_of(cast.editor, source, 2)
    stored = dict(next(tag["value"] for tag in tags if tag["kind"] == "event"))
    uids = {tag["value"]["quote"]: tag["tag"] for tag in tags if tag["kind"] == "actor"}
    first = sentence_of(source, 1)
    egypt = next(tag["value"] for tag in tags_of(cast.editor, source, 1) if tag["kind"] == "actor")
    participants = stored.pop("participants")
    assert sorted(participants, key=lambda one: (one["role"], one["actor"] or "")) == sorted(
        [
            {"role": "actor", "actor": uids["Fatah"], "from": None, "basis": ""},
            {"role": "actor", "actor": uids["Hamas"], "from": None, "basis": ""},
            {"role": "beneficiary", "actor": None, "from": None, "basis": ""},
            {
                "role": "third_party",
                "actor": None,
                "from": {"sentence": first.pk, **span(first, "Egypt"), "actor": egypt["actor"]},
                "basis": "other_sentence",
            },
            {"role": "victim", "actor": uids["a rally"], "from": None, "basis": ""},
        ],
        key=lambda one: (one["role"], one["actor"] or ""),
    )
    codes = stored.pop("other_codes")
    assert [(one["codebook"].partition("@")[0], one["code"]) for one in codes] == [("acled", "armed-clash")]
    assert stored.pop("codebook").startswith("plover@")
    assert stored == {
        **span(FULL, "shot"),
        "note": "Told by both sides.",
        "code": "ASSAULT",
        "modes": ["firearms"],
        "date_edtf": "XXXX-11-12",
        **marked("date", "12 November", FULL),
        "date_from": None,
        "date_resolved": "2007-11-12",
        "date_basis": "other_sentence",
        "date_prec": 1,
        "place_name": "Gaza City",
        **marked("place", "Gaza", FULL),
        "place_from": None,
        "place_basis": "sentence",
        "country": "PS",
        "latitude": 31.52,
        "longitude": 34.45,
        "where_prec": 2,
        "deaths_low": 4,
        "deaths_best": 6,
        "deaths_high": 9,
        **marked("deaths", "4 to 9", FULL),
        "injured": 50,
        **marked("injured", "50", FULL),
        "arrested": 30,
        **marked("arrested", "30", FULL),
        "modality": "alleged",
        "polarity": "negative",
        "tense": "past",
        "genericity": "generic",
    }

    bench.page.reload()
    bench.page.wait_for_selector("html[data-ready]", state="attached")
    bench.go_to("shot")
    bench.press("Enter")
    form = bench.page.locator("attest-event-form")
    expect(form.locator(".form-section:visible")).to_have_count(5)
    expect(form.locator("[name=deaths_best]")).to_have_value("6")
    bench.press("Enter")
    bench.saved()
    assert tags_of(cast.editor, source, 2) == tags, "saving what was not changed changes nothing"


def test_a_plain_event_takes_fewer_than_twelve_keys_beyond_its_choices(
    sit: Sit, cast: Cast, source: Source, record_property: Callable[[str, object], None]
) -> None:
    bench = sit(cast.editor, source, at=2)
    bench.go_to("shot")
    before = bench.keys
    bench.press("e")
    bench.type("ass")
    bench.press("Enter", "Tab", "ArrowDown", "Enter", "Tab")
    bench.type("1v3")
    bench.press("Enter")
    beyond = bench.keys - before - len("ass") - len("1v3")
    bench.saved()
    record_property("keystrokes_beyond_the_choices", beyond)
    assert beyond < 12
    (event,) = [tag["value"] for tag in tags_of(cast.editor, source, 2) if tag["kind"] == "event"]
    assert (event["code"], event["date_edtf"], len(event["participants"])) == ("ASSAULT", "XXXX-11-12", 2)


def test_claims_are_told_within_claims(sit: Sit, cast: Cast) -> None:
    text = "The minister claimed that a witness reportedly saw shots."
    source = make_source(cast.project, [text], language="en")
    bench = sit(cast.editor, source)
    bench.press("r", "3", "Tab")
    bench.type("One side only.")
    bench.press("Tab")
    words(bench, "The minister")
    bench.press("Tab")
    words(bench, "claimed")
    bench.press("Alt+KeyW")
    bench.type("Told with d")
    bench.press("Enter")
    bench.saved()
    bench.go_to("a")
    bench.press(*["Shift+ArrowRight"] * 4, "r", "5", "Tab")
    bench.type("Nobody saw the witness.")
    bench.press("Alt+KeyW", "Tab", "Space", "Tab", "ArrowDown", "Alt+KeyH")
    words(bench, "reportedly")
    bench.press("Tab")
    bench.type("CFS")
    bench.press("Enter")
    bench.saved()
    outer, inner = (tag for tag in tags_of(cast.editor, source, 1) if tag["kind"] == "reliability")
    assert outer["value"] | {"source_start": 0, "source_end": 12, "commitment": "sceptical"} == outer["value"]
    assert outer["value"] | marked("cue", "claimed", text) == outer["value"]
    wanted = {
        **span(text, "a witness reportedly saw shots"),
        "parent": outer["tag"],
        "anonymous": True,
        "check_worthiness": "CFS",
        **marked("hedge", "reportedly", text),
    }
    assert inner["value"] | wanted == inner["value"]
    bench.press("Enter", "Alt+KeyW")
    expect(bench.page.locator("[name=parent]")).to_have_value(outer["tag"])


def test_a_date_and_a_place_are_taken_from_another_sentence(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source, at=3)
    bench.go_to("shot")
    bench.press("e")
    bench.type("ass")
    bench.press("Enter", "Tab", "ArrowDown")
    expect(bench.page.locator(".combo-list:visible [aria-selected=true]")).to_contain_text("from sentence")
    bench.press("Enter", "Alt+KeyP", "ArrowDown", "Enter", "Enter")
    bench.saved()
    (event,) = [tag["value"] for tag in tags_of(cast.editor, source, 3)]
    assert event["date_edtf"] == ""
    assert event["date_resolved"].startswith("2007-")
    assert (event["date_basis"], event["date_start"]) == ("other_sentence", None)
    assert event["date_from"]["quote"] in {"3 March 2007", "12 November"}
    assert event["place_from"] == {"sentence": sentence_of(source, 1).pk, **span(FIRST, "Rafah")}
    assert (event["place_name"], event["country"], event["latitude"]) == ("Rafah", "PS", 31.29)
    assert (event["where_prec"], event["place_basis"]) == (2, "other_sentence")


def test_the_last_tag_again_and_tags_copied_to_another_sentence(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source, at=2)
    bench.go_to("shot")
    bench.press("e")
    bench.type("ass")
    bench.press("Enter", "Tab", "Tab")
    bench.type("12")
    bench.press("Enter")
    bench.go_to("hurt")
    bench.press("y")
    bench.saved()
    shot, hurt = (tag["value"] for tag in tags_of(cast.editor, source, 2) if tag["kind"] == "event")
    assert (hurt["quote"], hurt["code"], hurt["participants"]) == ("hurt", "ASSAULT", shot["participants"])
    bench.press("C", "j", "V")
    expect(bench.page.locator(".toasts, .notice").first).to_contain_text("“hurt”")
    bench.saved()
    tags = tags_of(cast.editor, source, 3)
    assert [(tag["kind"], tag["value"]["quote"]) for tag in tags] == [
        ("actor", "Hamas"),
        ("event", "shot"),
        ("actor", "Fatah"),
    ]
    hamas, copy, fatah = tags
    assert {link["actor"] for link in copy["value"]["participants"]} == {hamas["tag"], fatah["tag"]}
    bench.press("V")
    bench.saved()
    assert len(tags_of(cast.editor, source, 3)) == 3, "what stands there is not put there twice"


def test_offsets_of_an_arabic_event_are_exact(sit: Sit, cast: Cast) -> None:
    source = make_source(cast.project, [ARABIC], language="ar")
    bench = sit(cast.editor, source)
    assert bench.direction == "rtl"
    for word in ("حماس", "الشرطة"):
        bench.go_to(word)
        bench.press("a")
        expect(bench.page.locator(".combo-list[aria-busy=false]").first).to_be_visible()
        bench.page.keyboard.press("Escape")
        bench.page.locator("attest-actor-form .combo input").fill("")
        bench.press("Enter")
        bench.saved()
    bench.go_to("هاجمت")
    bench.press("e")
    bench.type("ass")
    bench.press("Enter", "Tab", "ArrowDown", "Enter", "Tab")
    bench.type("1v٢")
    bench.press("Alt+KeyP", "Tab")
    words(bench, "غزة")
    bench.press("Tab", "Tab")
    bench.type("٣١٫٥٢، ٣٤٫٤٥")
    bench.press("Enter")
    bench.saved()
    (event,) = [tag["value"] for tag in tags_of(cast.editor, source, 1) if tag["kind"] == "event"]
    wanted = {
        **span(ARABIC, "هاجمت"),
        **marked("place", "غزة", ARABIC),
        **marked("date", "12 تشرين الثاني 2007", ARABIC),
        "date_edtf": "2007-11-12",
        "place_name": "غزة",
        "latitude": 31.52,
        "longitude": 34.45,
    }
    assert event | wanted == event
    assert [link["role"] for link in event["participants"]] == ["actor", "victim"]


@pytest.mark.parametrize(
    ("field", "place"),
    [
        ("latitude", "[data-field=coordinates]"),
        ("participants[1].from", ".participant:nth-child(2)"),
        ("other_codes[0].modes", ".other-code, [data-field=other_codes]"),
        ("deaths_best", "[data-field=deaths_best]"),
        ("injured_end", "[data-field=injured], [data-field=injured_words]"),
        ("date_from", "[data-field=date_words], [data-field=date]"),
        ("no_such_field", "[role=alert]"),
    ],
)
def test_what_the_server_refuses_stands_at_its_field(
    sit: Sit, cast: Cast, source: Source, field: str, place: str
) -> None:
    bench = sit(cast.editor, source, at=2)
    answer = {
        "type": "about:blank",
        "title": "Invalid",
        "status": 422,
        "detail": "Refused.",
        "code": "invalid",
        "errors": [{"field": f"operations[0].value.{field}", "message": "Not so.", "code": "invalid"}],
    }

    def refuse(route: Route) -> None:
        route.fulfill(status=422, json=answer, content_type="application/problem+json")

    bench.page.route("**/operations/", refuse)
    bench.go_to("shot")
    bench.press("e")
    bench.type("ass")
    bench.press("Enter", "Tab", "Tab")
    bench.type("1v2")
    bench.press("Enter")
    form = bench.page.locator("attest-event-form")
    expect(form.locator(".participant")).to_have_count(2)
    fault = form.locator(place).filter(has_text="Not so.").first
    expect(form.get_by_text("Not so.")).to_be_in_viewport()
    if field != "deaths_best":
        expect(fault).to_be_visible()
    bench.press("Escape")
    bench.press("Enter")
    expect(form.get_by_text("Not so.")).to_be_visible()
    bench.page.unroute("**/operations/", refuse)
    bench.press("Alt+KeyM", "Tab")
    bench.press("Enter")
    bench.saved()
    assert sum(tag["kind"] == "event" for tag in tags_of(cast.editor, source, 2)) == 1


def test_a_note_is_written_to_an_actor(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source, at=2)
    bench.go_to("Fatah")
    bench.press("Enter", "Alt+KeyM")
    bench.type("The movement, not the militia.")
    bench.press("Enter")
    bench.saved()
    notes = {tag["value"]["quote"]: tag["value"]["note"] for tag in tags_of(cast.editor, source, 2)}
    assert notes["Fatah"] == "The movement, not the militia."


@pytest.mark.parametrize(
    "look",
    [
        {"viewport": {"width": 1400, "height": 900}},
        {"viewport": {"width": 390, "height": 800}, "color_scheme": "dark"},
    ],
    ids=["wide", "narrow and dark"],
)
def test_axe_finds_nothing_in_the_open_forms(
    sit: Sit, cast: Cast, source: Source, look: dict[str, Any]
) -> None:
    bench = sit(cast.editor, source, at=2, **look)
    bench.go_to("shot")
    bench.press("e")
    bench.type("firearms")
    bench.press("Enter", "Tab", "Tab")
    bench.type("1v4b-")
    bench.press(*[f"Alt+Key{letter}" for letter in "GWPNHM"])
    top = bench.page.locator(".sentence[aria-current] .sentence-text").bounding_box()
    sheet = bench.page.locator("attest-desk").bounding_box()
    assert top is not None
    assert sheet is not None
    if look["viewport"]["width"] < 900:
        assert top["y"] < sheet["y"], "the sheet leaves the sentence visible"
    bench.page.locator("[name=deaths_low]").fill("9")
    bench.page.locator("[name=deaths_best]").fill("1")
    bench.press("Enter")
    expect(bench.page.locator(".field-error")).to_be_visible()
    violations = Axe().run(bench.page).response["violations"]
    assert violations == [], [one["id"] for one in violations]
    bench.press("Escape", "r", "2", "Alt+KeyW", "Alt+KeyH")
    violations = Axe().run(bench.page).response["violations"]
    assert violations == [], [one["id"] for one in violations]
    assert bench.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
