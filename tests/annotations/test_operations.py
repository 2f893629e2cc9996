"""The front door: what is accepted, merged, refused; and what an accepted request leaves behind."""

from uuid import uuid4

import pytest

from activity.models import Activity
from annotations.models import (
    ActorTag,
    AnnotationSet,
    EventTag,
    Participant,
    ReliabilityTag,
    Revision,
    Snapshot,
)
from annotations.operations import apply_operations
from common.errors import Conflict, Invalid
from common.time import now
from reviews.services import approve, submit
from tests.factories import (
    Wire,
    actor_op,
    change_op,
    event_op,
    mark_op,
    reliability_op,
    remove_op,
    sentence_of,
)

from .conftest import TEXT, Desk, refused


def whole_event(desk: Desk) -> list[Wire]:
    """A complete event with two participants and a graded, attributed content."""
    hamas = actor_op(TEXT, "Hamas fighters", desk.hamas)
    fatah = actor_op(TEXT, "Fatah")
    event = event_op(
        TEXT,
        "attacked",
        participants=[("actor", hamas), ("victim", fatah), ("recipient", fatah)],
        date_edtf="XXXX-11-12",
        date_start=TEXT.index("12 November"),
        date_end=TEXT.index("12 November") + 11,
        modality="alleged",
    )
    grade = reliability_op(TEXT, source_start=64, source_end=71, cue_start=72, cue_end=76)
    return [hamas, fatah, event, grade]


def test_all_three_kinds_are_saved_together(desk: Desk) -> None:
    operations = whole_event(desk)
    answer = desk.save(*operations)

    assert answer.revision == 1
    assert [tag["kind"] for tag in answer.body()["tags"]] == ["actor", "reliability", "event", "actor"]
    assert [a["version"] for a in answer.operations] == [1, 1, 1, 1]
    event = EventTag.objects.get()
    assert (event.code.value, event.date_edtf, event.modality) == ("ASSAULT", "XXXX-11-12", "alleged")  # type: ignore[union-attr]
    assert Participant.objects.filter(event=event).count() == 3
    assert ActorTag.objects.get(actor=desk.hamas).quote == "Hamas fighters"
    assert ReliabilityTag.objects.get().credibility == "2"


def test_an_accepted_request_writes_one_revision_and_one_line_of_history(desk: Desk) -> None:
    desk.save(*whole_event(desk))
    desk.save(mark_op(question="Is the post military?"))

    assert list(Revision.objects.order_by("number").values_list("number", "origin", "author")) == [
        (1, "person", desk.cast.editor.coder_id),
        (2, "person", desk.cast.editor.coder_id),
    ]
    lines = Activity.objects.filter(verb="set.edited").order_by("id")
    assert [line.new["revision"] for line in lines] == [1, 2]  # type: ignore[index]
    assert {line.actor_id for line in lines} == {desk.cast.editor.coder_id}
    row = desk.row
    assert (row.revision, row.state, row.round, row.last_author_id) == (
        2,
        "draft",
        1,
        desk.cast.editor.coder_id,
    )
    assert (row.question, row.status_version) == ("Is the post military?", 2)


def test_the_answer_shows_the_set_as_the_database_has_it(desk: Desk) -> None:
    from annotations.querysets import states_of

    first = whole_event(desk)
    desk.save(*first)
    answer = desk.save(
        change_op(first[2], seen=1, participants=[], polarity="negative"), remove_op(first[3], seen=1)
    )
    assert answer.state == states_of([desk.row])[desk.row.pk]


# --- repeated requests ---


def test_a_lost_reply_is_answered_again_and_nothing_is_applied_twice(desk: Desk) -> None:
    operations = whole_event(desk)
    first = desk.save(*operations)
    again = desk.save(*operations)

    assert again.body() == first.body()
    assert Revision.objects.count() == 1
    assert Activity.objects.filter(verb="set.edited").count() == 1


def test_a_known_operation_is_skipped_and_the_rest_applied(desk: Desk) -> None:
    hamas, fatah, event, grade = whole_event(desk)
    first = desk.save(hamas, fatah)
    answer = desk.save(hamas, fatah, event, grade)
    assert answer.operations[:2] == first.operations
    assert answer.revision == 2
    assert len(answer.state.tags) == 4


