"""Two people and chance at one sentence: replaying arrives at the tags, and a refusal changes nothing."""

from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts.models import Membership
from annotations.models import AnnotationSet, Operation, Revision
from annotations.operations import Answer, apply_operations, preview_restore, redo, restore_revision, undo
from annotations.operations.state import SetState
from annotations.querysets import states_of
from annotations.snapshots import ensure_snapshot, verify
from common.errors import Conflict, Invalid
from tests.factories import Wire, actor_op, change_op, event_op, mark_op, reliability_op, remove_op

from .conftest import TEXT, Desk

WORDS = ["Hamas", "attacked", "Fatah", "Gaza"]
who = st.integers(0, 1)
pick = st.integers(0, 9)


class Life(RuleBasedStateMachine):
    """Every run starts from an unread sentence at `desk` and leaves nothing behind."""

    desk: Desk

    def __init__(self) -> None:
        super().__init__()
        self._scope = transaction.atomic()
        self._scope.__enter__()
        self.views = [SetState(), SetState()]  # what each has before their eyes
        self.sent: list[tuple[Membership, list[Wire], Answer]] = []

    @initialize()
    def begin(self) -> None:
        assert not AnnotationSet.objects.exists()

    def seat(self, number: int) -> Membership:
        """The first or the second editor."""
        return (self.desk.cast.editor, self.desk.cast.second_editor)[number]

    def now(self) -> SetState:
        row = AnnotationSet.objects.filter(sentence=self.desk.sentence).first()
        return states_of([row])[row.pk] if row else SetState()

    def attempt(self, number: int, act: Any) -> Answer | None:
        """Do it; a refusal must leave everything as it was and show the person the present."""
        before = (self.now(), Revision.objects.count(), Operation.objects.count())
        try:
            with transaction.atomic():
                answer: Answer = act()
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        except (Invalid, Conflict):
            assert (self.now(), Revision.objects.count(), Operation.objects.count()) == before
            self.views[number] = self.now()
            return None
        assert answer.state == self.now()
        self.views[number] = answer.state
        return answer

    def send(self, number: int, *operations: Wire) -> None:
        sent = list(operations)
        base = self.views[number].revision
        answer = self.attempt(
            number, lambda: apply_operations(self.seat(number), self.desk.sentence.pk, sent, base=base)
        )
        if answer:
            self.sent.append((self.seat(number), sent, answer))

    def a_tag(self, number: int, at: int, kind: str | None = None) -> Wire | None:
        """A tag this person sees, as the operation that would add it."""
        seen = [tag for tag in self.views[number].in_order() if kind in {None, tag.kind}]
        if not seen:
            return None
        tag = seen[at % len(seen)]
        return {"kind": tag.kind, "tag": tag.uid, "value": tag.value, "version": tag.version}

    @rule(number=who, word=st.sampled_from(WORDS), linked=st.booleans())
    def mention(self, number: int, word: str, linked: bool) -> None:
        self.send(number, actor_op(TEXT, word, self.desk.hamas if linked else None))

    @rule(number=who, word=st.sampled_from(WORDS), at=pick, role=st.sampled_from(["actor", "victim"]))
    def event(self, number: int, word: str, at: int, role: str) -> None:
        mention = self.a_tag(number, at, "actor")
        self.send(number, event_op(TEXT, word, participants=[(role, mention)] if mention else []))

    @rule(number=who, word=st.sampled_from(WORDS))
    def grade(self, number: int, word: str) -> None:
        self.send(number, reliability_op(TEXT, word))

    @rule(number=who, at=pick, note=st.sampled_from(["", "a", "b"]))
    def change(self, number: int, at: int, note: str) -> None:
        if tag := self.a_tag(number, at):
            self.send(number, change_op(tag, seen=tag["version"], note=note))

    @rule(number=who, at=pick)
    def remove(self, number: int, at: int) -> None:
        if tag := self.a_tag(number, at):
            self.send(number, remove_op(tag, seen=tag["version"]))

    @rule(
        number=who,
        outcome=st.sampled_from(["open", "nothing_to_code"]),
        question=st.sampled_from(["", "?"]),
    )
    def mark(self, number: int, outcome: str, question: str) -> None:
        self.send(number, mark_op(outcome, question, seen=self.views[number].status.version))

    @rule(number=who)
    def look(self, number: int) -> None:
        self.views[number] = self.now()

    @rule(number=who, verb=st.sampled_from([undo, redo]))
    def step_back(self, number: int, verb: Any) -> None:
        self.attempt(number, lambda: verb(self.seat(number), self.desk.sentence.pk, str(uuid4())))

    @rule(number=who, at=pick)
    def restore(self, number: int, at: int) -> None:
        now = self.now()
        if now.revision:
            wanted = at % now.revision + 1
            preview = preview_restore(self.seat(number), self.desk.sentence.pk, wanted)
            uid = str(uuid4())
            seat = self.seat(number)
            self.attempt(
                number,
                lambda: restore_revision(seat, self.desk.sentence.pk, wanted, uid, seen=preview.seen),
            )

    @rule(at=pick)
    def send_again(self, at: int) -> None:
        if self.sent:
            seat, operations, first = self.sent[at % len(self.sent)]
            before = self.now()
            again = apply_operations(seat, self.desk.sentence.pk, operations)
            assert again.operations == first.operations
            assert again.state == before == self.now()

    @rule(at=pick)
    def keep(self, at: int) -> None:
        revisions = list(Revision.objects.order_by("number"))
        if revisions:
            ensure_snapshot(revisions[at % len(revisions)])

    @invariant()
    def replaying_arrives_at_the_tags(self) -> None:
        assert list(verify(AnnotationSet.objects.all())) == []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._scope.__exit__(None, None, None)


def test_whatever_two_people_do_history_and_tags_agree(desk: Desk) -> None:
    run_state_machine_as_test(
        type("LifeHere", (Life,), {"desk": desk}),
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
