"""Two owners, a save and a migration, a worker that is killed: whoever is first, every tag ends where it should."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now

from accounts.services import seat_member
from annotations.models import AnnotationSet, Recoding, Revision
from annotations.operations import apply_operations
from annotations.recoding import publish
from annotations.snapshots import verify
from codebook.drafting import add_change, draft_of
from codebook.models import Codebook, CodebookChange, CodebookDraft
from common.errors import AttestError, Conflict
from jobs.models import DONE, Job
from jobs.services import sweep
from jobs.working import run_inline
from tests.cast import Cast, make_cast, person
from tests.factories import event_op, make_source
from tests.processes import wait_until, worker

from .conftest import TEXTS, Room

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
RENAME = {"op": "rename", "value": "PROTEST", "to": "RALLY"}
SITE = "tests.annotations.recoding.site"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, committed: others must see it."""
    return make_cast()


@pytest.fixture
def room(cast: Cast) -> Iterator[Room]:
    """A room on committed rows."""
    yield Room(cast, make_source(cast.project, TEXTS))
    assert list(verify(AnnotationSet.objects.all())) == []


def together(*acts: Callable[[], Any]) -> list[Any]:
    """What each act gave or raised, all begun at the same moment."""
    start = threading.Barrier(len(acts))
    outcomes: list[Any] = [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            start.wait(10)
            outcomes[place] = act()
        except AttestError as refusal:
            outcomes[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes


def test_two_owners_who_begin_a_draft_at_once_share_it(room: Room) -> None:
    other = seat_member(room.cast.project, person("omar"), ["owner"])
    acts = [
        lambda: add_change(room.cast.owner, "plover", RENAME),
        lambda: add_change(other, "plover", {"op": "rename", "value": "AID", "to": "HELP"}),
    ]
    together(*acts)
    draft = CodebookDraft.objects.get()
    assert {change["value"] for change in draft.changes} == {"PROTEST", "AID"}
    assert draft.revision == 2


def test_of_two_owners_who_publish_at_once_one_is_told_that_it_is_done(room: Room) -> None:
    other = seat_member(room.cast.project, person("omar"), ["owner"])
    add_change(room.cast.owner, "plover", RENAME)
    outcomes = together(lambda: publish(room.cast.owner, "plover", 1), lambda: publish(other, "plover", 1))
    assert sorted(isinstance(one, CodebookChange) for one in outcomes) == [False, True]
    assert Codebook.objects.filter(slug="plover").count() == 2
    assert Job.objects.count() == 1


def test_a_change_added_while_another_owner_looks_is_not_published_unseen(room: Room) -> None:
    other = seat_member(room.cast.project, person("omar"), ["owner"])
    seen = add_change(room.cast.owner, "plover", RENAME).revision
    add_change(other, "plover", {"op": "retire", "value": "AID"})
    with pytest.raises(Conflict, match="Look again"):
        publish(room.cast.owner, "plover", seen)
    assert draft_of(room.cast.owner, "plover") is not None


def test_a_save_that_began_before_the_new_version_is_moved_too(room: Room) -> None:
    add_change(room.cast.owner, "plover", RENAME)
    saved, published = threading.Event(), threading.Event()

    def slow_save() -> None:
        try:
            with transaction.atomic():
                op = event_op(room.sentence(1), "marched", code="PROTEST")
                apply_operations(room.cast.editor, room.sentence(1).pk, [op])
                saved.set()
                published.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=slow_save)
    thread.start()
    saved.wait(10)
    change = publish(room.cast.owner, "plover", 1)
    assert change.job is not None
    threading.Timer(0.5, published.set).start()
    assert run_inline(change.job).state == DONE
    thread.join()
    assert room.code(1, "marched") == ("plover@2", "RALLY", [])


def test_saves_go_on_while_tags_are_moved(room: Room) -> None:
    room.event(1, "marched", "PROTEST")
    add_change(room.cast.owner, "plover", RENAME)
    change = publish(room.cast.owner, "plover", 1)
    assert change.job is not None
    job = change.job
    outcomes = together(
        lambda: run_inline(job),
        lambda: room.event(1, "blocked", "PROTEST", modes=["obstruct"]),
        lambda: room.event(3, "laid down work", "PROTEST", modes=["strike"]),
    )
    assert not any(isinstance(one, AttestError) for one in outcomes), outcomes
    assert room.code(1, "marched")[:2] == ("plover@2", "RALLY")
    assert room.code(1, "blocked")[:2] == ("plover@2", "RALLY")
    assert room.code(3, "laid down work")[:2] == ("plover@2", "RALLY")


def test_a_worker_killed_half_way_is_followed_by_one_that_finishes(room: Room, tmp_path: Path) -> None:
    for number, words in ((1, "marched"), (2, "held"), (3, "laid down work")):
        room.event(number, words, "PROTEST")
    add_change(room.cast.owner, "plover", RENAME)
    gate, runs = tmp_path / "gate", tmp_path / "gate.runs"
    env = {"GATE": str(gate)}
    with worker(tmp_path / "a.log", settings=SITE, environment=env) as first:
        change = publish(room.cast.owner, "plover", 1)
        wait_until(runs.exists, seconds=60, what="the first sentence is moved", process=first)
        first.kill()
    assert Recoding.objects.count() == 1
    job = Job.objects.get()
    Job.objects.filter(pk=job.pk).update(heartbeat_at=Now() - timedelta(seconds=16))
    assert sweep().taken_back == [job.pk]
    gate.touch()
    with worker(tmp_path / "b.log", settings=SITE, environment=env) as second:
        wait_until(
            lambda: Job.objects.get(pk=job.pk).state == DONE, seconds=60, what="it is done", process=second
        )
    assert CodebookChange.objects.get(pk=change.pk).finished_at is not None
    assert Revision.objects.filter(origin="migration").count() == Recoding.objects.count() == 3
    codes = {
        room.code(number, words)[1] for number, words in ((1, "marched"), (2, "held"), (3, "laid down work"))
    }
    assert codes == {"RALLY"}