def test_the_same_id_with_other_content_is_refused(desk: Desk) -> None:
    operation = actor_op(TEXT, "Hamas")
    desk.save(operation)
    error = refused(
        desk, {**operation, "value": {**operation["value"], "note": "other"}}, code="operation-id-reused"
    )
    assert error.errors[0]["field"] == "operations[0].id"


def test_what_was_seen_is_no_content(desk: Desk) -> None:
    """A client that learnt the version meanwhile may say so when it sends an operation again."""
    mention = actor_op(TEXT, "Hamas")
    desk.save(mention)
    change = change_op(mention, after=mention, note="x")
    first = desk.save(change)
    again = desk.save({key: part for key, part in change.items() if key != "after"} | {"seen": 1})
    assert again.operations == first.operations


def test_an_id_used_in_another_sentence_is_refused(desk: Desk) -> None:
    operation = mark_op("nothing_to_code")
    desk.save(operation)
    with pytest.raises(Invalid, match="id"):
        apply_operations(desk.cast.editor, sentence_of(desk.source, 2).pk, [operation])


def test_ids_of_others_mean_nothing(desk: Desk) -> None:
    """The same id sent by another person is that person's own operation; it reveals nothing."""
    operation = actor_op(TEXT, "Hamas")
    desk.save(operation)
    other = {**actor_op(TEXT, "Gaza"), "id": operation["id"]}
    answer = desk.save(other, seat=desk.cast.second_editor)
    assert len(answer.state.tags) == 2


def test_a_repeated_request_answers_the_same_after_others_went_on(desk: Desk) -> None:
    mention = actor_op(TEXT, "Hamas")
    first = desk.save(mention)
    desk.save(remove_op(mention, seen=1), seat=desk.cast.second_editor)
    again = desk.save(mention)
    assert again.operations == first.operations
    assert again.state.tags == {}


# --- chains ---


def test_an_offline_queue_sent_piece_by_piece_never_conflicts_with_itself(desk: Desk) -> None:
    mention = actor_op(TEXT, "Hamas")
    linked = change_op(mention, after=mention, actor=desk.hamas)
    noted = change_op(linked, after=linked, note="sure")
    gone = remove_op(noted, after=noted)
    queue = [mention, linked, noted, gone, mark_op("nothing_to_code")]
    for operation in queue:
        desk.save(operation, base=0)
    for operation in queue:  # every reply was lost; everything is sent again
        desk.save(operation, base=0)
    assert desk.row.revision == 5
    assert desk.row.outcome == "nothing_to_code"


def test_an_offline_queue_sent_at_once_works_in_order(desk: Desk) -> None:
    mention = actor_op(TEXT, "Hamas")
    event = event_op(TEXT, "attacked", participants=[("actor", mention)])
    linked = change_op(mention, after=mention, actor=desk.hamas)
    emptied = change_op(event, after=event, participants=[])
    answer = desk.save(mention, event, linked, emptied, remove_op(linked, after=linked))
    assert [tag.kind for tag in answer.state.in_order()] == ["event"]


def test_marks_queued_around_a_tag_do_not_conflict_with_themselves(desk: Desk) -> None:
    mark = mark_op("nothing_to_code")
    mention = actor_op(TEXT, "Hamas")
    for operation in (
        mark,
        mention,
        remove_op(mention, after=mention),
        mark_op("nothing_to_code", after=mark),
    ):
        desk.save(operation)
    assert desk.row.outcome == "nothing_to_code"


def test_a_chain_that_others_cut_is_a_conflict(desk: Desk) -> None:
    mention = actor_op(TEXT, "Hamas")
    desk.save(mention)
    desk.save(change_op(mention, seen=1, note="theirs"), seat=desk.cast.second_editor)
    with pytest.raises(Conflict):
        desk.save(change_op(mention, after=mention, note="mine"))


def test_following_an_operation_that_was_never_accepted_is_refused(desk: Desk) -> None:
    mention = actor_op(TEXT, "Hamas")
    refused(desk, change_op(mention, after=str(uuid4()), note="x"), code="unknown-predecessor")


