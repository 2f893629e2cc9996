"""Two people at the same moment, on connections of their own."""

import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connections, transaction

from common.errors import AttestError
from reviews.models import Decision, Lease
from reviews.services import approve, return_to_editor, submit, take_next, withdraw
from tests.cast import make_cast

from .stories import Desk, edit, fresh, make_desk

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run the acts together; for each what it gave, or the code of its refusal."""
    start = threading.Barrier(len(acts))
    outcomes: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            start.wait(timeout=10)
            outcomes[place] = act()
        except AttestError as error:
            outcomes[place] = error.code
        except Exception as error:
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes


def held_open(
    act: Callable[[], object], release: threading.Event, acted: threading.Event
) -> Callable[[], object]:
    """Act in a transaction that commits only when `release` is set."""

    def run() -> object:
        with transaction.atomic():
            outcome = act()
            acted.set()
            release.wait(timeout=10)
        return outcome

    return run


@pytest.fixture
def desk() -> Desk:
    return make_desk(make_cast())


def test_of_two_reviewers_one_approves(desk: Desk) -> None:
    for _ in range(4):
        row = desk.submitted()
        outcomes = at_once(
            partial(approve, desk.cast.reviewer, row.pk, row.revision),
            partial(approve, desk.cast.second_reviewer, row.pk, row.revision),
        )
        assert sum(isinstance(one, Decision) for one in outcomes) == 1
        assert "not-in-queue" in outcomes
        assert Decision.objects.filter(annotation_set=row).count() == 1
        assert fresh(row).state == "approved"


def test_the_same_reviewer_twice_is_one_decision(desk: Desk) -> None:
    row = desk.submitted()
    one, two = at_once(*[lambda: approve(desk.cast.reviewer, row.pk, row.revision)] * 2)
    assert one == two
    assert Decision.objects.count() == 1


def test_of_an_approval_and_a_return_one_stands(desk: Desk) -> None:
    row = desk.submitted()
    outcomes = at_once(
        lambda: approve(desk.cast.reviewer, row.pk, row.revision),
        lambda: return_to_editor(desk.cast.second_reviewer, row.pk, row.revision, reason="wrong_type"),
    )
    assert sum(isinstance(one, Decision) for one in outcomes) == 1
    assert Decision.objects.get().verb == {"approved": "approve", "returned": "return"}[fresh(row).state]


def test_an_approval_and_an_edit_come_one_after_the_other(desk: Desk) -> None:
    for _ in range(4):
        row = desk.submitted()
        approval, edited = at_once(
            partial(approve, desk.cast.reviewer, row.pk, row.revision),
            partial(edit, desk.cast.second_editor, row),
        )
        now = fresh(row)
        assert edited == now
        assert (now.state, now.revision) == ("draft", row.revision + 1)
        if isinstance(approval, Decision):  # the approval came first: the edit opened a new round
            assert (now.round, now.approved_revision) == (2, approval.revision)
        else:
            assert approval in ("stale-revision", "not-in-queue")
            assert (now.round, now.approved_revision) == (1, None)


def test_an_approval_waits_for_an_edit_that_is_being_saved(desk: Desk) -> None:
    row = desk.submitted()
    release, acted = threading.Event(), threading.Event()

    def approve_meanwhile() -> object:
        acted.wait(timeout=10)
        threading.Timer(0.3, release.set).start()
        return approve(desk.cast.reviewer, row.pk, row.revision)

    slow_edit = held_open(lambda: edit(desk.cast.second_editor, row), release, acted)
    _, approval = at_once(slow_edit, approve_meanwhile)
    assert approval in ("stale-revision", "not-in-queue")
    assert fresh(row).approved_revision is None


def test_an_edit_and_its_own_decision_cannot_slip_past_each_other(desk: Desk) -> None:
    """The reviewer edits and submits in one transaction while approving in another: four eyes must see the edit."""
    row = desk.submitted()
    release, acted = threading.Event(), threading.Event()

    def edit_and_submit() -> object:
        changed = edit(desk.cast.reviewer, row)
        submit(desk.cast.reviewer, row.pk, changed.revision)
        return changed

    def approve_meanwhile() -> object:
        acted.wait(timeout=10)
        threading.Timer(0.3, release.set).start()
        return approve(desk.cast.reviewer, row.pk, row.revision + 1)

    _, approval = at_once(held_open(edit_and_submit, release, acted), approve_meanwhile)
    assert approval == "four-eyes"


def test_an_approval_and_a_withdrawal_exclude_each_other(desk: Desk) -> None:
    row = desk.submitted()
    approval, _ = at_once(
        lambda: approve(desk.cast.reviewer, row.pk, row.revision), lambda: withdraw(desk.cast.editor, row.pk)
    )
    state = fresh(row).state
    assert state == ("approved" if isinstance(approval, Decision) else "withdrawn")


def test_two_reviewers_are_given_different_sentences(desk: Desk) -> None:
    for _ in range(4):
        desk.submitted()
    for _ in range(5):
        Lease.objects.all().delete()
        taken = at_once(lambda: take_next(desk.cast.reviewer), lambda: take_next(desk.cast.second_reviewer))
        assert None not in taken
        assert taken[0] != taken[1]


def test_the_last_sentence_goes_to_one_reviewer_only(desk: Desk) -> None:
    row = desk.submitted()
    for _ in range(5):
        Lease.objects.all().delete()
        taken = at_once(lambda: take_next(desk.cast.reviewer), lambda: take_next(desk.cast.second_reviewer))
        assert sorted(str(one) for one in taken) == sorted([str(row), "None"])
        assert Lease.objects.count() == 1


def test_next_does_not_wait_for_a_sentence_that_is_being_saved(desk: Desk) -> None:
    first, second = desk.submitted(), desk.submitted()
    release, acted = threading.Event(), threading.Event()

    def take_meanwhile() -> object:
        acted.wait(timeout=10)
        taken = take_next(desk.cast.reviewer)
        release.set()
        return taken

    withdrawing = held_open(lambda: withdraw(desk.cast.editor, first.pk), release, acted)
    _, taken = at_once(withdrawing, take_meanwhile)
    assert taken == second
