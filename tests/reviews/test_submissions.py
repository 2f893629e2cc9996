"""Putting sentences before the reviewers and taking them back."""

import pytest

from activity.models import Activity
from annotations.models import Snapshot
from common.errors import Conflict, Invalid, NotAllowed, NotThere
from reviews.models import Lease, Submission
from reviews.services import submit, submit_all_finished, submit_sentence, take_next, withdraw
from sources.models import Sentence

from .stories import Desk, ask, edit, fresh, nothing_to_code

CAN = {
    "owner": False,
    "editor": True,
    "second_editor": True,
    "reviewer": True,
    "second_reviewer": True,
    "viewer": False,
}


@pytest.mark.parametrize(("who", "may"), CAN.items())
def test_whoever_may_tag_may_submit_and_withdraw(desk: Desk, who: str, may: bool) -> None:
    seat = getattr(desk.cast, who)
    row = desk.draft()
    other = desk.submitted()
    if may:
        submit(seat, row.pk, row.revision)
        withdraw(seat, other.pk)
        assert (fresh(row).state, fresh(other).state) == ("submitted", "withdrawn")
        return
    for attempt in (lambda: submit(seat, row.pk, row.revision), lambda: withdraw(seat, other.pk)):
        with pytest.raises(NotAllowed) as refusal:
            attempt()
        assert "editor" in refusal.value.who_can
    assert (fresh(row).state, fresh(other).state) == ("draft", "submitted")


def test_outsiders_cannot_tell_that_a_set_exists(desk: Desk) -> None:
    row = desk.draft()
    for attempt in (
        lambda: submit(desk.cast.outsider, row.pk, row.revision),
        lambda: withdraw(desk.cast.outsider, row.pk),
        lambda: submit_sentence(desk.cast.outsider, row.sentence_id, row.revision),
    ):
        with pytest.raises(NotThere):
            attempt()


def test_submitting_keeps_the_revision_and_its_snapshot(desk: Desk) -> None:
    row = desk.draft()
    submission = submit(desk.cast.editor, row.pk, row.revision)
    assert (submission.revision.number, submission.round) == (row.revision, 1)
    assert len(Snapshot.objects.get(revision=submission.revision).body["tags"]) == 2
    assert fresh(row).submitted_at is not None
    line = Activity.objects.get(verb="set.submitted")
    assert (line.actor_id, line.target_kind, line.target_id) == (
        desk.cast.editor.coder_id,
        "set",
        str(row.pk),
    )


def test_submitting_twice_is_one_submission(desk: Desk) -> None:
    row = desk.draft()
    first = submit(desk.cast.editor, row.pk, row.revision)
    assert submit(desk.cast.editor, row.pk, row.revision) == first
    assert Activity.objects.filter(verb="set.submitted").count() == 1


def test_submitting_what_someone_changed_meanwhile_conflicts(desk: Desk) -> None:
    row = desk.draft()
    edit(desk.cast.second_editor, row)
    with pytest.raises(Conflict) as refusal:
        submit(desk.cast.editor, row.pk, row.revision)
    assert (refusal.value.code, refusal.value.extra["current"]) == ("stale-revision", row.revision + 1)
    assert fresh(row).state == "draft"


def test_an_event_without_a_type_is_not_finished(desk: Desk) -> None:
    row = desk.draft(code=None)
    with pytest.raises(Invalid, match="fired") as refusal:
        submit(desk.cast.editor, row.pk, row.revision)
    assert refusal.value.code == "not-finished"
    assert fresh(row).state == "draft"


def test_an_untagged_sentence_must_be_marked_empty(desk: Desk) -> None:
    row = desk.draft()
    asked = ask(desk.cast.editor, nothing_to_code(desk.cast.editor, desk.sentence()), "Is this really empty?")
    with pytest.raises(Invalid, match="Nothing is tagged"):
        submit(desk.cast.editor, asked.pk, asked.revision)
    empty = nothing_to_code(desk.cast.editor, desk.sentence())
    assert submit(desk.cast.editor, empty.pk, empty.revision).annotation_set_id == empty.pk
    assert fresh(row).state == "draft"


def test_a_sentence_nobody_read_cannot_be_submitted(desk: Desk) -> None:
    sentence = desk.sentence()
    with pytest.raises(NotThere):
        submit_sentence(desk.cast.editor, sentence.pk, 0)


def test_a_sentence_is_submitted_by_its_number_too(desk: Desk) -> None:
    row = desk.draft()
    submit_sentence(desk.cast.editor, row.sentence_id, row.revision)
    assert fresh(row).state == "submitted"


def test_approved_work_is_not_submitted_again(desk: Desk) -> None:
    row = desk.approved()
    with pytest.raises(Conflict) as refusal:
        submit(desk.cast.editor, row.pk, row.revision)
    assert refusal.value.code == "not-submittable"


def test_editing_takes_a_set_out_of_the_queue(desk: Desk) -> None:
    row = edit(desk.cast.editor, desk.submitted())
    assert (row.state, row.submitted_at) == ("draft", None)


def test_withdrawing_ends_the_submission_and_the_lease(desk: Desk) -> None:
    row = desk.submitted()
    take_next(desk.cast.reviewer)
    withdraw(desk.cast.editor, row.pk)
    withdraw(desk.cast.editor, row.pk)
    assert not Lease.objects.exists()
    assert Submission.objects.get().withdrawn_at is not None
    assert Activity.objects.filter(verb="set.withdrawn").count() == 1
    submit(desk.cast.editor, row.pk, row.revision)
    assert fresh(row).state == "submitted"


def test_what_was_decided_cannot_be_withdrawn(desk: Desk) -> None:
    row = desk.approved()
    with pytest.raises(Conflict) as refusal:
        withdraw(desk.cast.editor, row.pk)
    assert refusal.value.code == "not-in-queue"


def test_submit_all_takes_ones_own_finished_drafts(desk: Desk) -> None:
    finished = [desk.draft(), nothing_to_code(desk.cast.editor, desk.sentence())]
    unfinished = desk.draft(code=None)
    unsure = ask(desk.cast.editor, desk.draft(), "Is this an assault?")
    anothers = desk.draft(desk.cast.second_editor)
    done = submit_all_finished(desk.cast.editor, desk.source.pk)
    assert [one.annotation_set_id for one in done.submissions] == [row.pk for row in finished]
    assert [row.pk for row, _ in done.unfinished] == [unfinished.pk]
    assert {fresh(row).state for row in finished} == {"submitted"}
    assert {fresh(row).state for row in (unfinished, unsure, anothers)} == {"draft"}
    assert submit_all_finished(desk.cast.editor, desk.source.pk).submissions == []


def test_submit_all_of_anothers_project_finds_nothing(desk: Desk) -> None:
    desk.draft()
    with pytest.raises(NotAllowed):
        submit_all_finished(desk.cast.outsider, desk.source.pk)
    assert Sentence.objects.count() == 12
    assert not Submission.objects.exists()