def test_following_an_operation_on_another_tag_is_refused(desk: Desk) -> None:
    one, other = actor_op(TEXT, "Hamas"), actor_op(TEXT, "Gaza")
    desk.save(one, other)
    refused(desk, change_op(one, after=other, note="x"))


# --- merging ---


def test_different_tags_are_merged(desk: Desk) -> None:
    one, other = actor_op(TEXT, "Hamas"), actor_op(TEXT, "Gaza")
    desk.save(one, other)
    desk.save(change_op(one, seen=1, note="theirs"), seat=desk.cast.second_editor)
    answer = desk.save(change_op(other, seen=1, note="mine"), base=1)
    assert [tag.value["note"] for tag in answer.state.in_order()] == ["theirs", "mine"]
    assert [notice["code"] for notice in answer.notices] == ["merged"]


def test_the_same_tag_is_a_conflict_with_both_sides(desk: Desk) -> None:
    mention = actor_op(TEXT, "Hamas")
    desk.save(mention)
    desk.save(change_op(mention, seen=1, note="theirs"), seat=desk.cast.second_editor)
    mine = change_op(mention, seen=1, note="mine")
    with pytest.raises(Conflict) as caught:
        desk.save(mine, actor_op(TEXT, "Gaza"))

    [clash] = caught.value.extra["conflicts"]
    assert clash["reason"] == "changed"
    assert clash["operation"] == mine["id"]
    assert clash["mine"]["value"]["note"] == "mine"
    assert (clash["theirs"]["value"]["note"], clash["theirs"]["by"]) == (
        "theirs",
        desk.cast.second_editor.coder.code,
    )
    assert clash["theirs"]["version"] == 2
    assert clash["base"]["note"] == ""
    assert caught.value.extra["present"]["revision"] == 2
    assert desk.row.revision == 2, "together or not at all"


def test_mine_wins_when_it_is_sent_again_knowing_theirs(desk: Desk) -> None:
    mention = actor_op(TEXT, "Hamas")
    desk.save(mention)
    desk.save(change_op(mention, seen=1, note="theirs"), seat=desk.cast.second_editor)
    assert desk.save(change_op(mention, seen=2, note="mine")).revision == 3


def test_the_same_change_by_both_is_no_conflict_and_no_revision(desk: Desk) -> None:
    mention = actor_op(TEXT, "Hamas")
    desk.save(mention)
    desk.save(change_op(mention, seen=1, note="agreed"), seat=desk.cast.second_editor)
    mine = change_op(mention, seen=1, note="agreed")
    answer = desk.save(mine)
    assert answer.revision == 2
    assert answer.operations[0]["version"] == 2
    desk.save(remove_op(mention, seen=2))
    assert desk.save(mine).operations == answer.operations


def test_a_tag_removed_by_the_other_side_is_a_conflict_for_a_change_and_none_for_a_removal(
    desk: Desk,
) -> None:
    mention = actor_op(TEXT, "Hamas")
    desk.save(mention)
    desk.save(remove_op(mention, seen=1), seat=desk.cast.second_editor)
    with pytest.raises(Conflict) as caught:
        desk.save(change_op(mention, seen=1, note="mine"))
    [clash] = caught.value.extra["conflicts"]
    assert (clash["reason"], clash["theirs"]["value"]) == ("removed", None)
    assert clash["base"]["quote"] == "Hamas"
    assert desk.save(remove_op(mention, seen=1)).revision == 2


def test_a_tag_put_back_is_not_mistaken_for_the_one_seen_before(desk: Desk) -> None:
    mention = actor_op(TEXT, "Hamas")
    desk.save(mention)
    desk.save(remove_op(mention, seen=1))
    desk.save({**actor_op(TEXT, "Hamas", tag=mention["tag"]), "value": {**mention["value"], "note": "other"}})
    with pytest.raises(Conflict):
        desk.save(change_op(mention, seen=1, note="mine"), seat=desk.cast.second_editor)


