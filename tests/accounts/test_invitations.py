"""Invitations by link."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, connections

from accounts import services
from accounts.models import Invitation, Membership, User
from activity.models import Activity
from common.errors import AttestError, Conflict, Invalid, NotAllowed, NotThere
from common.time import now
from tests.cast import Cast, make_cast, person


def test_a_link_seats_whoever_takes_it(cast: Cast) -> None:
    invitation, secret = services.invite(cast.owner, "nora@example.org", ["reviewer", "editor"])
    seat = services.accept(person("nora"), secret)
    assert (seat.project, seat.roles) == (cast.project, ["editor", "reviewer"])
    invitation.refresh_from_db()
    assert invitation.accepted_at is not None


def test_only_the_hash_of_the_secret_is_kept(cast: Cast) -> None:
    invitation, secret = services.invite(cast.owner, "", ["viewer"])
    assert len(secret) >= 40
    assert secret not in str(Invitation.objects.filter(pk=invitation.pk).values().get())
    assert secret not in str(list(Activity.objects.values()))


def test_a_link_works_once(cast: Cast) -> None:
    _, secret = services.invite(cast.owner, "", ["viewer"])
    services.accept(person("nora"), secret)
    with pytest.raises(Conflict) as refusal:
        services.accept(person("nils"), secret)
    assert refusal.value.code == "invitation-used"


def test_accepting_again_is_the_same_seat_and_records_nothing(cast: Cast) -> None:
    _, secret = services.invite(cast.owner, "", ["viewer"])
    nora = person("nora")
    first = services.accept(nora, secret)
    before = Activity.objects.count()
    assert services.accept(nora, secret) == first
    assert Activity.objects.count() == before


def test_a_member_does_not_use_the_link_up(cast: Cast) -> None:
    invitation, secret = services.invite(cast.owner, "", ["owner"])
    assert services.accept(cast.viewer.user, secret).roles == ["viewer"]
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_a_link_expires_after_fourteen_days(cast: Cast) -> None:
    _, secret = services.invite(cast.owner, "", ["viewer"])
    nora = person("nora")
    with time_machine.travel(now() + timedelta(days=13, hours=23)):
        services.invitation_of(secret)
    with time_machine.travel(now() + timedelta(days=14, minutes=1)):
        assert not services.open_invitations(cast.owner).exists()
        with pytest.raises(Conflict) as refusal:
            services.accept(nora, secret)
    assert refusal.value.code == "invitation-expired"


def test_a_revoked_link_opens_nothing(cast: Cast) -> None:
    invitation, secret = services.invite(cast.owner, "", ["viewer"])
    services.revoke(cast.owner, invitation)
    services.revoke(cast.owner, invitation)
    assert Activity.objects.filter(verb="invitation.revoked").count() == 1
    with pytest.raises(Conflict) as refusal:
        services.accept(person("nora"), secret)
    assert refusal.value.code == "invitation-revoked"


def test_revoking_asks_for_the_right_owner(cast: Cast) -> None:
    invitation, _ = services.invite(cast.owner, "", ["viewer"])
    with pytest.raises(NotAllowed):
        services.revoke(cast.editor, invitation)
    with pytest.raises(NotThere):
        services.revoke(cast.outsider, invitation)


def test_an_unknown_link_is_not_there(cast: Cast) -> None:
    with pytest.raises(NotThere):
        services.accept(cast.outsider.user, "guess")


@pytest.mark.parametrize(("email", "roles"), [("nonsense", ["viewer"]), ("", []), ("", ["king"])])
def test_inviting_refuses_what_it_cannot_use(cast: Cast, email: str, roles: list[str]) -> None:
    with pytest.raises(Invalid):
        services.invite(cast.owner, email, roles)


def test_a_newcomer_registers_through_the_link(cast: Cast) -> None:
    _, secret = services.invite(cast.owner, "nora@example.org", ["editor"])
    seat = services.register(
        secret, username="nora", email="nora@example.org", password="a long enough secret"
    )
    assert seat.user.check_password("a long enough secret")
    assert seat.roles == ["editor"]


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("username", {"username": "EDITH"}),
        ("username", {"username": "no spaces allowed"}),
        ("email", {"email": "Edith@Example.org"}),
        ("email", {"email": "nowhere"}),
        ("password", {"password": "short"}),
        ("password", {"password": "nora-nora-nora"}),
    ],
)
def test_registering_names_the_faulty_field_and_makes_nothing(
    cast: Cast, field: str, given: dict[str, str]
) -> None:
    _, secret = services.invite(cast.owner, "", ["editor"])
    form = {"username": "nora-nora-nora", "email": "nora@example.org", "password": "a long enough secret"}
    people = User.objects.count()
    with pytest.raises(Invalid) as refusal:
        services.register(secret, **(form | given))
    assert field in [fault["field"] for fault in refusal.value.errors]
    assert User.objects.count() == people
    services.invitation_of(secret)


def test_registering_needs_a_working_link(cast: Cast) -> None:
    people = User.objects.count()
    with pytest.raises(NotThere):
        services.register("guess", username="nora", email="n@example.org", password="a long enough secret")
    assert User.objects.count() == people


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_people_cannot_take_one_link_at_once() -> None:
    cast = make_cast()
    _, secret = services.invite(cast.owner, "", ["viewer"])
    start, outcomes = threading.Barrier(2), []

    def take(user: User) -> None:
        try:
            start.wait(timeout=10)
            services.accept(user, secret)
            outcomes.append("seated")
        except AttestError as error:
            outcomes.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take, args=(person(name),)) for name in ("nora", "nils")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(outcomes) == ["invitation-used", "seated"]
    assert Membership.objects.filter(user__username__in=["nora", "nils"]).count() == 1
    connection.close()
