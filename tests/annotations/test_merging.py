"""The truth table of merging, without a database: what I send against what they did meanwhile.

Each row starts from the same sentence. At revision 3 it holds a mention M, a mention F, and an event E in which F takes
part; that is what I saw. Then they make revision 4, and my request arrives.
"""

from collections.abc import Sequence
from typing import Any

import pytest

from annotations.operations.history import Past
from annotations.operations.invariants import check
from annotations.operations.merging import Merge, merge
from annotations.operations.state import Entry, SetState, inverse, step
from annotations.operations.wire import WireOperation, read_operations
from tests.factories import Wire, actor_op, change_op, event_op, mark_op, remove_op

TEXT = "Hamas fighters attacked Fatah near Gaza."
ME, THEY = "C02", "C03"
M, F, E, N = (f"{n}0000000-0000-4000-8000-000000000000" for n in "1234")

mention = actor_op(TEXT, "Hamas", tag=M)
fatah = actor_op(TEXT, "Fatah", tag=F)
event = event_op(TEXT, "attacked", tag=E, participants=[("victim", F)])
new = actor_op(TEXT, "Gaza", tag=N)
other_new = actor_op(TEXT, "fighters")
twin_of_new = actor_op(TEXT, "Gaza")
links_m = {**event["value"], "participants": [{"role": "actor", "actor": M}]}


def read(*operations: Wire) -> list[WireOperation]:
    return read_operations(list(operations))


class World:
    """A set with its revisions, in memory."""

    def __init__(self) -> None:
        self.state = SetState()
        self.revisions: list[tuple[int, str, str, str, list[Entry]]] = []

    def write(self, by: str, work: Merge) -> None:
        self.state = step(self.state, work.number, work.entries)
        self.revisions.append((work.number, by, "", "person", work.entries))

    def send(self, by: str, operations: Sequence[WireOperation], base: int | None = None) -> Merge:
        work = merge(self.state, operations, {}, by=by, history=Past(self.revisions), base=base)
        if not work.faults and not work.clashes:
            check(work)
        if not work.faults and not work.clashes and work.entries:
            self.write(by, work)
        return work


def world() -> World:
    made = World()
    for one in (mention, fatah, event):
        assert not made.send(THEY, read(one)).faults
    return made


def come_to(work: Merge) -> str:
    if work.faults:
        return f"422 {work.faults[0]['code']}"
    if work.clashes:
        return f"409 {work.clashes[0].reason}"
    return "ok" if work.entries else "no change"


def mark(outcome: str = "open", question: str = "") -> Wire:
    return mark_op(outcome, question, seen=0)