def test_a_participant_whose_mention_the_other_side_removed_is_a_conflict(desk: Desk) -> None:
    mention = actor_op(TEXT, "Hamas")
    desk.save(mention)
    desk.save(remove_op(mention, seen=1), seat=desk.cast.second_editor)
    with pytest.raises(Conflict) as caught:
        desk.save(event_op(TEXT, "attacked", participants=[("actor", mention)]), base=1)
    [clash] = caught.value.extra["conflicts"]
    assert (clash["reason"], clash["theirs"]["tag"]) == ("dangling", mention["tag"])
    assert desk.cast.second_editor.coder.code in clash["message"]


def test_removing_a_mention_that_the_other_side_made_a_participant_is_a_conflict(desk: Desk) -> None:
    mention = actor_op(TEXT, "Hamas")
    desk.save(mention)
    event = event_op(TEXT, "attacked", participants=[("actor", mention)])
    desk.save(event, seat=desk.cast.second_editor)
    with pytest.raises(Conflict) as caught:
        desk.save(remove_op(mention, seen=1))
    [clash] = caught.value.extra["conflicts"]
    assert (clash["reason"], clash["theirs"]["tag"]) == ("dangling", event["tag"])


def test_removing_a_mention_that_one_knows_to_be_a_participant_is_an_error(desk: Desk) -> None:
    mention = actor_op(TEXT, "Hamas")
    desk.save(mention)
    desk.save(event_op(TEXT, "attacked", participants=[("actor", mention)]), seat=desk.cast.second_editor)
    with pytest.raises(Invalid, match="take it off the event first") as caught:
        desk.save(remove_op(mention, seen=1), base=2)
    assert caught.value.code == "relation-dangling"


def test_a_participant_that_never_was_is_an_error(desk: Desk) -> None:
    error = refused(
        desk, event_op(TEXT, "attacked", participants=[("actor", str(uuid4()))]), code="relation-dangling"
    )
    assert error.errors[0]["field"] == "operations[0].value.participants[0].actor"


def test_twins_by_two_people_are_a_conflict_and_by_one_an_error(desk: Desk) -> None:
    mention = actor_op(TEXT, "Hamas", desk.hamas)
    desk.save(mention, seat=desk.cast.second_editor)
    with pytest.raises(Conflict) as caught:
        desk.save(actor_op(TEXT, "Hamas", desk.hamas), base=0)
    [clash] = caught.value.extra["conflicts"]
    assert (clash["reason"], clash["theirs"]["tag"]) == ("twin", mention["tag"])
    with pytest.raises(Invalid, match="already tagged") as error:
        desk.save(actor_op(TEXT, "Hamas", desk.hamas), base=1)
    assert error.value.code == "span-duplicate"


def test_an_event_that_names_itself_as_participant_is_told_what_a_participant_is(desk: Desk) -> None:
    uid = str(uuid4())
    with pytest.raises(Invalid, match="not tagged as an actor") as error:
        desk.save(event_op(TEXT, "attacked", tag=uid, participants=[("actor", uid)]))
    assert error.value.errors[0]["field"] == "operations[0].value.participants[0].actor"


def test_twins_in_one_request_are_an_error(desk: Desk) -> None:
    refused(desk, event_op(TEXT, "attacked"), event_op(TEXT, "attacked"), code="span-duplicate")


def test_two_tags_may_change_places(desk: Desk) -> None:
    one, other = actor_op(TEXT, "Hamas"), actor_op(TEXT, "Gaza")
    desk.save(one, other)
    swapped = [
        {**change_op(one, seen=1), "value": other["value"]},
        {**change_op(other, seen=1), "value": one["value"]},
    ]
    answer = desk.save(*swapped)
    assert answer.state.tags[one["tag"]].value["quote"] == "Gaza"


def test_a_link_and_the_removal_of_its_mention_may_go_together(desk: Desk) -> None:
    mention = actor_op(TEXT, "Hamas")
    event = event_op(TEXT, "attacked", participants=[("actor", mention)])
    desk.save(mention, event)
    desk.save(remove_op(mention, seen=1), change_op(event, seen=1, participants=[]))
    assert ActorTag.objects.count() == Participant.objects.count() == 0


# --- marks ---


def test_nothing_to_code_is_another_thing_than_unread(desk: Desk) -> None:
    answer = desk.save(mark_op("nothing_to_code"))
    assert (answer.body()["outcome"], answer.body()["state"]) == ("nothing_to_code", "draft")


