"""Undo, redo and restoring: new revisions against the present state, never over someone else's work."""

from uuid import uuid4

import pytest

from annotations.models import ActorTag, EventTag, Revision
from annotations.operations import Answer, preview_restore, redo, restore_revision, undo
from common.errors import Conflict, Invalid, NotAllowed, NotThere
from tests.factories import actor_op, change_op, event_op, mark_op, remove_op

from .conftest import TEXT, Desk


def undone(desk: Desk, uid: object = None) -> Answer:
    return undo(desk.cast.editor, desk.sentence.pk, str(uid or uuid4()))


def redone(desk: Desk, uid: object = None) -> Answer:
    return redo(desk.cast.editor, desk.sentence.pk, str(uid or uuid4()))


def notes(answer: Answer) -> list[str]:
    return [tag.value["note"] for tag in answer.state.in_order()]


def test_undo_takes_back_the_last_request_whole(desk: Desk) -> None:
    mention = actor_op(TEXT, "Hamas")
    event = event_op(TEXT, "attacked", participants=[("actor", mention)])
    desk.save(mention)
    desk.save(event, change_op(mention, seen=1, note="x"))
    answer = undone(desk)
    assert (answer.revision, notes(answer)) == (3, [""])
    assert EventTag.objects.count() == 0
    assert Revision.objects.get(number=3).undoes == 2


def test_undo_goes_further_back_and_redo_forward_again(desk: Desk) -> None:
    mention = actor_op(TEXT, "Hamas")
    desk.save(mention)
    for number in (1, 2, 3):
        desk.save(change_op(mention, seen=number, note=str(number)))
    assert notes(undone(desk)) == ["2"]
    assert notes(undone(desk)) == ["1"]
    assert notes(redone(desk)) == ["2"]
    assert notes(undone(desk)) == ["1"]
    assert notes(redone(desk)) == ["2"]
    assert notes(redone(desk)) == ["3"]
    with pytest.raises(Conflict) as caught:
        redone(desk)
    assert caught.value.code == "nothing-to-redo"
    for _ in range(3):
        undone(desk)
    assert notes(undone(desk)) == []
    with pytest.raises(Conflict) as caught:
        undone(desk)
    assert caught.value.code == "nothing-to-undo"


def test_a_new_request_ends_redoing(desk: Desk) -> None:
    desk.save(actor_op(TEXT, "Hamas"))
    undone(desk)
    desk.save(actor_op(TEXT, "Gaza"))
    with pytest.raises(Conflict):
        redone(desk)


def test_an_undo_sent_again_undoes_nothing_more(desk: Desk) -> None:
    one, other = actor_op(TEXT, "Hamas"), actor_op(TEXT, "Gaza")
    desk.save(one)
    desk.save(other)
    uid = uuid4()
    first = undone(desk, uid)
    again = undone(desk, uid)
    assert again.body() == first.body()
    assert len(again.state.tags) == 1


def test_the_id_of_an_undo_cannot_be_used_for_a_redo(desk: Desk) -> None:
    desk.save(actor_op(TEXT, "Hamas"))
    uid = uuid4()
    undone(desk, uid)
    with pytest.raises(Invalid):
        redone(desk, uid)
    with pytest.raises(Invalid):
        desk.save({**actor_op(TEXT, "Gaza"), "id": str(uid)})


def test_undo_leaves_others_tags_alone(desk: Desk) -> None:
    mine = actor_op(TEXT, "Hamas")
    desk.save(mine)
    desk.save(actor_op(TEXT, "Gaza"), seat=desk.cast.second_editor)
    answer = undone(desk)
    assert [tag.value["quote"] for tag in answer.state.in_order()] == ["Gaza"]


def test_undo_is_a_conflict_when_someone_touched_the_tag_since(desk: Desk) -> None:
    mine = actor_op(TEXT, "Hamas")
    desk.save(mine)
    desk.save(change_op(mine, seen=1, note="theirs"), seat=desk.cast.second_editor)
    with pytest.raises(Conflict) as caught:
        undone(desk)
    [clash] = caught.value.extra["conflicts"]
    assert clash["theirs"]["by"] == desk.cast.second_editor.coder.code
    assert clash["mine"] == {"action": "remove", "value": None}
    assert desk.row.revision == 2


