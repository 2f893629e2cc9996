"""Signing in and out, passwords, invitations, appearance, tokens."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import services
from accounts.models import ApiToken, Membership, User
from tests.cast import Cast, person

from .conftest import As

PASSWORD = "correct horse battery"


def test_a_person_signs_in_and_lands_where_they_wanted(cast: Cast, client: Client) -> None:
    wanted = reverse("source-list", args=["desk"])
    response = client.post(reverse("login"), {"username": "edith", "password": PASSWORD, "next": wanted})
    assert response.headers["Location"] == wanted


def test_a_wrong_password_is_said_without_naming_which(cast: Cast, client: Client) -> None:
    response = client.post(reverse("login"), {"username": "edith", "password": "wrong"})
    assert "Please enter a correct username and password" in response.content.decode()


def test_signing_out_is_a_post(cast: Cast, as_: As) -> None:
    browser = as_(cast.editor)
    assert browser.post(reverse("logout")).status_code == 302
    assert browser.get(reverse("home")).status_code == 302


def test_a_forgotten_password_is_replaced_through_a_link(cast: Cast, client: Client) -> None:
    client.post(reverse("password_reset"), {"email": "edith@example.org"})
    link = re.search(r"http://[^/]+(/\S+)", str(mail.outbox[0].body))
    assert link is not None
    form = client.get(link[1], follow=True)
    address = form.redirect_chain[-1][0]
    client.post(address, {"new_password1": "blue windmill at dawn", "new_password2": "blue windmill at dawn"})
    assert client.login(username="edith", password="blue windmill at dawn")


def test_a_newcomer_makes_an_account_and_is_seated(cast: Cast, client: Client) -> None:
    _, secret = services.invite(cast.owner, "nora@example.org", ["editor"])
    address = reverse("invitation", args=[secret])
    assert 'value="nora@example.org"' in client.get(address).content.decode()
    known = {"username": "nora", "email": "nora@example.org", "password": PASSWORD}
    response = client.post(address, known)
    assert response.headers["Location"] == reverse("project", args=["desk"])
    assert Membership.objects.get(user__username="nora").roles == ["editor"]
    assert client.get(response.headers["Location"]).status_code == 200


def test_a_newcomers_faults_stand_beside_their_fields(cast: Cast, client: Client) -> None:
    _, secret = services.invite(cast.owner, "", ["editor"])
    response = client.post(
        reverse("invitation", args=[secret]),
        {"username": "edith", "email": "n@example.org", "password": "short"},
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert 'id="id_username_error">This name is taken' in page
    assert 'id="id_password_error">' in page
    assert not User.objects.filter(email="n@example.org").exists()


def test_a_member_of_nothing_joins_with_one_button(cast: Cast, client: Client) -> None:
    _, secret = services.invite(cast.owner, "", ["reviewer"])
    client.force_login(person("nora"))
    address = reverse("invitation", args=[secret])
    assert "Join as nora" in client.get(address).content.decode()
    assert client.post(address).headers["Location"] == reverse("project", args=["desk"])


@pytest.mark.parametrize(
    ("spoil", "words", "status"), [("revoke", "was revoked", 409), ("unknown", "not known", 404)]
)
def test_a_dead_link_says_why(cast: Cast, client: Client, spoil: str, words: str, status: int) -> None:
    invitation, secret = services.invite(cast.owner, "", ["editor"])
    if spoil == "revoke":
        services.revoke(cast.owner, invitation)
    response = client.get(reverse("invitation", args=[secret if spoil == "revoke" else "x" * 43]))
    assert response.status_code == status
    assert words in response.content.decode()


def test_the_link_is_kept_from_other_sites_and_caches(cast: Cast, client: Client) -> None:
    _, secret = services.invite(cast.owner, "", ["editor"])
    response = client.get(reverse("invitation", args=[secret]))
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response.headers["Cache-Control"]


def test_the_appearance_is_remembered_without_script(cast: Cast, as_: As) -> None:
    browser = as_(cast.editor)
    assert "data-theme" not in browser.get(reverse("home")).content.decode().split(">")[1]
    browser.post(reverse("theme"), {"theme": "dark", "next": "/"})
    assert '<html lang="en" dir="ltr" data-theme="dark">' in browser.get(reverse("home")).content.decode()
    browser.post(reverse("theme"), {"theme": "system", "next": "/"})
    assert '<html lang="en" dir="ltr">' in browser.get(reverse("home")).content.decode()


def test_the_appearance_switch_sends_nobody_elsewhere(cast: Cast, client: Client) -> None:
    response = client.post(reverse("theme"), {"theme": "dark", "next": "https://example.com/"})
    assert response.headers["Location"] == "/"


def test_a_token_is_shown_once_and_works(cast: Cast, as_: As) -> None:
    browser = as_(cast.editor)
    page = browser.post(reverse("token-list"), {"name": "nightly import", "lifetime": "30"}).content.decode()
    found = re.search(r'value="(attest_[^"]+)"', page)
    assert found is not None
    assert services.user_of_token(found[1]) == cast.editor.user
    assert found[1] not in browser.get(reverse("token-list")).content.decode()


def test_nobody_revokes_anothers_token(cast: Cast, as_: As) -> None:
    services.create_token(cast.editor.user, "mine")
    token = ApiToken.objects.get()
    assert as_(cast.owner).post(reverse("token-revoke", args=[token.pk])).status_code == 404
    as_(cast.editor).post(reverse("token-revoke", args=[token.pk]))
    token.refresh_from_db()
    assert token.revoked_at is not None
