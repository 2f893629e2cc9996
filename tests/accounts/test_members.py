"""Who may change seats, and what becomes of them."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections

from accounts import services
from accounts.models import Invitation, Membership
from accounts.querysets import membership_of, visible_to
from activity.models import Activity
from common.errors import AttestError, Conflict, Invalid, NotAllowed, NotThere
from tests.cast import Cast, make_cast, person

CAST = ["owner", "editor", "second_editor", "reviewer", "second_reviewer", "viewer"]


def fresh(seat: Membership) -> Membership:
    return Membership.objects.select_related("project", "coder", "user").get(pk=seat.pk)


def verbs(cast: Cast) -> list[str]:
    return list(
        Activity.objects.filter(project_id=cast.project.pk).order_by("id").values_list("verb", flat=True)
    )


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("verb", ["change_roles", "remove_member", "invite", "archive", "change_project"])
def test_only_an_owner_manages_the_project(cast: Cast, who: str, verb: str) -> None:
    seat = getattr(cast, who)
    calls: dict[str, Callable[[], object]] = {
        "change_roles": lambda: services.change_roles(seat, cast.viewer, ["editor"]),
        "remove_member": lambda: services.remove_member(seat, cast.second_editor),
        "invite": lambda: services.invite(seat, "", ["editor"]),
        "archive": lambda: services.archive(seat),
        "change_project": lambda: services.change_project(seat, name="Renamed"),
    }
    leaves_by_own_will = verb == "remove_member" and who == "second_editor"
    if who == "owner" or leaves_by_own_will:
        calls[verb]()
        return
    before = verbs(cast)
    with pytest.raises(NotAllowed) as refusal:
        calls[verb]()
    assert "owner" in refusal.value.who_can
    assert verbs(cast) == before


def test_a_seat_of_another_project_is_not_there(cast: Cast) -> None:
    with pytest.raises(NotThere):
        services.change_roles(cast.owner, cast.outsider, ["viewer"])
    with pytest.raises(NotThere):
        services.remove_member(cast.owner, cast.outsider)
    assert fresh(cast.outsider).roles == ["owner"]


def test_roles_are_a_set_kept_in_one_order(cast: Cast) -> None:
    changed = services.change_roles(cast.owner, cast.editor, ["reviewer", "editor", "reviewer"])
    assert changed.roles == ["editor", "reviewer"]
    line = Activity.objects.filter(verb="member.roles_changed").get()
    assert (line.actor_id, line.target_id) == (cast.owner.coder_id, str(cast.editor.coder_id))
    assert (line.old, line.new) == ({"roles": ["editor"]}, {"roles": ["editor", "reviewer"]})


def test_giving_the_same_roles_again_records_nothing(cast: Cast) -> None:
    services.change_roles(cast.owner, cast.editor, ["editor"])
    assert not Activity.objects.filter(verb="member.roles_changed").exists()


@pytest.mark.parametrize("roles", [[], ["king"], ["editor", "king"]])
def test_unknown_roles_are_refused(cast: Cast, roles: list[str]) -> None:
    with pytest.raises(Invalid):
        services.change_roles(cast.owner, cast.editor, roles)


def test_the_last_owner_stays(cast: Cast) -> None:
    for attempt in (
        lambda: services.change_roles(cast.owner, cast.owner, ["editor"]),
        lambda: services.remove_member(cast.owner, cast.owner),
    ):
        with pytest.raises(Conflict) as refusal:
            attempt()
        assert refusal.value.code == "last-owner"
    services.change_roles(cast.owner, cast.editor, ["owner"])
    services.change_roles(cast.owner, cast.owner, ["editor"])
    assert fresh(cast.owner).roles == ["editor"]


def test_removal_keeps_the_coder_code_and_shuts_the_door(cast: Cast) -> None:
    user, coder = cast.editor.user, cast.editor.coder
    services.remove_member(cast.owner, cast.editor)
    with pytest.raises(NotThere):
        membership_of(user, cast.project.slug)
    assert not visible_to(user).exists()
    coder.refresh_from_db()
    assert coder.user == user
    assert verbs(cast)[-1] == "member.removed"


def test_who_comes_back_has_the_same_coder_code(cast: Cast) -> None:
    user, coder = cast.editor.user, cast.editor.coder
    services.remove_member(cast.owner, cast.editor)
    _, secret = services.invite(cast.owner, "", ["reviewer"])
    assert services.accept(user, secret).coder == coder


def test_removal_revokes_the_links_the_person_made(cast: Cast) -> None:
    second = services.change_roles(cast.owner, cast.editor, ["owner"])
    _, secret = services.invite(second, "", ["owner"])
    services.remove_member(cast.owner, second)
    with pytest.raises(Conflict) as refusal:
        services.accept(second.user, secret)
    assert refusal.value.code == "invitation-revoked"


def test_losing_ownership_revokes_the_links_the_person_made(cast: Cast) -> None:
    second = services.change_roles(cast.owner, cast.editor, ["owner"])
    services.invite(second, "", ["viewer"])
    services.change_roles(cast.owner, second, ["editor"])
    assert Invitation.objects.filter(revoked_at=None).count() == 0


def test_a_removed_owner_with_an_old_page_can_do_nothing(cast: Cast) -> None:
    second = services.change_roles(cast.owner, cast.editor, ["owner"])
    services.remove_member(cast.owner, second)
    stale = Membership(pk=cast.editor.pk, project=cast.project, user=second.user, roles=["owner"])
    with pytest.raises(NotThere):
        services.change_roles(stale, cast.viewer, ["owner"])


def test_an_archived_project_changes_nothing_but_reopens(cast: Cast) -> None:
    services.archive(cast.owner)
    services.archive(cast.owner)
    assert verbs(cast).count("project.archived") == 1
    with pytest.raises(NotAllowed, match="archived"):
        services.change_roles(cast.owner, cast.viewer, ["editor"])
    with pytest.raises(NotAllowed, match="archived"):
        services.invite(cast.owner, "", ["editor"])
    services.reopen(cast.owner)
    services.change_roles(cast.owner, cast.viewer, ["editor"])
    assert verbs(cast)[-2:] == ["project.reopened", "member.roles_changed"]


def test_anyone_may_leave_an_archived_project(cast: Cast) -> None:
    services.archive(cast.owner)
    services.remove_member(fresh(cast.viewer), fresh(cast.viewer))
    assert not Membership.objects.filter(pk=cast.viewer.pk).exists()


def test_changing_the_project_names_what_changed(cast: Cast) -> None:
    services.change_project(cast.owner, name="The other desk", time_zone="UTC")
    line = Activity.objects.filter(verb="project.changed").get()
    assert (line.old, line.new) == ({"name": "The desk"}, {"name": "The other desk"})
    services.change_project(cast.owner, name="The other desk")
    assert Activity.objects.filter(verb="project.changed").count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "  "), ("name", "a\x00b"), ("time_zone", "Mars/Olympus"), ("description", "\x00")],
)
def test_a_project_refuses_what_it_cannot_use(cast: Cast, field: str, value: str) -> None:
    with pytest.raises(Invalid) as refusal:
        services.change_project(cast.owner, **{field: value})
    assert refusal.value.errors[0]["field"] == field


@pytest.mark.parametrize("slug", ["", "new", "With Space", "-", "ümlaut", "x" * 61])
def test_a_project_refuses_an_unusable_address(db: None, slug: str) -> None:
    with pytest.raises(Invalid):
        services.create_project(person("olga"), slug=slug, name="Desk")


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_owners_cannot_depose_each_other_at_once() -> None:
    cast = make_cast()
    second = services.change_roles(cast.owner, cast.editor, ["owner"])
    start, outcomes = threading.Barrier(2), []

    def depose(by: Membership, other: Membership) -> None:
        try:
            start.wait(timeout=10)
            services.change_roles(by, other, ["viewer"])
            outcomes.append("done")
        except AttestError as error:
            outcomes.append(error.code)
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=depose, args=pair) for pair in ((cast.owner, second), (second, cast.owner))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(outcomes) == ["done", "needs-role"]
    assert Membership.objects.filter(project=cast.project, roles__contains=["owner"]).count() == 1
    connection.close()
