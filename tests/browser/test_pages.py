"""The pages in a real browser: axe finds nothing, nothing scrolls sideways, keys and menus work."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import Membership
from jobs.models import Job
from tests.cast import Cast, make_cast
from tests.factories import make_source

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = [
    "/",
    "/projects/new/",
    "/tokens/",
    "/projects/desk/",
    "/projects/desk/sources/",
    "/projects/desk/sources/import/",
    "/projects/desk/queue/",
    "/projects/desk/actors/",
    "/projects/desk/releases/",
    "/projects/desk/activity/",
    "/projects/desk/members/",
    "/projects/desk/settings/",
    "/projects/desk/jobs/",
    "/projects/nowhere/",
]
LOOKS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1280, "height": 800}},
    "narrow dark": {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"},
}


@pytest.fixture
def desk(live_server: LiveServer) -> Cast:
    """The cast, with sources in two directions and a running job."""
    cast = make_cast()
    make_source(
        cast.project,
        ["One.", "Two."],
        title="A long title of a source that needs a second line on a telephone",
    )
    make_source(cast.project, ["واحد."], title="محادثات المصالحة", language="ar")
    Job.objects.create(
        kind="sources.import", project=cast.project, state="running", progress_done=3, progress_total=9
    )
    return cast


def open_as(browser: Browser, live_server: LiveServer, seat: Membership, **look: Any) -> Page:
    """A page of a browser in which this member is signed in."""
    client = Client()
    client.force_login(seat.user)
    context = browser.new_context(base_url=live_server.url, **look)
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    return context.new_page()


@pytest.fixture(params=list(LOOKS))
def page_of_owner(
    request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer, desk: Cast
) -> Iterator[Page]:
    page = open_as(browser, live_server, desk.owner, **LOOKS[request.param])
    yield page
    page.context.close()


def test_axe_finds_nothing_and_nothing_scrolls_sideways(page_of_owner: Page) -> None:
    page, found = page_of_owner, []
    for address in PAGES:
        response = page.goto(address)
        assert response is not None
        assert response.status == (404 if "nowhere" in address else 200), address
        found += [
            (address, each["id"], [node["target"] for node in each["nodes"]][:3])
            for each in Axe().run(page).response["violations"]
        ]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append((address, "scrolls sideways", []))
    assert found == []


def test_axe_finds_nothing_in_arabic(browser: Browser, live_server: LiveServer, desk: Cast) -> None:
    page = open_as(browser, live_server, desk.owner, **LOOKS["narrow dark"], locale="ar")
    for address in PAGES:
        page.goto(address)
        assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
        found = [
            (each["id"], [node["target"] for node in each["nodes"]][:3])
            for each in Axe().run(page).response["violations"]
        ]
        assert found == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    page.context.close()


def test_nothing_is_refused_by_the_policy(browser: Browser, live_server: LiveServer, desk: Cast) -> None:
    page = open_as(browser, live_server, desk.owner)
    words: list[str] = []
    page.on("console", lambda message: words.append(message.text))
    page.on("pageerror", lambda error: words.append(str(error)))
    for address in PAGES[:-1]:
        page.goto(address)
    assert words == []
    page.context.close()


def test_the_question_mark_opens_the_keys_but_not_while_writing(
    browser: Browser, live_server: LiveServer, desk: Cast
) -> None:
    page = open_as(browser, live_server, desk.viewer)
    page.goto("/projects/desk/sources/")
    page.keyboard.press("/")
    page.keyboard.type("long?")
    assert page.locator("#key-help").is_hidden()
    page.wait_for_url("**?q=long%3F")
    page.locator("body").press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.locator("#key-help").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#key-help").is_hidden()
    page.context.close()


def test_the_appearance_is_chosen_and_kept(browser: Browser, live_server: LiveServer, desk: Cast) -> None:
    page = open_as(browser, live_server, desk.viewer)
    page.goto("/projects/desk/")
    page.get_by_text("vera").first.click()
    with page.expect_response("**/theme/"):
        page.get_by_role("button", name="Dark").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 22, 24)"
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.context.close()


def test_a_running_job_moves_without_reloading(browser: Browser, live_server: LiveServer, desk: Cast) -> None:
    page = open_as(browser, live_server, desk.viewer)
    job = Job.objects.get()
    page.goto(f"/projects/desk/jobs/{job.pk}/")
    Job.objects.filter(pk=job.pk).update(progress_done=8)
    page.get_by_text("8 of 9").wait_for(timeout=5000)
    Job.objects.filter(pk=job.pk).update(state="failed", problem="The disk is full.")
    page.get_by_text("The disk is full.").wait_for(timeout=5000)
    page.context.close()
