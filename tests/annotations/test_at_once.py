"""Two people at the same sentence at the same moment: real threads, each on a connection of its own."""

import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from annotations.models import ActorTag, AnnotationSet, Operation, OrphanTag, Revision
from annotations.operations import Answer, apply_operations, undo
from annotations.orphans import place
from annotations.querysets import states_of
from annotations.reanchoring import split_sentence
from annotations.revising import publish
from common.errors import AttestError, Conflict, Invalid
from reviews.services import approve, submit
from sources.services.revising import propose
from tests.factories import (
    Wire,
    actor_op,
    change_op,
    event_op,
    make_source,
    mark_op,
    remove_op,
    sentence_of,
)

from .conftest import TEXT, Desk

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
PATIENCE = 20


class Act:
    """Something done in a thread of its own; `outcome` is what it gave or raised."""

    def __init__(self, what: Callable[[], Any]) -> None:
        self.outcome: Any = None
        self._what = what
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self) -> None:
        try:
            self.outcome = self._what()
        except Exception as error:  # the test looks at it
            self.outcome = error
        finally:
            connection.close()

    def done(self) -> Any:
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive(), "it waits for ever"
        return self.outcome


def someone_waits() -> bool:
    """Whether another connection waits for this one."""
    with connection.cursor() as cursor:  # pg_stat_activity would be frozen inside this transaction
        cursor.execute(
            "SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return cursor.fetchone() is not None


def one_after_the_other(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """Do `first`, and `second` in a thread while `first` is not yet committed; what `second` came to."""
    with transaction.atomic():
        first()
        act = Act(second)
        until = time.monotonic() + PATIENCE
        while not someone_waits():
            assert act.thread.is_alive(), f"it did not wait: {act.outcome!r}"
            assert time.monotonic() < until
            time.sleep(0.01)
    return act.done()


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Let all of them loose at the same moment."""
    barrier = threading.Barrier(len(acts))

    def ready(act: Callable[[], Any]) -> Callable[[], Any]:
        def run() -> Any:
            connection.ensure_connection()
            barrier.wait(PATIENCE)
            return act()

        return run

    return [act.done() for act in [Act(ready(act)) for act in acts]]


def quotes(desk: Desk) -> list[str]:
    return [tag.value["quote"] for tag in states_of([desk.row])[desk.row.pk].in_order()]


def mine(desk: Desk, *operations: Wire, base: int | None = None) -> Callable[[], Answer]:
    return lambda: desk.save(*operations, base=base)


def theirs(desk: Desk, *operations: Wire) -> Callable[[], Answer]:
    return lambda: desk.save(*operations, seat=desk.cast.second_editor)


def test_different_tags_are_merged(desk: Desk) -> None:
    desk.save(mark_op())
    outcome = one_after_the_other(
        theirs(desk, actor_op(TEXT, "Hamas")), mine(desk, actor_op(TEXT, "Gaza"), base=0)
    )
    assert isinstance(outcome, Answer)
    assert [notice["code"] for notice in outcome.notices] == ["merged"]
    assert quotes(desk) == ["Hamas", "Gaza"]


def test_the_same_tag_is_a_conflict_for_the_second(desk: Desk) -> None:
    mention = actor_op(TEXT, "Hamas")
    desk.save(mention)
    outcome = one_after_the_other(
        theirs(desk, change_op(mention, seen=1, note="theirs")),
        mine(desk, change_op(mention, seen=1, note="mine")),
    )
    assert isinstance(outcome, Conflict)
    assert ActorTag.objects.get().note == "theirs"


def test_of_two_changes_at_once_exactly_one_stands(desk: Desk) -> None:
    mention = actor_op(TEXT, "Hamas")
    desk.save(mention)
    outcomes = at_once(
        theirs(desk, change_op(mention, seen=1, note="theirs")),
        mine(desk, change_op(mention, seen=1, note="mine")),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Answer", "Conflict"]


def test_linking_a_mention_that_is_being_removed_is_a_conflict(desk: Desk) -> None:
    mention = actor_op(TEXT, "Hamas")
    desk.save(mention)
    outcome = one_after_the_other(
        theirs(desk, remove_op(mention, seen=1)),
        mine(desk, event_op(TEXT, "attacked", participants=[("actor", mention)]), base=1),
    )
    assert isinstance(outcome, Conflict)
    assert outcome.extra["conflicts"][0]["reason"] == "dangling"
    assert quotes(desk) == []


def test_removing_a_mention_that_is_being_linked_is_a_conflict(desk: Desk) -> None:
    mention = actor_op(TEXT, "Hamas")
    desk.save(mention)
    outcome = one_after_the_other(
        theirs(desk, event_op(TEXT, "attacked", participants=[("actor", mention)])),
        mine(desk, remove_op(mention, seen=1), base=1),
    )
    assert isinstance(outcome, Conflict)
    assert outcome.extra["conflicts"][0]["reason"] == "dangling"
    assert len(quotes(desk)) == 2


def test_twin_tags_are_a_conflict_for_the_second(desk: Desk) -> None:
    desk.save(mark_op())
    outcome = one_after_the_other(
        theirs(desk, actor_op(TEXT, "Hamas", desk.hamas)),
        mine(desk, actor_op(TEXT, "Hamas", desk.hamas), base=0),
    )
    assert isinstance(outcome, Conflict)
    assert outcome.extra["conflicts"][0]["reason"] == "twin"


def test_marking_empty_what_is_being_tagged_is_a_conflict(desk: Desk) -> None:
    desk.save(mark_op())
    outcome = one_after_the_other(
        theirs(desk, actor_op(TEXT, "Hamas")), mine(desk, mark_op("nothing_to_code"), base=0)
    )
    assert isinstance(outcome, Conflict)
    assert desk.row.outcome == "open"


@pytest.mark.parametrize("unread", [True, False])
def test_the_same_request_sent_twice_at_once_is_applied_once(desk: Desk, unread: bool) -> None:
    if not unread:
        desk.save(actor_op(TEXT, "Gaza"))
    before = Revision.objects.count()
    request = mine(desk, actor_op(TEXT, "Hamas"), mark_op(question="Which?"))
    first, second = at_once(request, request)
    assert first.operations == second.operations
    assert Revision.objects.count() == before + 1
    assert AnnotationSet.objects.count() == 1


def test_two_people_open_the_same_sentence_at_once(desk: Desk) -> None:
    outcomes = at_once(theirs(desk, actor_op(TEXT, "Hamas")), mine(desk, actor_op(TEXT, "Gaza")))
    assert all(isinstance(outcome, Answer) for outcome in outcomes), outcomes
    assert quotes(desk) == ["Hamas", "Gaza"]


def test_one_id_for_two_sentences_at_once_is_accepted_once(desk: Desk) -> None:
    uid = str(uuid4())
    one = {**mark_op("nothing_to_code"), "id": uid}
    elsewhere = sentence_of(desk.source, 2).pk
    outcomes = at_once(mine(desk, one), lambda: apply_operations(desk.cast.editor, elsewhere, [one]))
    refusals = [outcome for outcome in outcomes if isinstance(outcome, Invalid)]
    assert [refusal.code for refusal in refusals] == ["operation-id-reused"]
    assert Operation.objects.filter(uid=uid).count() == 1


def test_an_undo_sent_twice_at_once_undoes_once(desk: Desk) -> None:
    desk.save(actor_op(TEXT, "Hamas"))
    desk.save(actor_op(TEXT, "Gaza"))
    uid = str(uuid4())

    def take_back() -> Answer:
        return undo(desk.cast.editor, desk.sentence.pk, uid)

    first, second = at_once(take_back, take_back)
    assert first.operations == second.operations
    assert quotes(desk) == ["Hamas"]


def test_saves_of_other_sentences_do_not_wait(desk: Desk) -> None:
    second, third = sentence_of(desk.source, 2), sentence_of(desk.source, 3)
    apply_operations(desk.cast.editor, second.pk, [mark_op("nothing_to_code")])
    with transaction.atomic():
        desk.save(actor_op(TEXT, "Hamas"))
        read = Act(lambda: apply_operations(desk.cast.editor, second.pk, [actor_op(second, "Nobody")]))
        unread = Act(lambda: apply_operations(desk.cast.editor, third.pk, [actor_op(third, "post")]))
        assert isinstance(read.done(), Answer)
        assert isinstance(unread.done(), Answer)


def test_many_at_one_sentence_lose_nothing(desk: Desk) -> None:
    seats = [desk.cast.editor, desk.cast.second_editor, desk.cast.reviewer, desk.cast.second_reviewer]
    starts = iter(range(40))
    plans = [
        [
            actor_op(TEXT, "Hamas")
            | {"value": {"start": s, "end": s + 2, "quote": TEXT[s : s + 2], "note": seat.coder.code}}
            for s in (next(starts) for _ in range(6))
        ]
        for seat in seats
    ]

    def work(number: int) -> None:
        for operation in plans[number]:
            desk.save(operation, seat=seats[number])

    assert at_once(*(lambda n=n: work(n) for n in range(4))) == [None] * 4
    assert ActorTag.objects.count() == 24
    assert list(Revision.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 25))


def test_a_save_that_waited_for_a_split_is_told_and_loses_nothing(desk: Desk) -> None:
    text = "Hamas attacked. Fatah denied it."
    source = make_source(desk.cast.project, [text], title="Joined")
    sentence = sentence_of(source, 1)
    apply_operations(desk.cast.editor, sentence.pk, [actor_op(text, "Hamas")])
    outcome = one_after_the_other(
        lambda: split_sentence(desk.cast.second_editor, sentence.pk, 15),
        lambda: apply_operations(desk.cast.editor, sentence.pk, [actor_op(text, "Fatah")]),
    )
    assert isinstance(outcome, Conflict)
    assert outcome.code == "sentence-recut"


def test_opening_a_sentence_waits_for_a_split_of_it(desk: Desk) -> None:
    text = "Hamas attacked. Fatah denied it."
    sentence = sentence_of(make_source(desk.cast.project, [text], title="Joined"), 1)
    outcome = one_after_the_other(
        lambda: split_sentence(desk.cast.second_editor, sentence.pk, 15),
        lambda: apply_operations(desk.cast.editor, sentence.pk, [actor_op(text, "Fatah")]),
    )
    assert isinstance(outcome, Conflict)
    assert AnnotationSet.objects.count() == 0


@pytest.mark.parametrize("unread", [True, False])
def test_a_split_that_waited_for_a_save_takes_its_tag_along(desk: Desk, unread: bool) -> None:
    text = "Hamas attacked. Fatah denied it."
    source = make_source(desk.cast.project, [text], title="Joined")
    sentence = sentence_of(source, 1)
    if not unread:
        apply_operations(desk.cast.editor, sentence.pk, [mark_op(question="Who?")])
    outcome = one_after_the_other(
        lambda: apply_operations(desk.cast.editor, sentence.pk, [actor_op(text, "Fatah")]),
        lambda: split_sentence(desk.cast.second_editor, sentence.pk, 15),
    )
    assert not isinstance(outcome, AttestError)
    source.refresh_from_db()
    assert ActorTag.objects.get().annotation_set.sentence == sentence_of(source, 2)


def submitted(desk: Desk) -> tuple[int, Wire]:
    mention = actor_op(TEXT, "Hamas", desk.hamas)
    pk = desk.save(mention).annotation_set.pk
    submit(desk.cast.editor, pk, 1)
    return pk, mention


def test_an_approval_that_waited_for_an_edit_is_refused(desk: Desk) -> None:
    pk, mention = submitted(desk)
    outcome = one_after_the_other(
        mine(desk, change_op(mention, seen=1, note="x")), lambda: approve(desk.cast.reviewer, pk, 1)
    )
    assert isinstance(outcome, Conflict)
    assert desk.row.state == "draft"


def test_an_edit_that_waited_for_an_approval_opens_a_round(desk: Desk) -> None:
    pk, mention = submitted(desk)
    outcome = one_after_the_other(
        lambda: approve(desk.cast.reviewer, pk, 1), mine(desk, change_op(mention, seen=1, note="x"))
    )
    assert isinstance(outcome, Answer)
    assert (desk.row.state, desk.row.round) == ("draft", 2)
    assert desk.row.approved_revision is not None


def revising(desk: Desk, *sentences: str) -> Callable[[], Any]:
    """Publishing these as the source's next text."""
    desk.source.refresh_from_db()
    proposal = propose(desk.cast.owner, desk.source, "\n\n".join(["A source", *sentences]))
    return lambda: publish(desk.cast.owner, proposal, 1)


def test_a_save_that_waited_for_a_revision_finds_its_sentence_where_it_moved_to(desk: Desk) -> None:
    desk.save(actor_op(TEXT, "Hamas"))
    outcome = one_after_the_other(
        revising(desk, "It begins otherwise.", TEXT, "Nobody was hurt."), mine(desk, actor_op(TEXT, "Gaza"))
    )
    assert isinstance(outcome, Answer)
    row = AnnotationSet.objects.get(layer=None)
    assert [tag.value["quote"] for tag in states_of([row])[row.pk].in_order()] == ["Hamas", "Gaza"]
    assert row.sentence.ordinal == 2


def test_a_first_save_that_waited_for_a_revision_opens_its_set_at_the_new_sentence(desk: Desk) -> None:
    outcome = one_after_the_other(
        revising(desk, "It begins otherwise.", TEXT, "Nobody was hurt."), mine(desk, actor_op(TEXT, "Gaza"))
    )
    assert isinstance(outcome, Answer)
    assert AnnotationSet.objects.get().sentence.version.number == 2


def test_a_save_for_a_sentence_that_was_revised_meanwhile_is_told_so_and_nothing_is_lost(desk: Desk) -> None:
    desk.save(actor_op(TEXT, "Hamas"))
    outcome = one_after_the_other(
        revising(desk, TEXT.replace("attacked", "left"), "Nobody was hurt."),
        mine(desk, actor_op(TEXT, "Gaza")),
    )
    assert isinstance(outcome, Conflict)
    assert outcome.code == "sentence-recut"
    assert ActorTag.objects.get().quote == "Hamas"


def test_a_revision_that_waited_for_a_save_takes_its_tag_along(desk: Desk) -> None:
    desk.save(actor_op(TEXT, "Hamas"))
    publish_it = revising(desk, TEXT.replace("attacked", "left"), "Nobody was hurt.")
    outcome = one_after_the_other(mine(desk, actor_op(TEXT, "Gaza"), actor_op(TEXT, "attacked")), publish_it)
    assert not isinstance(outcome, Exception), outcome
    assert sorted(ActorTag.objects.values_list("quote", flat=True)) == ["Gaza", "Hamas"]
    assert OrphanTag.objects.get().value["quote"] == "attacked"


def test_of_two_people_who_place_an_orphan_at_once_one_does(desk: Desk) -> None:
    desk.save(actor_op(TEXT, "Hamas"))
    revising(desk, "Nobody was hurt.", "The post was rebuilt.")()
    orphan = OrphanTag.objects.get()
    desk.source.refresh_from_db()
    there = sentence_of(desk.source, 2)
    outcomes = at_once(
        lambda: place(desk.cast.editor, orphan.pk, there.pk, 0, 8),
        lambda: place(desk.cast.second_editor, orphan.pk, there.pk, 4, 8),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Answer", "Conflict"]
    assert ActorTag.objects.count() == 1


def test_of_two_revisions_at_once_one_is_told_to_look_again(desk: Desk) -> None:
    outcomes = at_once(
        revising(desk, TEXT, "Nobody was hurt at all."), revising(desk, TEXT, "Somebody was hurt.")
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "Outcome"]
