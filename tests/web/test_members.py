"""Members, roles, invitations by link, leaving, archiving, as owners and others see them."""

import re

from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts import services
from accounts.models import Invitation, Membership
from tests.cast import Cast, person

from .conftest import As

LIST = "/projects/desk/members/"


def test_an_owner_makes_a_link_that_is_shown_once(cast: Cast, as_: As) -> None:
    browser = as_(cast.owner)
    page = browser.post(LIST, {"roles": ["editor"], "email": "nora@example.org"}).content.decode()
    link = re.search(r'value="http://testserver(/join/[^"]+)"', page)
    assert link is not None
    assert link[1] not in browser.get(LIST).content.decode()
    assert "nora@example.org" in browser.get(LIST).content.decode()
    assert Invitation.objects.get().roles == ["editor"]


def test_a_link_needs_a_role(cast: Cast, as_: As) -> None:
    response = as_(cast.owner).post(LIST, {"email": ""})
    assert response.status_code == 422
    assert "Choose at least one role." in response.content.decode()


def test_an_editor_sees_members_but_no_invitations(cast: Cast, as_: As) -> None:
    services.invite(cast.owner, "nora@example.org", ["editor"])
    page = as_(cast.editor).get(LIST).content.decode()
    assert "rosa" in page
    assert "nora@example.org" not in page
    assert "Only an owner can manage members." in page


def test_an_editor_cannot_invite(cast: Cast, as_: As) -> None:
    response = as_(cast.editor).post(LIST, {"roles": ["owner"]})
    assert response.status_code == 403
    assert not Invitation.objects.exists()


def test_an_owner_changes_roles(cast: Cast, as_: As) -> None:
    address = reverse("member", args=["desk", cast.editor.pk])
    as_(cast.owner).post(address, {"roles": ["editor", "reviewer"]})
    assert Membership.objects.get(pk=cast.editor.pk).roles == ["editor", "reviewer"]


def test_the_last_owner_is_told_why_they_must_stay(cast: Cast, as_: As) -> None:
    address = reverse("member", args=["desk", cast.owner.pk])
    response = as_(cast.owner).post(address, {"roles": ["viewer"]})
    assert response.status_code == 422
    assert "this is the last one" in response.content.decode()


def test_removing_says_first_what_becomes_of_the_work(cast: Cast, as_: As) -> None:
    browser, address = as_(cast.owner), reverse("member-remove", args=["desk", cast.editor.pk])
    page = browser.get(address).content.decode()
    assert "under the code C02" in page
    assert Membership.objects.filter(pk=cast.editor.pk).exists()
    assert browser.post(address).headers["Location"] == LIST
    assert not Membership.objects.filter(pk=cast.editor.pk).exists()


def test_anyone_may_leave(cast: Cast, as_: As) -> None:
    browser = as_(cast.viewer)
    response = browser.post(reverse("member-remove", args=["desk", cast.viewer.pk]))
    assert response.headers["Location"] == reverse("home")
    assert browser.get(LIST).status_code == 404


def test_an_editor_cannot_remove_another(cast: Cast, as_: As) -> None:
    assert as_(cast.editor).post(reverse("member-remove", args=["desk", cast.viewer.pk])).status_code == 403


def test_members_of_other_projects_are_not_there(cast: Cast, as_: As) -> None:
    for name in ("member", "member-remove"):
        assert as_(cast.owner).get(reverse(name, args=["desk", cast.outsider.pk])).status_code == 404


def test_invitations_of_other_projects_are_not_there(cast: Cast, as_: As) -> None:
    invitation, _ = services.invite(cast.outsider, "", ["editor"])
    assert as_(cast.owner).post(reverse("invitation-revoke", args=["desk", invitation.pk])).status_code == 404
    invitation.refresh_from_db()
    assert invitation.revoked_at is None


def test_an_archived_project_says_so_and_opens_again(cast: Cast, as_: As) -> None:
    browser, address = as_(cast.owner), reverse("project-archive", args=["desk"])
    browser.post(address)
    assert "This project was archived" in browser.get(reverse("project", args=["desk"])).content.decode()
    assert as_(cast.editor).get(reverse("source-import", args=["desk"])).status_code == 403
    browser.post(address, {"open": "1"})
    cast.project.refresh_from_db()
    assert not cast.project.is_archived


def test_queries_do_not_grow_with_members(
    cast: Cast, as_: As, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = as_(cast.owner)
    for number in range(10):
        services.seat_member(cast.project, person(f"extra{number}"), ["viewer"])
        services.invite(cast.owner, "", ["editor"])
    with django_assert_max_num_queries(8):
        browser.get(LIST)
