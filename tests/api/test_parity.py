"""One test per verb that pages and API share: both leave the same rows and the same line of history."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from accounts.models import Membership
from accounts.services import archive, create_token, invite, tokens_of
from annotations.models import AnnotationSet
from jobs.models import Job
from tests.cast import Cast

from .client import Api
from .footprint import Footprint
from .world import World, make_world

pytestmark = pytest.mark.django_db
TEXT = "A title\n\nA first sentence.[1]\n\nA second one."
KNOWN = {"author": "A. Writer", "published": "2024-03-19", "rights": "quote"}


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing a person can do through both doors. Paths are filled from the world."""

    name: str
    who: str
    page: str
    form: dict[str, Any]
    api: tuple[str, str]
    body: dict[str, Any] | None = None


def api(method: str, path: str) -> tuple[str, str]:
    """A method and an address of the API."""
    return method, path


VERBS = [
    Verb(
        "open a project",
        "editor",
        "/projects/new/",
        {"slug": "fresh", "name": "Fresh", "description": "", "time_zone": "Africa/Cairo"},
        api("POST", "/projects/"),
        {"slug": "fresh", "name": "Fresh", "time_zone": "Africa/Cairo"},
    ),
    Verb(
        "change a project",
        "owner",
        "settings/",
        {"name": "The other desk", "description": "What it is", "time_zone": "UTC"},
        api("PATCH", ""),
        {"name": "The other desk", "description": "What it is"},
    ),
    Verb(
        "take up a codebook",
        "owner",
        "codebooks/acled/choose/",
        {"do": "adopt"},
        api("POST", "codebooks/acled/adopt/"),
    ),
    Verb(
        "prepare a change of a codebook",
        "owner",
        "codebooks/plover/draft/codes/PROTEST/",
        {"do": "rename", "rename-to": "RALLY"},
        api("POST", "codebooks/plover/draft/"),
        {"op": "rename", "value": "PROTEST", "to": "RALLY"},
    ),
    Verb("archive", "owner", "settings/archive/", {}, api("POST", "archive/")),
    Verb("reopen", "owner", "settings/archive/", {"open": "1"}, api("POST", "reopen/")),
    Verb(
        "invite",
        "owner",
        "members/",
        {"roles": ["editor", "viewer"], "email": "ada@example.org"},
        api("POST", "invitations/"),
        {"roles": ["editor", "viewer"], "email": "ada@example.org"},
    ),
    Verb(
        "revoke an invitation",
        "owner",
        "invitations/{invitation}/revoke/",
        {},
        api("DELETE", "invitations/{invitation}/"),
    ),
    Verb("accept an invitation", "outsider", "/join/{secret}/", {}, api("POST", "/invitations/accept/")),
    Verb(
        "change roles",
        "owner",
        "members/{member}/",
        {"roles": ["reviewer"]},
        api("PATCH", "members/{coder}/"),
        {"roles": ["reviewer"]},
    ),
    Verb("remove a member", "owner", "members/{member}/remove/", {}, api("DELETE", "members/{coder}/")),
    Verb(
        "make a token",
        "editor",
        "/tokens/",
        {"name": "notebook", "lifetime": "30"},
        api("POST", "/tokens/"),
        {"name": "notebook", "days": 30},
    ),
    Verb("revoke a token", "editor", "/tokens/{token}/revoke/", {}, api("DELETE", "/tokens/{token}/")),
    Verb(
        "enter an actor",
        "editor",
        "actors/new/",
        {
            "label": "Hamas",
            "kind": "party",
            "country": "PS",
            "wikidata": "Q38799",
            "description": "",
            "status": "active",
        },
        api("POST", "actors/"),
        {"label": "Hamas", "kind": "party", "country": "PS", "wikidata": "Q38799"},
    ),
    Verb(
        "give another name",
        "editor",
        "actors/{actor}/names/new/",
        {"text": "فتح", "kind": "official", "language": "ar"},
        api("POST", "actors/{actor}/aliases/"),
        {"text": "فتح", "language": "ar"},
    ),
    Verb(
        "import a pasted text",
        "editor",
        "sources/import/",
        {"text": TEXT, "format_name": "", "title": "", **KNOWN},
        api("POST", "sources/"),
        {"text": TEXT, **KNOWN},
    ),
    Verb(
        "approve",
        "reviewer",
        "review/{waiting}/",
        {"word": "approve", "revision": "1"},
        api("POST", "sets/{waiting}/approve/"),
        {"revision": 1},
    ),
    Verb(
        "return",
        "reviewer",
        "review/{waiting}/",
        {"word": "return", "revision": "1", "reason": "missing_tag", "note": "The date."},
        api("POST", "sets/{waiting}/return/"),
        {"revision": 1, "reason": "missing_tag", "note": "The date."},
    ),
    Verb(
        "take a decision back",
        "reviewer",
        "decisions/{decision}/undo/",
        {},
        api("POST", "sets/{decided}/retract/"),
    ),
    Verb("make a release", "owner", "releases/new/", {}, api("POST", "exports/")),
    Verb(
        "choose which texts leave",
        "owner",
        "releases/text/",
        {"text": "permitted"},
        api("PATCH", "datasets/approved/"),
        {"text": "permitted"},
    ),
    Verb(
        "schedule releases",
        "owner",
        "releases/schedule/",
        {"enabled": "on", "at": "03:30"},
        api("PATCH", "datasets/approved/schedule/"),
        {"enabled": True, "at": "03:30"},
    ),
    Verb("cancel a job", "editor", "jobs/{job}/cancel/", {}, api("POST", "jobs/{job}/cancel/")),
    Verb("retry a job", "editor", "jobs/{failed}/retry/", {}, api("POST", "jobs/{failed}/retry/")),
]


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)