NOTHING: list[Wire] = []
EMPTY_E = change_op(event, seen=3, participants=[])
TABLE: list[tuple[str, list[Wire], list[Wire], str]] = [
    # what I do, with what they did meanwhile
    ("add a tag / nothing", [new], NOTHING, "ok"),
    ("add a tag / add another", [new], [other_new], "ok"),
    ("add a tag / add its twin", [new], [twin_of_new], "409 twin"),
    ("add a tag / change another", [new], [change_op(mention, seen=1, note="x")], "ok"),
    ("add a tag with a taken id / nothing", [{**new, "tag": M}], NOTHING, "422 tag-exists"),
    ("add twins / nothing", [new, twin_of_new], NOTHING, "422 span-duplicate"),
    ("add the twin of what I saw / nothing", [actor_op(TEXT, "Hamas")], NOTHING, "422 span-duplicate"),
    ("change / nothing", [change_op(mention, seen=1, note="x")], NOTHING, "ok"),
    ("change to the same / nothing", [change_op(mention, seen=1)], NOTHING, "no change"),
    ("change / change", [change_op(mention, seen=1, note="x")], [change_op(mention, seen=1, note="y")], "409 changed"),
    ("change / the same change", [change_op(mention, seen=1, note="x")], [change_op(mention, seen=1, note="x")],
     "no change"),
    ("change / remove", [change_op(mention, seen=1, note="x")], [remove_op(mention, seen=1)], "409 removed"),
    ("change / change of another", [change_op(mention, seen=1, note="x")], [change_op(fatah, seen=2, note="y")], "ok"),
    ("change what never was / nothing", [change_op(new, seen=1, note="x")], NOTHING, "422 no-such-tag"),
    ("change a later version / nothing", [change_op(mention, seen=9, note="x")], NOTHING, "422 invalid"),
    ("change as another kind / nothing", [{**change_op(event, seen=1), "tag": M}], NOTHING, "422 invalid"),
    ("change into a twin of what I saw / nothing",
     [{**change_op(mention, seen=1), "value": fatah["value"]}], NOTHING, "422 span-duplicate"),
    ("change into a twin / add that twin", [{**change_op(mention, seen=1), "value": new["value"]}], [twin_of_new],
     "409 twin"),
    ("remove / nothing", [remove_op(mention, seen=1)], NOTHING, "ok"),
    ("remove / remove", [remove_op(mention, seen=1)], [remove_op(mention, seen=1)], "no change"),
    ("remove / change", [remove_op(mention, seen=1)], [change_op(mention, seen=1, note="y")], "409 changed"),
    ("remove what never was / nothing", [remove_op(new, seen=1)], NOTHING, "422 no-such-tag"),
    ("remove a participant I saw / nothing", [remove_op(fatah, seen=2)], NOTHING, "422 relation-dangling"),
    ("remove a participant and its link / nothing", [EMPTY_E, remove_op(fatah, seen=2)], NOTHING, "ok"),
    ("remove a mention / they link it", [remove_op(mention, seen=1)],
     [{**change_op(event, seen=3), "value": links_m}], "409 dangling"),
    ("link a mention / nothing", [{**change_op(event, seen=3), "value": links_m}], NOTHING, "ok"),
    ("link a mention / they remove it", [{**change_op(event, seen=3), "value": links_m}], [remove_op(mention, seen=1)],
     "409 dangling"),
    ("add an event with a mention / they remove it", [event_op(TEXT, "near", participants=[("place", M)])],
     [remove_op(mention, seen=1)], "409 dangling"),
    ("add an event with what never was / nothing", [event_op(TEXT, "near", participants=[("place", N)])], NOTHING,
     "422 relation-dangling"),
    ("add an event with an event as actor / nothing", [event_op(TEXT, "near", participants=[("place", E)])], NOTHING,
     "422 relation-dangling"),
    ("add a mention and an event with it / nothing", [new, event_op(TEXT, "near", participants=[("place", N)])],
     NOTHING, "ok"),
    ("mark empty / nothing", [mark("nothing_to_code")], NOTHING, "422 has-tags"),
    ("ask / nothing", [mark(question="?")], NOTHING, "ok"),
    ("ask / they tag", [mark(question="?")], [new], "ok"),
    ("ask / they ask", [mark(question="?")], [mark(question="!")], "409 marked"),
    ("ask / they ask the same", [mark(question="?")], [mark(question="?")], "no change"),
    ("tag / they ask", [new], [mark(question="?")], "ok"),
    ("half good, half stale", [new, change_op(mention, seen=1, note="x")], [change_op(mention, seen=1, note="y")],
     "409 changed"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_the_table(mine: list[Wire], theirs: list[Wire], expected: str) -> None:
    made = world()
    if theirs:
        assert come_to(made.send(THEY, read(*theirs))) == "ok"
    before = made.state
    work = made.send(ME, read(*mine), base=3)
    assert come_to(work) == expected
    if expected != "ok":
        assert made.state == before


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_without_saying_what_was_seen_nothing_slips_through(
    mine: list[Wire], theirs: list[Wire], expected: str
) -> None:
    """Without `base` a refusal may show both sides where it could have been plain, never the other way round."""
    made = world()
    if theirs:
        made.send(THEY, read(*theirs))
    came_to = come_to(made.send(ME, read(*mine)))
    allowed = {expected} | (
        {"409 dangling", "409 twin", "409 tagged"} if expected.startswith("422") else set()
    )
    assert came_to in allowed


def test_a_conflict_shows_three_values() -> None:
    made = world()
    made.send(THEY, read(change_op(mention, seen=1, note="theirs")))
    work = made.send(ME, read(change_op(mention, seen=1, note="mine")), base=3)
    shown: dict[str, Any] = work.clashes[0].as_json()
    assert (shown["mine"]["value"]["note"], shown["theirs"]["value"]["note"], shown["base"]["note"]) == (
        "mine", "theirs", "",
    )  # fmt: skip
    assert (shown["theirs"]["by"], shown["theirs"]["version"]) == (THEY, 4)


def test_a_tag_touched_twice_in_one_request_needs_after() -> None:
    made = world()
    first = change_op(mention, seen=1, note="x")
    assert come_to(made.send(ME, read(first, change_op(mention, seen=1, note="y")))) == "422 invalid"
    assert come_to(made.send(ME, read(first, change_op(mention, after=first, note="y")))) == "ok"
    assert made.state.tags[M].value["note"] == "y"


def test_an_operation_cannot_follow_a_later_one() -> None:
    later = change_op(mention, seen=1, note="x")
    earlier = change_op(mention, after=later, note="y")
    assert come_to(world().send(ME, read(earlier, later))) == "422 unknown-predecessor"


@pytest.mark.parametrize(
    "operations",
    [
        [new],
        [change_op(mention, seen=1, note="x"), new],
        [EMPTY_E, remove_op(fatah, seen=2)],
        [remove_op(mention, seen=1), {**new, "tag": M}],
        [mark(question="?"), new, remove_op(mention, seen=1)],
    ],
)
def test_the_inverse_of_a_request_leads_back(operations: list[Wire]) -> None:
    made = world()
    before = made.state
    made.send(ME, read(*operations))
    entries = made.revisions[-1][4]
    back = step(made.state, made.state.revision + 1, inverse(entries))
    assert {uid: tag.value for uid, tag in back.tags.items()} == {
        uid: tag.value for uid, tag in before.tags.items()
    }
    assert back.status.value == before.status.value
    assert {uid: tag.by for uid, tag in back.tags.items()} == {
        uid: tag.by for uid, tag in before.tags.items()
    }
    forth = step(back, back.revision + 1, inverse(inverse(entries)))
    assert {uid: tag.value for uid, tag in forth.tags.items()} == {
        uid: tag.value for uid, tag in made.state.tags.items()
    }
