"""Nothing is lost: two people on one tag, no connection, a reload, an ended session, a refusal at its field."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Route, expect
from pytest_django.live_server_helper import LiveServer

from annotations.operations import apply_operations
from sources.models import Source
from tests.cast import Cast, make_cast
from tests.factories import actor_op, change_op, event_op, make_source, remove_op, sentence_of

from .bench import Bench, tags_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SENTENCES = ["Militants stormed the post.", "Monitors left.", "Talks were held on 31 March."]
SAVING = "**/operations/"
Sit = Callable[..., Bench]


@pytest.fixture
def cast(live_server: LiveServer) -> Cast:
    return make_cast()


@pytest.fixture
def source(cast: Cast) -> Source:
    return make_source(cast.project, SENTENCES, title="Gaza", language="en")


def tag_event(bench: Bench, word: str, code: str) -> None:
    """Tag a word as an event with a few letters of its type."""
    bench.go_to(word)
    bench.press("e")
    bench.type(code)
    bench.press("Enter", "Enter")


@pytest.mark.parametrize(
    ("choice", "codes"), [("mine", ["THREATEN"]), ("theirs", ["COERCE"]), ("both", ["COERCE", "THREATEN"])]
)
def test_both_sides_of_a_conflict_are_shown_and_one_chosen(
    sit: Sit, cast: Cast, source: Source, choice: str, codes: list[str]
) -> None:
    first = sentence_of(source, 1)
    add = event_op(first, "stormed")
    apply_operations(cast.editor, first.pk, [add])
    bench = sit(cast.editor, source)
    apply_operations(cast.second_editor, first.pk, [change_op(add, seen=1, code="COERCE")])
    bench.go_to("stormed")
    bench.press("Enter")
    bench.type("threa")
    bench.press("Enter", "Enter")
    panel = bench.page.locator(".conflict")
    expect(panel.locator(".differs")).to_have_text(["THREATEN", "COERCE"])
    expect(panel).to_contain_text("C03 changed this tag meanwhile.")
    expect(bench.page.locator(".save-state")).to_have_attribute("data-state", "conflict")
    assert Axe().run(bench.page).response["violations"] == []
    bench.press(str(["mine", "theirs", "both"].index(choice) + 1))
    expect(panel).to_have_count(0)
    bench.saved()
    assert sorted(tag["value"]["code"] for tag in tags_of(cast.editor, source, 1)) == codes


def test_what_others_change_under_an_open_form_is_not_overwritten(
    sit: Sit, cast: Cast, source: Source
) -> None:
    first = sentence_of(source, 1)
    add = event_op(first, "stormed")
    apply_operations(cast.editor, first.pk, [add])
    bench = sit(cast.editor, source)
    bench.go_to("stormed")
    bench.press("Enter")
    apply_operations(cast.second_editor, first.pk, [change_op(add, seen=1, code="COERCE")])
    bench.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # asks what others did
    expect(bench.page.locator(".code-label").first).to_have_attribute("data-code", "COERCE")
    bench.type("threa")
    bench.press("Enter", "Enter")
    expect(bench.page.locator(".conflict .differs")).to_have_text(["THREATEN", "COERCE"])
    bench.press("2")
    bench.saved()
    assert [tag["value"]["code"] for tag in tags_of(cast.editor, source, 1)] == ["COERCE"]


def test_leaving_an_open_form_saves_it_or_stays(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source)
    bench.go_to("stormed")
    bench.press("e")
    bench.type("ass")
    bench.press("Enter")
    bench.page.locator(".sentence-text").nth(1).click()
    assert bench.number == "2"
    bench.saved()
    assert len(tags_of(cast.editor, source, 1)) == 1
    bench.press("r", "4")
    bench.page.locator(".sentence-text").nth(2).click()
    assert bench.number == "2"
    expect(bench.page.locator('[data-field="rationale"] .field-error')).to_be_visible()
    bench.press("Escape", "j")
    assert bench.number == "3"
    assert tags_of(cast.editor, source, 2) == []


def test_the_same_tag_made_by_two_becomes_one(sit: Sit, cast: Cast, source: Source) -> None:
    first = sentence_of(source, 1)
    bench = sit(cast.editor, source)
    apply_operations(cast.second_editor, first.pk, [event_op(first, "stormed", date_edtf="2007")])
    tag_event(bench, "stormed", "ass")
    expect(bench.page.locator(".conflict")).to_contain_text("C03 tagged “stormed” in the same way meanwhile.")
    bench.page.locator("[data-choice=theirs]").click()
    bench.saved()
    (tag,) = tags_of(cast.editor, source, 1)
    assert (tag["by"], tag["value"]["date_edtf"]) == ("C03", "2007")


def test_an_actor_that_others_removed_comes_back_with_mine(sit: Sit, cast: Cast, source: Source) -> None:
    first = sentence_of(source, 1)
    mention = actor_op(first, "Militants")
    apply_operations(cast.editor, first.pk, [mention])
    bench = sit(cast.editor, source)
    apply_operations(cast.second_editor, first.pk, [remove_op(mention, seen=1)])
    bench.go_to("stormed")
    bench.press("e")
    bench.type("ass")
    bench.press("Enter", "Tab", "Tab", "1", "Enter")
    expect(bench.page.locator(".conflict")).to_contain_text("C03 removed the mention “Militants” meanwhile.")
    bench.page.locator("[data-choice=mine]").click()
    bench.saved()
    actor, event = tags_of(cast.editor, source, 1)
    assert [(link["role"], link["actor"]) for link in event["value"]["participants"]] == [
        ("actor", actor["tag"])
    ]


def test_work_without_a_connection_is_sent_when_it_returns(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source)
    bench.page.context.set_offline(True)
    tag_event(bench, "stormed", "ass")
    bench.press("Enter")
    bench.type("coe")
    bench.press("Enter", "Enter", "j")
    tag_event(bench, "left", "ret")
    expect(bench.page.locator(".save-state")).to_have_text("Offline, 3 kept here")
    assert tags_of(cast.editor, source, 1) == []
    bench.page.context.set_offline(False)
    bench.saved()
    assert [tag["value"]["code"] for tag in tags_of(cast.editor, source, 1)] == ["COERCE"]
    assert [tag["value"]["code"] for tag in tags_of(cast.editor, source, 2)] == ["RETREAT"]


def test_undo_without_a_connection_takes_back_what_was_never_sent(
    sit: Sit, cast: Cast, source: Source
) -> None:
    bench = sit(cast.editor, source)
    bench.page.context.set_offline(True)
    tag_event(bench, "stormed", "ass")
    bench.press("z")
    expect(bench.page.locator(".card")).to_have_count(0)
    bench.page.context.set_offline(False)
    bench.saved()
    assert tags_of(cast.editor, source, 1) == []


def test_a_lost_answer_and_a_reload_lose_and_double_nothing(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source)

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    bench.page.route(SAVING, lose_the_answer)
    tag_event(bench, "stormed", "ass")
    expect(bench.page.locator(".save-state")).to_have_attribute("data-state", "waiting")
    bench.page.unroute(SAVING)
    bench.page.reload()
    bench.page.wait_for_selector("html[data-ready]", state="attached")
    bench.saved()
    assert [tag["version"] for tag in tags_of(cast.editor, source, 1)] == [1]
    assert bench.cards() == ["ASSAULT"]


def test_an_ended_session_keeps_the_work_until_one_signs_in_again(
    sit: Sit, cast: Cast, source: Source, live_server: LiveServer
) -> None:
    bench = sit(cast.editor, source)
    Session.objects.all().delete()
    tag_event(bench, "stormed", "ass")
    notice = bench.page.get_by_text("You are signed out")
    expect(notice).to_be_visible()
    expect(bench.page.locator(".save-state")).to_have_text("Signed out, 1 kept here")
    client = Client()
    client.force_login(cast.editor.user)
    cookie = client.cookies["sessionid"].value
    bench.page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    bench.page.get_by_role("button", name="Send what waits").click()
    bench.saved()
    expect(notice).to_have_count(0)
    assert len(tags_of(cast.editor, source, 1)) == 1


def test_a_refused_value_comes_back_at_its_field(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source, at=3)
    bench.go_to("held")
    bench.press("e")
    bench.type("cons")
    bench.press("Enter", "Alt+p")
    place = bench.page.locator('[data-field="place_name"] input')
    place.fill("x" * 201)
    bench.press("Tab", "Enter")
    expect(bench.page.locator('[data-field="place_name"] .field-error')).to_contain_text("200 is the most")
    place.fill("The mill")
    bench.press("Tab", "Enter")
    bench.saved()
    assert [tag["value"]["place_name"] for tag in tags_of(cast.editor, source, 3)] == ["The mill"]


def test_losing_the_right_keeps_the_work_and_says_who_can(sit: Sit, cast: Cast, source: Source) -> None:
    bench = sit(cast.editor, source)
    cast.editor.roles = ["viewer"]
    cast.editor.save(update_fields=["roles"])
    tag_event(bench, "stormed", "ass")
    notice = bench.page.locator("#panel-tags [role=alert]")
    expect(notice).to_contain_text("Only an editor or reviewer can tag sentences.")
    cast.editor.roles = ["editor"]
    cast.editor.save(update_fields=["roles"])
    notice.get_by_role("button", name="Try again").click()
    bench.saved()
    assert len(tags_of(cast.editor, source, 1)) == 1


def test_others_changes_appear(sit: Sit, cast: Cast, source: Source) -> None:
    first = sentence_of(source, 1)
    bench = sit(cast.editor, source)
    apply_operations(cast.second_editor, first.pk, [event_op(first, "stormed")])
    bench.press("j", "k")
    expect(bench.page.locator(".card-code")).to_have_text("ASSAULT")
    expect(bench.page.locator(".desk-note")).to_contain_text("changed by C03")


def test_a_split_moves_the_tags_and_is_taken_back(sit: Sit, cast: Cast, source: Source) -> None:
    first = sentence_of(source, 1)
    apply_operations(cast.editor, first.pk, [actor_op(first, "post")])
    bench = sit(cast.editor, source)
    bench.go_to("the")
    bench.press("b")
    with bench.page.expect_navigation():
        bench.press("Enter")
    bench.page.wait_for_selector("html[data-ready]", state="attached")
    texts = bench.page.locator(".sentence-text")
    expect(texts).to_have_text(
        ["Militants stormed", "the post.", "Monitors left.", "Talks were held on 31 March."]
    )
    bench.press("j")
    assert bench.cards() == ["1"]
    bench.press("U")
    with bench.page.expect_navigation():
        bench.press("Enter")
    bench.page.wait_for_selector("html[data-ready]", state="attached")
    expect(texts).to_have_count(3)
    bench.press("B")
    with bench.page.expect_navigation():
        bench.press("Enter")
    bench.page.wait_for_selector("html[data-ready]", state="attached")
    expect(texts).to_have_count(2)
