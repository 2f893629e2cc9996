"""Who gets into which page, and what every page owes its reader."""

import re

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, reverse

from tests.cast import Cast
from tests.factories import make_source
from web.urls import PROJECT

from .conftest import As

OPEN_TO_VIEWERS = [
    "project",
    "project-settings",
    "source-list",
    "outlet-list",
    "actor-list",
    "codebook-list",
    "activity",
    "orphan-list",
    "member-list",
    "job-list",
]
PLAIN = [
    pattern.name
    for pattern in PROJECT
    if isinstance(pattern, URLPattern)
    and "<" not in str(pattern.pattern)
    and pattern.name not in (None, "project-archive")
]


def knock(browser: Client, address: str) -> HttpResponseBase:
    """Ask for a page, or post to an address that takes only that."""
    response = browser.get(address)
    return browser.post(address) if response.status_code == 405 else response


@pytest.mark.parametrize("name", PLAIN)
def test_outsiders_find_nothing_at_a_project_page(cast: Cast, as_: As, name: str) -> None:
    response = knock(as_(cast.outsider), reverse(name, args=["desk"]))
    assert response.status_code == 404
    assert cast.project.name.encode() not in getattr(response, "content", b"")


@pytest.mark.parametrize("name", PLAIN)
def test_strangers_are_asked_to_sign_in(cast: Cast, client: Client, name: str) -> None:
    address = reverse(name, args=["desk"])
    assert knock(client, address).headers["Location"] == f"{reverse('login')}?next={address}"


@pytest.mark.parametrize("name", OPEN_TO_VIEWERS)
def test_viewers_read_every_area(cast: Cast, as_: As, name: str) -> None:
    make_source(cast.project, ["One sentence."])
    response = as_(cast.viewer).get(reverse(name, args=["desk"]))
    assert response.status_code == 200
    assert cast.project.name in response.content.decode()


def test_a_refusal_says_why_and_who_can(cast: Cast, as_: As) -> None:
    response = as_(cast.viewer).get(reverse("source-import", args=["desk"]))
    page = response.content.decode()
    assert response.status_code == 403
    assert "Only an owner or editor can import sources." in page
    assert "Ask an owner or editor of this project." in page


def pages(cast: Cast) -> list[str]:
    """One address of each kind of page; a download is none."""
    plain = [reverse(name, args=["desk"]) for name in PLAIN if name != "actor-export"]
    one = [reverse(name, args=["desk", cast.editor.pk]) for name in ("member", "member-remove")]
    one += [
        reverse(name, args=["desk", "plover"]) for name in ("codebook", "codebook-draft", "codebook-code-new")
    ]
    one.append(reverse("codebook-code", args=["desk", "plover", "PROTEST"]))
    return [*plain, *one, reverse("home"), reverse("project-create"), reverse("token-list"), "/no/such/page"]


def test_pages_hold_no_inline_script_style_or_handler(cast: Cast, as_: As) -> None:
    make_source(cast.project, ["One sentence."])
    browser = as_(cast.owner)
    for address in pages(cast):
        page = browser.get(address).content.decode()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", page), address


def test_pages_are_served_under_the_policy(cast: Cast, as_: As) -> None:
    policy = as_(cast.owner).get(reverse("home")).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_request_for_another_host_is_refused_under_the_policy(client: Client) -> None:
    response = client.get("/login/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert "elsewhere" not in response.content.decode()


@pytest.mark.parametrize("name", ["source-list", "actor-list"])
def test_a_search_for_what_no_text_can_hold_finds_nothing(cast: Cast, as_: As, name: str) -> None:
    response = as_(cast.viewer).get(reverse(name, args=["desk"]), {"q": "a\0b"})
    assert response.status_code == 200


def test_every_form_that_changes_something_carries_a_token(cast: Cast, as_: As) -> None:
    browser = as_(cast.owner)
    for address in pages(cast):
        page = browser.get(address).content.decode()
        for form in re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL):
            assert "csrfmiddlewaretoken" in form, address


def test_ids_are_used_once_on_a_page(cast: Cast, as_: As) -> None:
    browser = as_(cast.owner)
    for address in pages(cast):
        ids = re.findall(r'\sid="([^"]+)"', browser.get(address).content.decode())
        assert len(ids) == len(set(ids)), (address, sorted(ids))


@pytest.mark.parametrize("name", ["project-archive", "logout", "theme", "language"])
def test_nothing_changes_by_following_a_link(cast: Cast, as_: As, name: str) -> None:
    args = ["desk"] if name.startswith("project") else []
    assert as_(cast.owner).get(reverse(name, args=args)).status_code == 405
