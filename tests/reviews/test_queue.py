"""Who is given what, and what becomes of leases."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.services import change_roles, remove_member
from common.errors import Conflict, NotAllowed, NotThere
from common.time import now
from reviews.models import Lease
from reviews.querysets import authors_of, counted, questions, queue, returned_to
from reviews.services import (
    approve,
    release_lease,
    renew_lease,
    return_to_editor,
    submit,
    take_next,
    why_nothing,
)

from .stories import Desk, ask, edit, fresh


def test_the_longest_waiting_comes_first(desk: Desk) -> None:
    first, second = desk.submitted(), desk.submitted()
    assert take_next(desk.cast.reviewer) == first
    assert take_next(desk.cast.second_reviewer) == second
    assert take_next(desk.cast.reviewer) == first


def test_what_is_skipped_is_let_go(desk: Desk) -> None:
    first, second = desk.submitted(), desk.submitted()
    take_next(desk.cast.reviewer)
    assert take_next(desk.cast.reviewer, skip=[first.pk]) == second
    assert list(Lease.objects.values_list("annotation_set", flat=True)) == [second.pk]
    assert take_next(desk.cast.second_reviewer) == first


def test_nobody_is_offered_their_own_work(desk: Desk) -> None:
    own, other = desk.submitted(desk.cast.reviewer), desk.submitted()
    assert take_next(desk.cast.reviewer) == other
    assert take_next(desk.cast.second_reviewer) == own


def test_own_work_from_before_the_last_approval_is_offered(desk: Desk) -> None:
    row = desk.submitted(desk.cast.reviewer)
    approve(desk.cast.second_reviewer, row.pk, row.revision)
    row = edit(desk.cast.editor, row)
    submit(desk.cast.editor, row.pk, row.revision)
    assert take_next(desk.cast.reviewer) == row


@pytest.mark.parametrize("who", ["owner", "editor", "viewer"])
def test_only_reviewers_take(desk: Desk, who: str) -> None:
    row = desk.submitted()
    seat = getattr(desk.cast, who)
    with pytest.raises(NotAllowed):
        take_next(seat)
    with pytest.raises(NotAllowed):
        renew_lease(seat, row.pk)


def test_outsiders_take_nothing(desk: Desk) -> None:
    row = desk.submitted()
    outsider = change_roles(desk.cast.outsider, desk.cast.outsider, ["owner", "reviewer"])
    assert take_next(outsider) is None
    with pytest.raises(NotThere):
        renew_lease(outsider, row.pk)
    release_lease(outsider, row.pk)


def test_a_lease_is_renewed_by_its_holder_only(desk: Desk) -> None:
    row = desk.submitted()
    first = renew_lease(desk.cast.reviewer, row.pk)
    with time_machine.travel(now() + timedelta(minutes=2)):
        assert renew_lease(desk.cast.reviewer, row.pk).expires_at > first.expires_at
        with pytest.raises(Conflict, match="rosa") as refusal:
            renew_lease(desk.cast.second_reviewer, row.pk)
    assert (refusal.value.code, refusal.value.extra["holder"]) == ("leased", "C04")


def test_an_expired_lease_is_offered_to_others(desk: Desk) -> None:
    row = desk.submitted()
    take_next(desk.cast.reviewer)
    with time_machine.travel(now() + timedelta(minutes=6)):
        assert take_next(desk.cast.second_reviewer) == row
        with pytest.raises(Conflict):
            renew_lease(desk.cast.reviewer, row.pk)


def test_a_released_lease_is_offered_to_others(desk: Desk) -> None:
    row = desk.submitted()
    take_next(desk.cast.reviewer)
    release_lease(desk.cast.second_reviewer, row.pk)
    assert take_next(desk.cast.second_reviewer) is None
    release_lease(desk.cast.reviewer, row.pk)
    release_lease(desk.cast.reviewer, row.pk)
    assert take_next(desk.cast.second_reviewer) == row


def test_leases_go_with_the_member(desk: Desk) -> None:
    row = desk.submitted()
    take_next(desk.cast.reviewer)
    remove_member(desk.cast.owner, desk.cast.reviewer)
    assert not Lease.objects.exists()
    assert take_next(desk.cast.second_reviewer) == row


def test_drafts_stay_when_their_author_leaves(desk: Desk) -> None:
    row = desk.draft()
    code = desk.cast.editor.coder
    remove_member(desk.cast.owner, desk.cast.editor)
    submit(desk.cast.second_editor, row.pk, row.revision)
    assert authors_of([row])[row.pk] == [code]
    approve(desk.cast.reviewer, row.pk, row.revision)


def test_what_left_the_queue_cannot_be_held(desk: Desk) -> None:
    row = desk.approved()
    with pytest.raises(Conflict) as refusal:
        renew_lease(desk.cast.reviewer, row.pk)
    assert refusal.value.code == "not-in-queue"


def test_one_cannot_hold_ones_own_work(desk: Desk) -> None:
    row = desk.submitted(desk.cast.reviewer)
    with pytest.raises(NotAllowed) as refusal:
        renew_lease(desk.cast.reviewer, row.pk)
    assert refusal.value.code == "four-eyes"


def test_nothing_to_take_says_why_and_who(desk: Desk) -> None:
    cast = desk.cast
    assert why_nothing(cast.reviewer).reason == "empty"
    own = desk.submitted(cast.reviewer)
    nothing = why_nothing(cast.reviewer)
    assert (nothing.reason, nothing.who) == ("own", ["raul (C05)"])
    desk.submitted()
    take_next(cast.second_reviewer, skip=[own.pk])
    nothing = why_nothing(cast.reviewer)
    assert (nothing.reason, nothing.who) == ("held", ["raul (C05)"])


def test_when_nobody_left_can_decide_the_queue_names_the_owners(desk: Desk) -> None:
    change_roles(desk.cast.owner, desk.cast.second_reviewer, ["editor"])
    desk.submitted(desk.cast.reviewer)
    assert take_next(desk.cast.reviewer) is None
    nothing = why_nothing(desk.cast.reviewer)
    assert (nothing.reason, nothing.who) == ("nobody", ["olga (C01)"])


def test_counts_stop_at_a_thousand(desk: Desk) -> None:
    for _ in range(3):
        desk.submitted()
    assert counted(queue(desk.cast.reviewer)) == 3
    assert counted(queue(desk.cast.reviewer), most=2) == 3
    assert counted(queue(desk.cast.reviewer), most=1) == 2


def test_the_editor_sees_what_came_back_and_why(desk: Desk) -> None:
    row, other = desk.submitted(), desk.submitted()
    return_to_editor(desk.cast.reviewer, row.pk, row.revision, reason="wrong_type", note="This is a threat.")
    approve(desk.cast.reviewer, other.pk, other.revision)
    back = list(returned_to(desk.cast.editor))
    assert back == [row]
    assert [(one.reason, one.note) for one in vars(back[0])["returns"]] == [
        ("wrong_type", "This is a threat.")
    ]
    assert not returned_to(desk.cast.second_editor).exists()
    edit(desk.cast.editor, row)
    assert not returned_to(desk.cast.editor).exists()


def test_what_came_back_costs_the_same_for_one_and_ten(desk: Desk) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            list(returned_to(desk.cast.editor))
        return len(caught)

    costs = []
    for _ in range(2):
        row = desk.submitted()
        return_to_editor(desk.cast.reviewer, row.pk, row.revision, reason="wrong_type")
        costs.append(cost())
    assert costs[0] == costs[1] == 2


def test_questions_reach_the_lead(desk: Desk) -> None:
    row = ask(desk.cast.editor, desk.draft(), "Is this one event or two?")
    desk.draft()
    assert [one.question for one in questions(desk.cast.owner)] == ["Is this one event or two?"]
    assert not questions(desk.cast.outsider).exists()
    ask(desk.cast.editor, fresh(row), "")
    assert not questions(desk.cast.owner).exists()
