"""A reviewer clears the queue in a real browser, with the keyboard alone."""

import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from annotations.models import AnnotationSet
from annotations.operations import apply_operations
from reviews.models import Decision, Lease
from reviews.services import return_to_editor, submit
from sources.models import Sentence
from tests.cast import make_cast
from tests.factories import actor_op, event_op, make_source, reliability_op
from tests.reviews.stories import Desk, edit, fresh

from .test_pages import LOOKS, open_as

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAID = "“Forces[4] loyal to Fatah seized the broadcaster on 12 November,[5] killing two,” officials in Gaza reported."


@pytest.fixture
def desk(live_server: LiveServer) -> Desk:
    cast = make_cast()
    return Desk(
        cast, make_source(cast.project, [SAID, *["Police fired at the crowd in Sharpeville."] * 6]), used=1
    )


def richly_tagged(desk: Desk) -> AnnotationSet:
    """The first sentence, with nested tags of all three kinds, submitted."""
    sentence = Sentence.objects.get(version_id=desk.source.current_id, ordinal=1)
    forces, officials = (
        actor_op(sentence, "Forces[4] loyal to Fatah"),
        actor_op(sentence, "officials in Gaza"),
    )
    operations = [
        forces,
        officials,
        actor_op(sentence, "Fatah"),
        event_op(sentence, "seized", code="COERCE", participants=[("actor", forces)], date_edtf="XXXX-11-12"),
        event_op(sentence, "killing", code="ASSAULT", participants=[("actor", forces)]),
        reliability_op(sentence, "Forces[4] loyal to Fatah seized the broadcaster", "3"),
    ]
    row = apply_operations(desk.cast.editor, sentence.pk, operations).annotation_set
    submit(desk.cast.editor, row.pk, row.revision)
    return fresh(row)


def test_a_reviewer_clears_the_queue_by_keys(browser: Browser, live_server: LiveServer, desk: Desk) -> None:
    first, second, third = desk.submitted(), desk.submitted(), desk.submitted()
    page = open_as(browser, live_server, desk.cast.reviewer)
    words: list[str] = []
    page.on("pageerror", lambda error: words.append(str(error)))
    page.on("console", lambda message: words.append(message.text))
    page.goto("/projects/desk/queue/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/review/{first.pk}/$"))
    page.wait_for_load_state("load")
    page.keyboard.press("a")
    expect(page).to_have_url(re.compile(rf"/review/{second.pk}/$"))
    page.wait_for_load_state("load")
    expect(page.locator("attest-undo")).to_contain_text("Approved")
    page.keyboard.press("u")
    expect(page).to_have_url(re.compile(rf"/review/{first.pk}/$"))
    page.wait_for_load_state("load")
    page.keyboard.press("a")
    expect(page).to_have_url(re.compile(rf"/review/{second.pk}/$"))
    page.wait_for_load_state("load")
    page.keyboard.press("x")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("a rather weak jab")
    expect(page).to_have_url(re.compile(rf"/review/{second.pk}/$"))  # letters in the note did nothing else
    page.wait_for_load_state("load")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/review/{third.pk}/$"))
    page.wait_for_load_state("load")
    page.keyboard.press("j")
    expect(page.get_by_text("You have passed over all that waits")).to_be_visible()
    assert (fresh(first).state, fresh(second).state, fresh(third).state) == (
        "approved",
        "returned",
        "submitted",
    )
    said = Decision.objects.get(verb="return")
    assert (said.reason, said.note) == ("wrong_type", "a rather weak jab")
    # Who answers faster than the page takes its lease is told 409, and has no use for the lease any more.
    assert [word for word in words if "409 (Conflict)" not in word] == []
    page.context.close()


def test_a_lease_is_kept_while_one_looks_and_let_go_on_leaving(
    browser: Browser, live_server: LiveServer, desk: Desk
) -> None:
    row = desk.submitted()
    page = open_as(browser, live_server, desk.cast.reviewer)
    with page.expect_response(re.compile("/lease/")) as renewed:
        page.goto(f"/projects/desk/review/{row.pk}/")
    assert renewed.value.status == 200
    assert Lease.objects.get().holder == desk.cast.reviewer
    page.goto("/projects/desk/queue/")
    until = time.monotonic() + 10
    while Lease.objects.exists() and time.monotonic() < until:
        page.wait_for_timeout(100)
    assert not Lease.objects.exists()
    page.context.close()


def test_a_card_shows_its_words_and_changes_open_by_a_key(
    browser: Browser, live_server: LiveServer, desk: Desk
) -> None:
    row = desk.submitted()
    return_to_editor(desk.cast.reviewer, row.pk, row.revision, reason="missing_tag")
    row = edit(desk.cast.editor, row)
    submit(desk.cast.editor, row.pk, row.revision)
    page = open_as(browser, live_server, desk.cast.reviewer)
    page.goto(f"/projects/desk/review/{row.pk}/")
    page.locator(".card").first.focus()
    expect(page.locator(".mark.is-linked")).to_have_text("Police")
    expect(page.locator(".change")).to_be_hidden()
    page.keyboard.press("d")
    expect(page.locator(".change")).to_be_visible()
    page.context.close()


def test_single_letters_can_be_turned_off(browser: Browser, live_server: LiveServer, desk: Desk) -> None:
    row = desk.submitted()
    page = open_as(browser, live_server, desk.cast.reviewer)
    page.goto(f"/projects/desk/review/{row.pk}/")
    page.evaluate("localStorage.setItem('single-keys', 'off')")
    page.keyboard.press("a")
    page.wait_for_timeout(300)
    assert fresh(row).state == "submitted"
    page.context.close()


@pytest.mark.parametrize("look", list(LOOKS))
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, live_server: LiveServer, desk: Desk, look: str
) -> None:
    row = richly_tagged(desk)
    own = desk.submitted(desk.cast.reviewer)
    page = open_as(browser, live_server, desk.cast.reviewer, **LOOKS[look])
    for address in ("queue/", f"review/{row.pk}/", f"review/{own.pk}/", f"queue/next/?skip={row.pk}"):
        page.goto(f"/projects/desk/{address}")
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        if page.locator(".decide-return").count():
            page.keyboard.press("x")
            assert violations(page) == [], address
    page.context.close()


def violations(page: Page) -> list[object]:
    return [
        (each["id"], [node["target"] for node in each["nodes"]][:3])
        for each in Axe().run(page).response["violations"]
    ]
