"""A change of the codebook reaches every tag: what keeps its approval, what opens again, what a person must look at."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activity.models import Activity
from annotations.models import Recoding, Revision
from annotations.operations import undo
from annotations.recoding import preview_draft, preview_undo, publish, unadopt, undo_change
from codebook.adopting import adopt, set_default
from codebook.drafting import add_change
from codebook.models import Adoption, Codebook, CodebookChange, CodebookDraft
from codebook.querysets import codes_for
from common.errors import Conflict, Invalid, NotAllowed, NotThere
from jobs.models import Job
from reviews.models import Decision
from tests.factories import change_op, event_op

from .conftest import Room

RENAME = {"op": "rename", "value": "PROTEST", "to": "RALLY"}
MERGE = {"op": "merge", "value": "THREATEN", "into": "ACCUSE"}
REWORD = {"op": "change", "value": "PROTEST", "fields": {"definition": "Acts in public."}}


def test_a_renamed_code_takes_its_tags_along_by_a_revision_of_nobody(room: Room) -> None:
    room.event(1, "marched", "PROTEST", modes=["demo"])
    room.event(2, "warned", "THREATEN")
    change = room.publish(RENAME)
    assert room.code(1, "marched") == ("plover@2", "RALLY", ["demo"])
    assert room.code(2, "warned") == ("plover@2", "THREATEN", [])
    revision = Revision.objects.get(annotation_set=room.row(1), number=2)
    assert (revision.origin, revision.author, revision.instigator) == (
        "migration",
        None,
        room.cast.owner.coder,
    )
    assert (change.new.name, change.finished_at is not None) == ("plover@2", True)
    assert [code.value for code in codes_for(room.cast.viewer) if code.value in {"PROTEST", "RALLY"}] == [
        "RALLY"
    ]


def test_what_only_goes_to_the_next_version_stays_approved(room: Room) -> None:
    room.event(1, "marched", "PROTEST")
    room.event(2, "warned", "THREATEN")
    pinned = room.approve(1).approved_revision
    room.approve(2)
    room.publish(REWORD, {"op": "rename", "value": "THREATEN", "to": "WARN"})
    assert (room.row(1).state, room.row(1).round, room.row(1).approved_revision) == ("approved", 1, pinned)
    assert (room.row(2).state, room.row(2).round) == ("draft", 2)
    assert room.row(2).approved_revision is not None


def test_an_approval_can_still_be_taken_back_when_the_version_moved_on_in_between(room: Room) -> None:
    from reviews.services import retract

    room.event(1, "marched", "PROTEST")
    room.approve(1)
    room.publish(REWORD)
    retract(room.cast.reviewer, Decision.objects.get().pk)
    assert (room.row(1).state, room.row(1).approved_revision) == ("submitted", None)


def test_merging_drops_a_mode_that_the_other_code_lacks_and_lists_the_tag(room: Room) -> None:
    room.event(2, "warned", "THREATEN", modes=["arrest"])
    change = room.publish(MERGE)
    assert room.code(2, "warned") == ("plover@2", "ACCUSE", [])
    assert room.left(change) == [("warned", "mode")]


def test_merging_with_its_modes_loses_nothing(room: Room) -> None:
    room.event(2, "warned", "THREATEN", modes=["arrest"])
    change = room.publish({**MERGE, "keep_modes": True})
    assert room.code(2, "warned") == ("plover@2", "ACCUSE", ["arrest"])
    assert room.left(change) == []


def test_two_events_that_would_become_one_are_left_to_a_person(room: Room) -> None:
    room.event(2, "warned", "ACCUSE")
    room.save(2, event_op(room.sentence(2), "warned", code="THREATEN"))
    add_change(room.cast.owner, "plover", MERGE)
    _, preview = preview_draft(room.cast.owner, "plover")
    assert [(one.code, one.why) for one in preview.person] == [("THREATEN", "twin")]
    change = room.done(publish(room.cast.owner, "plover", 1))
    assert room.left(change) == [("warned", "twin")]
    undone = room.undo(change)
    row = room.row(2)
    from annotations.querysets import states_of

    codes = sorted((t.value["codebook"], t.value["code"]) for t in states_of([row])[row.pk].tags.values())
    assert codes == [("plover@3", "ACCUSE"), ("plover@3", "THREATEN")]
    assert room.left(undone) == []


def test_a_code_is_not_retired_from_under_its_tags(room: Room) -> None:
    room.event(2, "warned", "THREATEN")
    add_change(room.cast.owner, "plover", {"op": "retire", "value": "THREATEN"})
    with pytest.raises(Conflict, match=r"THREATEN \(1\)"):
        publish(room.cast.owner, "plover", 1)
    assert Codebook.objects.filter(slug="plover").count() == 1
    add_change(room.cast.owner, "plover", {"op": "retire", "value": "AID"})


def test_other_codes_of_an_event_move_too(room: Room) -> None:
    adopt(room.cast.owner, "acled")
    room.event(1, "marched", "peaceful-protest", codebook="acled", other_codes=[
        {"codebook": "plover", "code": "PROTEST", "modes": ["demo"]}])  # fmt: skip
    room.publish(RENAME)
    value = room.value(1, "marched")
    assert (value["codebook"], value["code"]) == ("acled@1", "peaceful-protest")
    assert value["other_codes"] == [{"codebook": "plover@2", "code": "RALLY", "modes": ["demo"]}]


def test_undo_gives_each_tag_back_as_it_was(room: Room) -> None:
    room.event(1, "marched", "PROTEST", modes=["demo"])
    room.event(2, "warned", "THREATEN", modes=["arrest"])
    room.event(2, "held", "COERCE", modes=["arrest"])
    before = [room.code(1, "marched")[1:], room.code(2, "warned")[1:], room.code(2, "held")[1:]]
    change = room.publish(RENAME, MERGE, {"op": "retire", "value": "COERCE", "replacement": "ACCUSE"})
    undone = room.undo(change)
    assert [room.code(1, "marched")[1:], room.code(2, "warned")[1:], room.code(2, "held")[1:]] == before
    assert undone.new.name == "plover@3"
    assert undone.new.scheme().codes == change.old.scheme().codes
    assert undone.undoes == change
    assert room.left(undone) == []


def test_undo_leaves_and_lists_what_a_person_coded_anew_with_a_code_that_is_gone(room: Room) -> None:
    first = room.event(1, "marched", "PROTEST")
    change = room.publish({"op": "add", "code": {"value": "SIT", "label": "Sit-in"}}, RENAME)
    room.save(1, change_op(first, seen=room.row(1).revision, code="SIT", codebook="plover"))
    undone = room.undo(change)
    assert room.code(1, "marched") == ("plover@2", "SIT", [])
    assert room.left(undone) == [("marched", "edited")]


def test_undo_takes_along_what_was_coded_since(room: Room) -> None:
    change = room.publish(RENAME)
    room.event(1, "marched", "RALLY")
    room.undo(change)
    assert room.code(1, "marched") == ("plover@3", "PROTEST", [])


def test_an_operation_queued_under_an_older_version_is_led_on(room: Room) -> None:
    first = room.event(1, "marched", "PROTEST", modes=["demo"])
    change = room.publish(RENAME)
    room.save(1, change_op(first, seen=1, note="Written on the train.", codebook="plover@1"))
    assert (*room.code(1, "marched"), room.value(1, "marched")["note"]) == (
        "plover@2", "RALLY", ["demo"], "Written on the train.",
    )  # fmt: skip
    room.save(3, event_op(room.sentence(3), "laid down work", code="PROTEST", modes=["strike"]))
    assert room.code(3, "laid down work") == ("plover@2", "RALLY", ["strike"])
    room.undo(change)
    room.save(1, event_op(room.sentence(1), "blocked", code="RALLY", codebook="plover@2"))
    assert room.code(1, "blocked") == ("plover@3", "PROTEST", [])


def test_an_operation_with_a_code_that_leads_nowhere_is_refused(room: Room) -> None:
    room.publish({"op": "retire", "value": "AID"})
    with pytest.raises(Invalid, match="choose another type"):
        room.event(1, "marched", "AID")


def test_a_person_can_still_undo_their_own_request_afterwards(room: Room) -> None:
    from uuid import uuid4

    room.event(1, "marched", "PROTEST")
    room.publish(RENAME)
    undo(room.cast.editor, room.sentence(1).pk, str(uuid4()))
    row = room.row(1)
    from annotations.querysets import states_of

    assert states_of([row])[row.pk].tags == {}


def test_a_job_that_runs_again_changes_nothing(room: Room) -> None:
    room.event(1, "marched", "PROTEST")
    change = room.publish(RENAME)
    before = Revision.objects.count(), Recoding.objects.count()
    Job.objects.update(state="queued")
    room.done(change)
    assert (Revision.objects.count(), Recoding.objects.count()) == before


def test_the_preview_counts_what_is_touched_and_what_reopens(room: Room) -> None:
    room.event(1, "marched", "PROTEST")
    room.event(1, "blocked", "PROTEST", modes=["obstruct"])
    room.event(3, "laid down work", "PROTEST", modes=["strike"])
    room.approve(3)
    add_change(room.cast.owner, "plover", RENAME)
    add_change(
        room.cast.owner,
        "plover",
        {"op": "change", "value": "RALLY", "fields": {"modes": ["demo", "obstruct"]}},
    )
    add_change(room.cast.owner, "plover", {"op": "add", "code": {"value": "SIT", "label": "Sit-in"}})
    draft, preview = preview_draft(room.cast.owner, "plover")
    told = {one.value: one for one in preview.affected}
    assert set(told) == {"PROTEST", "SIT"}
    one = told["PROTEST"]
    assert (one.fate, one.to, one.use.tags, one.use.sentences, one.use.approved) == (
        "renamed",
        "RALLY",
        3,
        2,
        1,
    )
    assert (one.lost, one.reopens, told["SIT"].fate) == (1, 1, "new")
    assert [(one.quote, one.why) for one in preview.person] == [("laid down work", "mode")]
    assert (preview.tags, draft.revision) == (3, 3)
    change = room.done(publish(room.cast.owner, "plover", draft.revision))
    room.save(1, change_op(room.ops["marched"], seen=room.row(1).revision, code="SIT", codebook="plover"))
    back = preview_undo(room.cast.owner, change)
    assert (back.tags, back.sentences, back.reopens, back.others, back.person_count) == (2, 2, 0, 1, 1)
    assert [(one.quote, one.code, one.why) for one in back.person] == [("marched", "SIT", "edited")]


def test_the_preview_costs_the_same_however_much_is_coded(room: Room, django_assert_num_queries: Any) -> None:
    add_change(room.cast.owner, "plover", MERGE)
    for words in ("marched", "blocked"):
        room.event(1, words, "THREATEN", modes=["arrest"])
    with django_assert_num_queries(7):
        preview_draft(room.cast.owner, "plover")


def test_a_codebook_in_use_is_not_given_up(room: Room) -> None:
    adopt(room.cast.owner, "acled")
    with pytest.raises(Conflict, match="default"):
        unadopt(room.cast.owner, "plover")
    room.event(1, "marched", "PROTEST")
    set_default(room.cast.owner, "acled")
    with pytest.raises(Conflict, match="1 event is coded with it"):
        unadopt(room.cast.owner, "plover")
    set_default(room.cast.owner, "plover")
    unadopt(room.cast.owner, "acled")
    unadopt(room.cast.owner, "acled")
    assert Adoption.objects.filter(project=room.cast.project).count() == 1
    assert Activity.objects.filter(verb="codebook.left").count() == 1


def test_owners_alone_change_codebooks(room: Room) -> None:
    for seat in (room.cast.editor, room.cast.reviewer, room.cast.viewer):
        with pytest.raises(NotAllowed, match="owner"):
            add_change(seat, "plover", RENAME)
    change = room.publish(RENAME)
    with pytest.raises(NotThere):
        undo_change(room.cast.outsider, change.pk)
    with pytest.raises(NotThere):
        publish(room.cast.outsider, "plover", 1)
    assert Codebook.objects.get(slug="plover", version=2).project == room.cast.project


def test_versions_follow_each_other_one_at_a_time(room: Room) -> None:
    draft = add_change(room.cast.owner, "plover", RENAME)
    with pytest.raises(Conflict, match="Look again"):
        publish(room.cast.owner, "plover", draft.revision - 1)
    change = publish(room.cast.owner, "plover", draft.revision)
    again = add_change(room.cast.owner, "plover", MERGE)
    with pytest.raises(Conflict, match="still being moved"):
        publish(room.cast.owner, "plover", again.revision)
    room.done(change)
    with pytest.raises(Conflict, match="draft"):
        undo_change(room.cast.owner, change.pk)
    second = room.done(publish(room.cast.owner, "plover", again.revision))
    with pytest.raises(Conflict, match="newest change"):
        undo_change(room.cast.owner, change.pk)
    room.undo(second)
    assert undo_change(room.cast.owner, second.pk).undoes == second
    assert CodebookChange.objects.count() == 3
    assert not CodebookDraft.objects.exists()


EVENTS = [("marched", 1), ("blocked", 1), ("warned", 2), ("held", 2), ("laid down work", 3)]
CODES = {
    "PROTEST": ["demo", "strike"],
    "THREATEN": ["arrest", "violence"],
    "ACCUSE": ["allege"],
    "COERCE": ["arrest"],
}
CHANGES = [
    RENAME, MERGE, {**MERGE, "keep_modes": True}, REWORD, {"op": "merge", "value": "COERCE", "into": "THREATEN"},
    {"op": "retire", "value": "COERCE", "replacement": "ACCUSE"}, {"op": "move", "value": "AID", "to": 0},
    {"op": "change", "value": "COERCE", "fields": {"modes": ["seize"]}},
    {"op": "rename_mode", "value": "ACCUSE", "mode": "allege", "to": "claim"},
]  # fmt: skip
coding = st.sampled_from(sorted(CODES)).flatmap(
    lambda code: st.tuples(st.just(code), st.lists(st.sampled_from(CODES[code]), unique=True))
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    codings=st.lists(coding, min_size=5, max_size=5),
    chosen=st.lists(st.sampled_from(CHANGES), min_size=1, max_size=4),
)
def test_publishing_and_undoing_any_change_leaves_every_tag_as_it_was(
    room: Room, codings: list[tuple[str, list[str]]], chosen: list[Any]
) -> None:
    from django.db import transaction

    with transaction.atomic():
        for (words, number), (code, modes) in zip(EVENTS, codings, strict=True):
            room.event(number, words, code, modes=modes)
        before = [{**room.value(number, words), "codebook": None} for words, number in EVENTS]
        draft = None
        for change in chosen:
            try:
                draft = add_change(room.cast.owner, "plover", change)
            except Invalid:
                continue  # two changes of one draft may exclude each other
        assert draft is not None
        room.undo(room.done(publish(room.cast.owner, "plover", draft.revision)))
        assert [{**room.value(number, words), "codebook": None} for words, number in EVENTS] == before
        transaction.set_rollback(True)