def left_by(request: Callable[[], int]) -> tuple[Any, Any]:
    """What the request left in the database, which is then taken back."""
    footprint = Footprint()
    with transaction.atomic():
        status = request()
        assert status < 400, status
        left = footprint.left()
        transaction.set_rollback(True)
    return left


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_the_page_and_the_api_do_the_same(verb: Verb, world: World) -> None:
    cast = world.cast
    seat: Membership = getattr(cast, verb.who)
    failed = Job.objects.create(
        kind="probe",
        project=cast.project,
        requested_by=cast.editor.coder,
        state="failed",
        problem="It broke.",
    )
    create_token(cast.editor.user, "older")
    ids = {name: getattr(world, name) for name in World.__slots__ if name != "cast"} | {
        "secret": invite(cast.owner, "", ["viewer"])[1],
        "member": cast.second_editor.pk,
        "token": tokens_of(cast.editor.user)[0].pk,
        "failed": failed.pk,
    }
    body = verb.body or {
        "accept an invitation": {"secret": ids["secret"]},
        "take a decision back": {"decision": ids["decision"]},
    }.get(verb.name)
    if verb.name == "reopen":
        archive(cast.owner)
    browser = Client()
    browser.force_login(seat.user)
    page = verb.page if verb.page.startswith("/") else f"/projects/{cast.project.slug}/{verb.page}"
    method, path = verb.api

    by_page = left_by(lambda: browser.post(page.format(**ids), verb.form).status_code)
    by_api = left_by(
        lambda: Api(seat, slug=cast.project.slug).send(method, path.format(**ids), body or {}).status
    )
    assert by_page == by_api
    assert by_page[0] or by_page[1]


def test_a_file_by_form_and_by_api_makes_the_same_job(world: World) -> None:
    cast = world.cast
    browser = Client()
    browser.force_login(cast.editor.user)

    def file() -> SimpleUploadedFile:
        return SimpleUploadedFile("report.txt", TEXT.encode("utf-16"), "text/plain")

    known = {"rights": "none", "title": "Mine"}
    by_page = left_by(
        lambda: (
            browser.post(
                "/projects/desk/sources/import/", {"uploads": file(), "text": "", **known}
            ).status_code
        )
    )
    by_api = left_by(lambda: Api(cast.editor).upload("sources/", file=file(), **known).status)
    assert by_page == by_api
    assert by_page[0]


def test_a_decision_needs_the_revision_that_was_seen_through_both_doors(world: World) -> None:
    cast = world.cast
    browser = Client()
    browser.force_login(cast.reviewer.user)
    page = browser.post(f"/projects/desk/review/{world.waiting}/", {"word": "approve", "revision": "7"})
    answer = Api(cast.reviewer).post(f"sets/{world.waiting}/approve/", {"revision": 7})
    assert page.status_code == 409
    answer.refuses(409, "stale-revision")
    assert AnnotationSet.objects.get(pk=world.waiting).state == "submitted"
