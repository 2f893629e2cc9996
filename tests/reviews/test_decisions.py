"""Approving, returning, and taking one's word back."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from accounts.services import archive, change_roles
from activity.models import Activity
from annotations.models import Snapshot
from common.errors import Conflict, Invalid, NotAllowed, NotThere
from common.time import now
from reviews.models import REASONS, Decision, Lease
from reviews.services import approve, renew_lease, retract, return_to_editor, submit, take_next, withdraw

from .stories import Desk, edit, fresh, words

CAN = {
    "owner": False,
    "editor": False,
    "second_editor": False,
    "reviewer": True,
    "second_reviewer": True,
    "viewer": False,
}


@pytest.mark.parametrize(("who", "may"), CAN.items())
def test_only_reviewers_decide(desk: Desk, who: str, may: bool) -> None:
    seat = getattr(desk.cast, who)
    one, two = desk.submitted(), desk.submitted()
    if may:
        approve(seat, one.pk, one.revision)
        return_to_editor(seat, two.pk, two.revision, reason="wrong_type")
        assert (fresh(one).state, fresh(two).state) == ("approved", "returned")
        return
    for attempt in (
        partial(approve, seat, one.pk, one.revision),
        partial(return_to_editor, seat, two.pk, two.revision, reason="wrong_type"),
    ):
        with pytest.raises(NotAllowed, match="reviewer") as refusal:
            attempt()
        assert "reviewer" in refusal.value.who_can
    assert not Decision.objects.exists()


def test_outsiders_cannot_tell_that_a_set_exists(desk: Desk) -> None:
    row = desk.submitted()
    decision = approve(desk.cast.reviewer, row.pk, row.revision)
    for attempt in (
        partial(approve, desk.cast.outsider, row.pk, row.revision),
        partial(return_to_editor, desk.cast.outsider, row.pk, row.revision, reason="other", note="x"),
        partial(retract, desk.cast.outsider, decision.pk),
    ):
        with pytest.raises(NotThere):
            attempt()


def test_approving_pins_the_revision_and_its_snapshot(desk: Desk) -> None:
    row = desk.submitted()
    decision = approve(desk.cast.reviewer, row.pk, row.revision, note="Clear.")
    row = fresh(row)
    assert (row.state, row.approved_revision) == ("approved", decision.revision)
    assert Snapshot.objects.filter(revision=decision.revision).count() == 1
    assert (decision.verb, decision.note, decision.round, decision.reviewer) == (
        "approve", "Clear.", 1, desk.cast.reviewer.coder,
    )  # fmt: skip
    line = Activity.objects.get(verb="set.approved")
    told = line.new or {}
    assert (line.old, told["state"], told["decision"]) == ({"state": "submitted"}, "approved", decision.pk)


def test_approving_refuses_the_author(desk: Desk) -> None:
    row = desk.submitted(desk.cast.reviewer)
    with pytest.raises(NotAllowed) as refusal:
        approve(desk.cast.reviewer, row.pk, row.revision)
    assert refusal.value.code == "four-eyes"
    assert "raul" in refusal.value.who_can
    approve(desk.cast.second_reviewer, row.pk, row.revision)


def test_edit_and_approve_counts_as_authorship(desk: Desk) -> None:
    row = edit(desk.cast.reviewer, desk.submitted())
    submit(desk.cast.reviewer, row.pk, row.revision)
    for attempt in (
        partial(approve, desk.cast.reviewer, row.pk, row.revision),
        partial(return_to_editor, desk.cast.reviewer, row.pk, row.revision, reason="wrong_span"),
    ):
        with pytest.raises(NotAllowed, match="yourself"):
            attempt()
    approve(desk.cast.second_reviewer, row.pk, row.revision)


def test_work_before_the_last_approval_is_no_longer_ones_own(desk: Desk) -> None:
    row = desk.submitted(desk.cast.reviewer)
    approve(desk.cast.second_reviewer, row.pk, row.revision)
    row = edit(desk.cast.editor, row)
    submit(desk.cast.editor, row.pk, row.revision)
    approve(desk.cast.reviewer, row.pk, row.revision)
    assert fresh(row).round == 2


def test_when_nobody_can_decide_the_refusal_says_whom_to_ask(desk: Desk) -> None:
    row = edit(desk.cast.second_reviewer, desk.submitted(desk.cast.reviewer))
    submit(desk.cast.editor, row.pk, row.revision)
    with pytest.raises(NotAllowed) as refusal:
        approve(desk.cast.reviewer, row.pk, row.revision)
    assert "owner" in refusal.value.who_can


def test_a_revision_that_is_no_longer_current_is_refused(desk: Desk) -> None:
    seen = desk.submitted()
    row = edit(desk.cast.second_editor, seen)
    submit(desk.cast.second_editor, row.pk, row.revision)
    for attempt in (
        partial(approve, desk.cast.reviewer, seen.pk, seen.revision),
        partial(return_to_editor, desk.cast.reviewer, seen.pk, seen.revision, reason="extra_tag"),
    ):
        with pytest.raises(Conflict) as refusal:
            attempt()
        assert (refusal.value.code, refusal.value.extra["current"]) == ("stale-revision", row.revision)
    assert fresh(row).state == "submitted"


def test_what_left_the_queue_is_refused(desk: Desk) -> None:
    drafted, taken_back, decided = desk.draft(), desk.submitted(), desk.approved(desk.cast.second_reviewer)
    withdraw(desk.cast.editor, taken_back.pk)
    for row in (drafted, taken_back, decided):
        with pytest.raises(Conflict) as refusal:
            approve(desk.cast.reviewer, row.pk, row.revision)
        assert refusal.value.code == "not-in-queue"


@pytest.mark.parametrize("reason", REASONS)
def test_returning_says_why(desk: Desk, reason: str) -> None:
    row = desk.submitted()
    decision = return_to_editor(
        desk.cast.reviewer, row.pk, row.revision, reason=reason, note="See the guideline."
    )
    assert fresh(row).state == "returned"
    assert (decision.reason, decision.note) == (reason, "See the guideline.")
    assert (Activity.objects.get(verb="set.returned").new or {})["reason"] == reason


@pytest.mark.parametrize(
    ("reason", "note", "field"),
    [
        ("", "", "reason"),
        ("dislike", "", "reason"),
        ("other", "  ", "note"),
        ("other", "x" * 4001, "note"),
        ("other", "a\x00", "note"),
    ],
)
def test_returning_refuses_an_unusable_reason(desk: Desk, reason: str, note: str, field: str) -> None:
    row = desk.submitted()
    with pytest.raises(Invalid) as refusal:
        return_to_editor(desk.cast.reviewer, row.pk, row.revision, reason=reason, note=note)
    assert refusal.value.errors[0]["field"] == field
    assert fresh(row).state == "submitted"


def test_returning_keeps_what_was_approved_before(desk: Desk) -> None:
    row = desk.approved()
    pinned = row.approved_revision
    row = edit(desk.cast.editor, row)
    submit(desk.cast.editor, row.pk, row.revision)
    return_to_editor(desk.cast.reviewer, row.pk, row.revision, reason="extra_tag")
    assert (fresh(row).state, fresh(row).approved_revision) == ("returned", pinned)


def test_the_same_word_again_is_the_same_decision(desk: Desk) -> None:
    one, two = desk.submitted(), desk.submitted()
    first = approve(desk.cast.reviewer, one.pk, one.revision)
    second = return_to_editor(desk.cast.reviewer, two.pk, two.revision, reason="wrong_date")
    lines = Activity.objects.count()
    assert approve(desk.cast.reviewer, one.pk, one.revision) == first
    assert return_to_editor(desk.cast.reviewer, two.pk, two.revision, reason="wrong_date") == second
    assert (Decision.objects.count(), Activity.objects.count()) == (2, lines)


def test_a_revision_returned_and_submitted_unchanged_is_decided_anew(desk: Desk) -> None:
    row = desk.submitted()
    first = return_to_editor(desk.cast.reviewer, row.pk, row.revision, reason="wrong_date")
    submit(desk.cast.editor, row.pk, row.revision)
    assert return_to_editor(desk.cast.reviewer, row.pk, row.revision, reason="wrong_date") != first
    assert fresh(row).state == "returned"


def test_another_reviewers_lease_is_respected_until_it_ends(desk: Desk) -> None:
    row = desk.submitted()
    renew_lease(desk.cast.reviewer, row.pk)
    with pytest.raises(Conflict, match="rosa") as refusal:
        approve(desk.cast.second_reviewer, row.pk, row.revision)
    assert refusal.value.code == "leased"
    with time_machine.travel(now() + timedelta(minutes=6)):
        approve(desk.cast.second_reviewer, row.pk, row.revision)
    assert not Lease.objects.exists()


def test_an_archived_project_takes_no_decisions(desk: Desk) -> None:
    row = desk.submitted()
    archive(desk.cast.owner)
    desk.cast.reviewer.refresh_from_db()
    with pytest.raises(NotAllowed, match="archived"):
        approve(desk.cast.reviewer, row.pk, row.revision)


def test_an_approval_is_undone_within_ten_seconds(desk: Desk) -> None:
    row = desk.submitted()
    waiting_since = row.submitted_at
    decision = approve(desk.cast.reviewer, row.pk, row.revision)
    retraction = retract(desk.cast.reviewer, decision.pk)
    row = fresh(row)
    assert (row.state, row.approved_revision, row.submitted_at) == ("submitted", None, waiting_since)
    assert (retraction.verb, retraction.retracts, words(row)) == ("retract", decision, ["approve", "retract"])
    assert retract(desk.cast.reviewer, decision.pk) == retraction
    assert Activity.objects.filter(verb="decision.retracted").count() == 1
    assert Lease.objects.get().holder == desk.cast.reviewer
    assert approve(desk.cast.reviewer, row.pk, row.revision) != decision
    assert fresh(row).state == "approved"


def test_undoing_gives_back_the_approval_before(desk: Desk) -> None:
    row = desk.approved()
    pinned = row.approved_revision
    row = edit(desk.cast.editor, row)
    submit(desk.cast.editor, row.pk, row.revision)
    decision = approve(desk.cast.reviewer, row.pk, row.revision)
    retract(desk.cast.reviewer, decision.pk)
    assert (fresh(row).state, fresh(row).approved_revision) == ("submitted", pinned)


def test_a_return_is_undone_within_ten_seconds(desk: Desk) -> None:
    row = desk.submitted()
    decision = return_to_editor(desk.cast.reviewer, row.pk, row.revision, reason="wrong_actor")
    retract(desk.cast.reviewer, decision.pk)
    assert fresh(row).state == "submitted"


def test_an_undone_approval_that_was_built_upon_leaves_the_draft_alone(desk: Desk) -> None:
    row = desk.submitted()
    decision = approve(desk.cast.reviewer, row.pk, row.revision)
    row = edit(desk.cast.second_editor, row)
    retract(desk.cast.reviewer, decision.pk)
    row = fresh(row)
    assert (row.state, row.approved_revision) == ("draft", None)
    submit(desk.cast.second_editor, row.pk, row.revision)
    change_roles(desk.cast.owner, desk.cast.editor, ["editor", "reviewer"])
    desk.cast.editor.refresh_from_db()
    with pytest.raises(NotAllowed, match="yourself"):
        approve(desk.cast.editor, row.pk, row.revision)


def test_an_approval_that_another_decision_rests_on_stands(desk: Desk) -> None:
    """Taken back, it would leave the second reviewer's own tags approved by nobody else."""
    row = desk.submitted(by=desk.cast.second_reviewer)
    first = approve(desk.cast.reviewer, row.pk, row.revision)
    row = edit(desk.cast.editor, row)
    submit(desk.cast.editor, row.pk, row.revision)
    approve(desk.cast.second_reviewer, row.pk, row.revision)
    with pytest.raises(Conflict) as refusal:
        retract(desk.cast.reviewer, first.pk)
    assert refusal.value.code == "decided-since"
    assert words(row) == ["approve", "approve"]


def test_only_whoever_decided_takes_it_back(desk: Desk) -> None:
    row = desk.submitted()
    decision = approve(desk.cast.reviewer, row.pk, row.revision)
    with pytest.raises(NotAllowed):
        retract(desk.cast.second_reviewer, decision.pk)
    with pytest.raises(NotAllowed):
        retract(desk.cast.owner, decision.pk)


def test_after_ten_seconds_a_decision_stands(desk: Desk) -> None:
    row = desk.submitted()
    decision = approve(desk.cast.reviewer, row.pk, row.revision)
    with time_machine.travel(decision.created_at + timedelta(seconds=11)), pytest.raises(Conflict) as refusal:
        retract(desk.cast.reviewer, decision.pk)
    assert refusal.value.code == "too-late"
    assert fresh(row).state == "approved"


@pytest.mark.parametrize("waiting", [1, 10])
def test_next_and_approve_cost_the_same_however_many_wait(
    desk: Desk, waiting: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(waiting):
        desk.submitted()
    with django_assert_num_queries(6):
        row = take_next(desk.cast.reviewer)
    assert row is not None
    with django_assert_num_queries(11):
        approve(desk.cast.reviewer, row.pk, row.revision)