def test_undo_of_a_mention_that_someone_made_a_participant_is_a_conflict(desk: Desk) -> None:
    mine = actor_op(TEXT, "Hamas")
    desk.save(mine)
    desk.save(event_op(TEXT, "attacked", participants=[("actor", mine)]), seat=desk.cast.second_editor)
    with pytest.raises(Conflict) as caught:
        undone(desk)
    assert caught.value.extra["conflicts"][0]["reason"] == "dangling"


def test_undo_of_a_removal_gives_the_tag_back_to_its_maker(desk: Desk) -> None:
    mention = actor_op(TEXT, "Hamas")
    desk.save(mention, seat=desk.cast.second_editor)
    desk.save(change_op(mention, seen=1, note="x"))
    desk.save(remove_op(mention, seen=2))
    answer = undone(desk)
    assert notes(answer) == ["x"]
    assert ActorTag.objects.get().created_by_id == desk.cast.second_editor.coder_id


def test_undo_of_a_mark_and_of_a_tag_that_took_it_off(desk: Desk) -> None:
    desk.save(mark_op("nothing_to_code"))
    desk.save(actor_op(TEXT, "Hamas"))
    answer = undone(desk)
    assert (answer.body()["outcome"], answer.body()["tags"]) == ("nothing_to_code", [])
    assert undone(desk).body()["outcome"] == "open"


def test_undo_knows_only_my_own_requests(desk: Desk) -> None:
    desk.save(actor_op(TEXT, "Hamas"), seat=desk.cast.second_editor)
    with pytest.raises(Conflict) as caught:
        undone(desk)
    assert caught.value.code == "nothing-to-undo"
    with pytest.raises(NotAllowed):
        undo(desk.cast.viewer, desk.sentence.pk, str(uuid4()))


def test_undo_after_an_operation_of_mine_can_be_followed(desk: Desk) -> None:
    """A queue made offline may hold an undo and go on after it."""
    mention = actor_op(TEXT, "Hamas")
    desk.save(mention)
    desk.save(change_op(mention, after=mention, note="x"))
    uid = str(uuid4())
    undone(desk, uid)
    assert notes(desk.save(change_op(mention, after=uid, note="y"))) == ["y"]


def test_a_request_that_is_no_uuid_is_refused(desk: Desk) -> None:
    with pytest.raises(Invalid):
        undo(desk.cast.editor, desk.sentence.pk, "again")


def test_restoring_is_looked_at_first_and_then_one_new_revision(desk: Desk) -> None:
    mention = actor_op(TEXT, "Hamas")
    event = event_op(TEXT, "attacked", participants=[("actor", mention)])
    desk.save(mention, event)
    desk.save(change_op(event, seen=1, participants=[]), remove_op(mention, seen=1), actor_op(TEXT, "Gaza"))
    desk.save(mark_op(question="Why?"))

    preview = preview_restore(desk.cast.second_editor, desk.sentence.pk, 1)
    assert [step["action"] for step in preview.steps] == ["remove", "change", "add", "mark"]
    assert desk.row.revision == 3

    uid = str(uuid4())
    answer = restore_revision(desk.cast.second_editor, desk.sentence.pk, 1, uid, seen=preview.seen)
    assert answer.revision == 4
    assert {tag.value["quote"] for tag in answer.state.tags.values()} == {"Hamas", "attacked"}
    assert answer.body()["question"] == ""
    assert Revision.objects.get(number=4).why == "Restored revision 1."
    again = restore_revision(desk.cast.second_editor, desk.sentence.pk, 1, uid, seen=preview.seen)
    assert again.body() == answer.body()

    assert undo(desk.cast.second_editor, desk.sentence.pk, str(uuid4())).body()["question"] == "Why?"


def test_restoring_is_refused_when_the_set_moved_on_since_the_preview(desk: Desk) -> None:
    mention = actor_op(TEXT, "Hamas")
    desk.save(mention)
    desk.save(change_op(mention, seen=1, note="x"))
    preview = preview_restore(desk.cast.editor, desk.sentence.pk, 1)
    desk.save(actor_op(TEXT, "Gaza"))
    with pytest.raises(Conflict) as caught:
        restore_revision(desk.cast.editor, desk.sentence.pk, 1, str(uuid4()), seen=preview.seen)
    assert caught.value.code == "stale-revision"


def test_restoring_a_revision_that_never_was_is_not_there(desk: Desk) -> None:
    desk.save(actor_op(TEXT, "Hamas"))
    for number in (0, 2):
        with pytest.raises(NotThere):
            preview_restore(desk.cast.editor, desk.sentence.pk, number)
