"""Signing in, reading bodies and refusing: what holds for every endpoint."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Membership
from accounts.services import create_token, revoke_token, tokens_of
from tests.cast import Cast

from .client import Answer, Api

pytestmark = pytest.mark.django_db
As = Callable[[Membership | None], Api]


def test_a_token_signs_a_program_in(cast: Cast) -> None:
    secret = create_token(cast.editor.user, "notebook")
    answer = Answer(Client().get("/api/v1/me/", headers={"Authorization": f"Bearer {secret}"})).ok()
    assert answer["username"] == "edith"


@pytest.mark.parametrize("head", ["Bearer attest_wrong", "Bearer ", "bearer nonsense", "Bearer \x00"])
def test_a_wrong_token_is_401_and_says_how(cast: Cast, head: str) -> None:
    answer = Answer(Client().get("/api/v1/me/", headers={"Authorization": head})).refuses(401)
    assert answer.response.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_revoked_or_expired_token_opens_nothing(cast: Cast) -> None:
    secret = create_token(cast.editor.user, "notebook")
    revoke_token(cast.editor.user, tokens_of(cast.editor.user)[0].pk)
    old = create_token(cast.editor.user, "older", lifetime=timedelta(seconds=-1))
    for one in (secret, old):
        Answer(Client().get("/api/v1/me/", headers={"Authorization": f"Bearer {one}"})).refuses(401)


def test_a_session_without_the_csrf_token_changes_nothing(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.editor.user)
    sent = client.post("/api/v1/projects/", b'{"slug": "x", "name": "X"}', content_type="application/json")
    Answer(sent).refuses(403, "csrf")


def test_a_token_needs_no_csrf_token(cast: Cast) -> None:
    secret = create_token(cast.editor.user, "notebook")
    sent = Client(enforce_csrf_checks=True).post(
        "/api/v1/projects/",
        b'{"slug": "x", "name": "X"}',
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )
    Answer(sent).ok(201)


@pytest.mark.parametrize(
    "body",
    [
        b'{"name": "\\ud800"}',
        b'{"name": "a\\u0000b"}',
        b'{"na\\u0000me": "x"}',
        b'{"name": NaN}',
        b'{"name": 1e999}',
        b'{"name": ' + b"[" * 100 + b"]" * 100 + b"}",
        b"[" * 5000,
        b'{"name": "x",}',
        b"\xff\xfe",
        b"{",
    ],
)
def test_a_body_that_is_not_clean_json_is_400(cast: Cast, api: As, body: bytes) -> None:
    api(cast.owner).send("PATCH", "", body).refuses(400, "bad-json")


@pytest.mark.parametrize("body", [b"[]", b'"x"', b"1", b"null", b"true"])
def test_a_body_that_is_no_object_is_422(cast: Cast, api: As, body: bytes) -> None:
    api(cast.owner).send("POST", "/projects/", body).refuses(422)


def test_a_body_too_large_is_413(cast: Cast, api: As, settings: pytest.FixtureRequest) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000  # type: ignore[attr-defined]
    api(cast.owner).send("PATCH", "", b'"' + b"x" * 2000 + b'"').refuses(413, "too-large")


def test_unknown_fields_are_named(cast: Cast, api: As) -> None:
    answer = api(cast.owner).patch("", {"nmae": "The desk"}).refuses(422, "invalid")
    assert answer["errors"] == [{"field": "nmae", "message": "There is no such field here."}]


def test_nested_faults_have_their_path(cast: Cast, api: As) -> None:
    answer = api(cast.owner).post("invitations/", {"roles": ["editor", {}]}).refuses(422)
    assert answer["errors"][0]["field"] == "roles.1"


def test_a_wrong_media_type_is_415(cast: Cast, api: As) -> None:
    sent = api(cast.owner).client.post("/api/v1/projects/", b"a=b", content_type="text/plain")
    Answer(sent).refuses(415)


def test_a_wrong_method_is_405_and_says_which(cast: Cast, api: As) -> None:
    answer = api(cast.owner).send("PUT", "members/").refuses(405)
    assert "GET" in answer.response.headers["Allow"]


@pytest.mark.parametrize(
    "path",
    [
        "/nothing/",
        "/projects/desk/nothing/",
        "/me",
        "/",
        "/a%0Ab/",
        "/projects/desk/datasets/%0D%0A/",
        "/%FF/",
        "/../",
    ],
)
def test_an_address_that_leads_nowhere_is_a_problem(db: None, api: As, path: str) -> None:
    api(None).get(path).refuses(404, "not-found")


@pytest.mark.parametrize("number", [2**63, 10**30])
def test_an_id_no_row_can_have_is_404(cast: Cast, api: As, number: int) -> None:
    api(cast.owner).get(f"actors/{number}/").refuses(404)


def test_a_refusal_says_why_and_who_can(cast: Cast, api: As) -> None:
    answer = api(cast.viewer).post("actors/", {"label": "Fatah"}).refuses(403, "needs-role")
    assert "editor or reviewer" in answer["detail"]
    assert "of this project" in answer["who_can"]
    assert answer["request_id"] == answer.response.headers["X-Request-ID"]


def test_a_fault_of_ours_tells_nothing_of_its_inside(
    cast: Cast, api: As, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(seat: Membership) -> None:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr("api.views.projects.wire.project", broken)
    answer = api(cast.owner).get("").refuses(500, "fault")
    assert "secret" not in str(answer.body)
    assert "the secret inside" in caplog.text


def test_a_constraint_is_a_refusal_without_sql(cast: Cast, api: As, monkeypatch: pytest.MonkeyPatch) -> None:
    def slip(seat: Membership, **values: object) -> None:
        Membership.objects.create(project=seat.project, user=seat.user, coder=seat.coder, roles=["owner"])

    monkeypatch.setattr("api.views.projects.change_project", slip)
    answer = api(cast.owner).patch("", {"name": "x"}).refuses(409)
    assert "INSERT" not in str(answer.body)
    assert "accounts_" not in answer["detail"]


def test_a_filter_value_that_means_nothing_is_named(cast: Cast, api: As) -> None:
    answer = api(cast.owner).get("actors/?kind=planet").refuses(400, "bad-query")
    assert answer["errors"][0]["field"] == "kind"


def test_a_filter_that_is_not_there_is_named(cast: Cast, api: As) -> None:
    answer = api(cast.owner).get("actors/?knid=state").refuses(400, "bad-query")
    assert answer["errors"][0]["field"] == "knid"


@pytest.mark.parametrize(
    "query",
    ["cursor=%00", "cursor=bm9uc2Vuc2U", "cursor=WyJ4Il0", "cursor=W10", "limit=0", "limit=x", "limit=201"],
)
def test_a_cursor_no_page_gave_out_is_400(cast: Cast, api: As, query: str) -> None:
    api(cast.owner).get(f"actors/?{query}").refuses(400, "bad-query")