def test_a_tag_reopens_a_sentence_marked_empty_and_says_so(desk: Desk) -> None:
    desk.save(mark_op("nothing_to_code"))
    answer = desk.save(actor_op(TEXT, "Hamas"))
    assert answer.body()["outcome"] == "open"
    assert [notice["code"] for notice in answer.notices] == ["reopened"]
    assert Revision.objects.count() == 2


def test_marking_a_tagged_sentence_empty_is_an_error_or_a_conflict(desk: Desk) -> None:
    mention = actor_op(TEXT, "Hamas")
    desk.save(mention, seat=desk.cast.second_editor)
    with pytest.raises(Conflict) as caught:
        desk.save(mark_op("nothing_to_code"))
    assert caught.value.extra["conflicts"][0]["reason"] == "tagged"
    with pytest.raises(Invalid, match="remove them first"):
        desk.save(mark_op("nothing_to_code"), base=1)


def test_marks_by_two_people_are_a_conflict(desk: Desk) -> None:
    desk.save(mark_op(question="One?"), seat=desk.cast.second_editor)
    with pytest.raises(Conflict) as caught:
        desk.save(mark_op(question="Two?"))
    [clash] = caught.value.extra["conflicts"]
    assert (clash["reason"], clash["theirs"]["value"]["question"]) == ("marked", "One?")


def test_a_mark_that_changes_nothing_writes_no_revision_and_keeps_its_answer(desk: Desk) -> None:
    mark = mark_op("open")
    first = desk.save(mark)
    assert (first.revision, Revision.objects.count()) == (0, 0)
    desk.save(mark_op("nothing_to_code"))
    assert desk.save(mark).operations == first.operations


# --- states ---


@pytest.mark.parametrize("state", ["draft", "returned", "withdrawn"])
def test_an_edit_makes_a_draft(desk: Desk, state: str) -> None:
    mention = actor_op(TEXT, "Hamas")
    desk.save(mention)
    AnnotationSet.objects.update(state=state)
    answer = desk.save(change_op(mention, seen=1, note="x"))
    assert (desk.row.state, desk.row.round, answer.notices) == ("draft", 1, ())


@pytest.mark.parametrize("state", ["submitted", "approved_once"])
def test_an_edit_takes_the_set_out_of_the_queue(desk: Desk, state: str) -> None:
    mention = actor_op(TEXT, "Hamas")
    desk.save(mention)
    AnnotationSet.objects.update(state=state, submitted_at=now())
    answer = desk.save(change_op(mention, seen=1, note="x"))
    assert (desk.row.state, desk.row.round, desk.row.submitted_at) == ("draft", 1, None)
    assert [notice["code"] for notice in answer.notices] == ["left-queue"]


def test_an_edit_of_approved_work_opens_a_round_and_keeps_what_was_approved(desk: Desk) -> None:
    mention = actor_op(TEXT, "Hamas", desk.hamas)
    pk = desk.save(mention).annotation_set.pk
    submit(desk.cast.editor, pk, 1)
    approve(desk.cast.reviewer, pk, 1)
    answer = desk.save(change_op(mention, seen=1, note="x"))
    row = desk.row
    assert (row.state, row.round, row.approved_revision.number) == ("draft", 2, 1)  # type: ignore[union-attr]
    assert [notice["code"] for notice in answer.notices] == ["new-round"]


def test_a_request_that_changes_nothing_leaves_the_state(desk: Desk) -> None:
    mention = actor_op(TEXT, "Hamas")
    desk.save(mention)
    AnnotationSet.objects.update(state="submitted")
    desk.save(change_op(mention, seen=1))
    assert desk.row.state == "submitted"


def test_every_twentieth_revision_keeps_a_snapshot(desk: Desk) -> None:
    mention = actor_op(TEXT, "Hamas")
    last = mention
    desk.save(mention)
    for number in range(2, 21):
        last = change_op(last, after=last, note=str(number))
        desk.save(last)
    snapshot = Snapshot.objects.get()
    assert snapshot.revision.number == 20
    assert snapshot.body["tags"][0]["value"]["note"] == "20"
    assert snapshot.body["sentence"]["text"] == TEXT
