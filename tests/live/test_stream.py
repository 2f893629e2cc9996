"""The stream: who may listen, what they are told, what they are not, and how it ends."""

import asyncio
from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.contrib.sessions.models import Session

from accounts.services import create_token, remove_member
from activity import waking
from annotations.operations import apply_operations
from codebook.registry import create_actor
from live import bell, endpoint, hub, room
from sources.models import Sentence
from tests.cast import Cast
from tests.factories import make_source, mark_op, sentence_of

from .conftest import Scenario, do
from .ear import Ear, cookie_of

Play = Callable[[Scenario], None]


@pytest.fixture
def sentence(cast: Cast) -> Sentence:
    return sentence_of(make_source(cast.project, ["One.", "Two."]), 1)


def test_what_is_committed_is_told_at_once(cast: Cast, play: Play) -> None:
    cookie = cookie_of(cast.viewer)

    async def scenario() -> None:
        async with Ear("desk", cookie=cookie) as ear:
            assert ear.status == 200
            assert ear.headers["content-type"].startswith("text/event-stream")
            await ear.event("hello")
            await do(create_actor, cast.editor, label="Fatah")
            event = await ear.told("actor.created")
            assert event["coder"] == cast.editor.coder.code
            assert event["id"] == event["cursor"]
            assert "edith" not in str(event)

    play(scenario)


def test_a_program_listens_with_its_token(cast: Cast, play: Play) -> None:
    secret = create_token(cast.viewer.user, "listener")

    async def scenario() -> None:
        async with Ear("desk", authorization=f"Bearer {secret}") as ear:
            await ear.event("hello")

    play(scenario)


def test_who_may_not_listen_is_told_why(cast: Cast, play: Play) -> None:
    outsider, viewer = cookie_of(cast.outsider), cookie_of(cast.viewer)

    async def scenario() -> None:
        async with Ear("desk") as nobody:
            assert nobody.status == 401
            assert nobody.headers["www-authenticate"].startswith("Bearer")
        async with Ear("desk", authorization="Bearer attest_wrong", cookie=viewer) as wrong:
            assert wrong.status == 401
        async with Ear("desk", cookie=outsider) as outside, Ear("no-such", cookie=outsider) as nowhere:
            assert (outside.status, nowhere.status) == (404, 404)
            assert await outside.problem() == await nowhere.problem()
        async with Ear("desk", cookie=viewer, method="POST") as poster:
            assert (poster.status, poster.headers["allow"]) == (405, "GET")
        async with Ear("desk", cookie=viewer, query="after=yesterday") as lost:
            assert (await lost.problem())["code"] == "bad-query"
        async with Ear("desk", cookie=viewer, host="elsewhere.example") as strange:
            assert strange.status == 400

    play(scenario)


def test_who_comes_back_misses_nothing_and_hears_nothing_twice(cast: Cast, play: Play) -> None:
    cookie = cookie_of(cast.viewer)

    async def scenario() -> None:
        async with Ear("desk", cookie=cookie) as ear:
            await ear.event("hello")
            await do(create_actor, cast.editor, label="One")
            last = await ear.told("actor.created")
        for label in ("Two", "Three"):
            await do(create_actor, cast.editor, label=label)
        async with (
            Ear("desk", cookie=cookie, last_event_id=last["id"]) as back,
            Ear("desk", cookie=cookie, query=f"after={last['id']}") as other,
        ):
            await do(create_actor, cast.editor, label="Four")
            for ear in (back, other):
                told = [await ear.told("actor.created") for _ in range(3)]
                assert [event["new"]["label"] for event in told] == ["Two", "Three", "Four"]

    play(scenario)


def test_who_was_away_too_long_is_told_to_load_anew(
    cast: Cast, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "MOST_MISSED", 0)
    cookie = cookie_of(cast.viewer)

    async def scenario() -> None:
        async with Ear("desk", cookie=cookie, last_event_id="1-1") as ear:
            reset = await ear.event("reset")
            await do(create_actor, cast.editor, label="Later")
            assert (await ear.told("actor.created"))["new"]["label"] == "Later"
            assert reset["id"] != "1-1"

    play(scenario)


async def verbs_until(ear: Ear, last: str) -> list[str]:
    """What was told up to the first row with the verb `last`."""
    verbs = [(await ear.event())["verb"]]
    while verbs[-1] != last:
        verbs.append((await ear.event())["verb"])
    return verbs


def test_a_blind_layer_is_told_to_its_coder_only(cast: Cast, sentence: Sentence, play: Play) -> None:
    own, other = cookie_of(cast.editor), cookie_of(cast.second_editor)

    async def scenario() -> None:
        async with Ear("desk", cookie=own) as mine, Ear("desk", cookie=other) as theirs:
            for ear in (mine, theirs):
                await ear.event("hello")
            await do(
                apply_operations,
                cast.editor,
                sentence.pk,
                [mark_op("nothing_to_code")],
                layer=cast.editor.coder,
            )
            await do(create_actor, cast.editor, label="After")
            assert "set.edited" in await verbs_until(mine, "actor.created")
            assert "set.edited" not in await verbs_until(theirs, "actor.created")

    play(scenario)


def test_who_loses_their_seat_is_shown_out(cast: Cast, play: Play) -> None:
    cookie = cookie_of(cast.viewer)

    async def scenario() -> None:
        async with Ear("desk", cookie=cookie) as ear:
            await ear.event("hello")
            await do(remove_member, cast.owner, cast.viewer)
            await ear.end()

    play(scenario)


def test_who_signs_out_is_shown_out(cast: Cast, play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "HEARTBEAT", 0.1)
    monkeypatch.setattr(endpoint, "ASK_AGAIN", 0.1)
    cookie = cookie_of(cast.viewer)

    async def scenario() -> None:
        async with Ear("desk", cookie=cookie) as ear:
            await ear.event("hello")
            await do(Session.objects.all().delete)
            await ear.end()

    play(scenario)


def test_an_idle_stream_gives_signs_of_life(cast: Cast, play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "HEARTBEAT", 0.1)
    cookie = cookie_of(cast.viewer)

    async def scenario() -> None:
        async with Ear("desk", cookie=cookie) as ear:
            await ear.event("hello")
            assert await ear.part() == b": here\n\n"

    play(scenario)


def test_without_redis_work_goes_on_and_news_comes_by_the_clock(
    cast: Cast, play: Play, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": "unix:///nowhere/valkey.sock?db=0"}
    }
    monkeypatch.setattr(room, "LOOK_EVERY", 0.2)
    monkeypatch.setattr(bell, "AGAIN_AFTER", 0.2)
    cookie = cookie_of(cast.viewer)

    async def scenario() -> None:
        async with Ear("desk", cookie=cookie) as ear:
            await ear.event("hello")
            await do(create_actor, cast.editor, label="Fatah")
            await ear.told("actor.created")

    try:
        play(scenario)
    finally:
        waking._rest.until = 0.0


def test_streams_are_bounded_per_process_and_per_person(
    cast: Cast, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "MOST_STREAMS", 2)
    monkeypatch.setattr(hub, "MOST_PER_PERSON", 1)
    one, two, three = (cookie_of(seat) for seat in (cast.viewer, cast.editor, cast.reviewer))

    async def scenario() -> None:
        async with Ear("desk", cookie=one) as first:
            assert first.status == 200
            async with Ear("desk", cookie=one) as again:
                assert (again.status, again.headers["retry-after"]) == (429, "30")
            async with Ear("desk", cookie=two), Ear("desk", cookie=three) as third:
                assert third.status == 503
        async with Ear("desk", cookie=one) as later:
            assert later.status == 200

    play(scenario)


def test_streams_end_when_the_process_is_about_to_stop(cast: Cast, play: Play) -> None:
    cookie = cookie_of(cast.viewer)

    async def scenario() -> None:
        async with Ear("desk", cookie=cookie) as ear:
            await ear.event("hello")
            hub.hub().close()
            await ear.end()
            async with Ear("desk", cookie=cookie) as late:
                assert late.status == 503

    play(scenario)


def test_an_empty_room_stops_reading(cast: Cast, play: Play) -> None:
    cookie = cookie_of(cast.viewer)

    async def scenario() -> None:
        async with Ear("desk", cookie=cookie) as ear:
            await ear.event("hello")
            task = hub.hub().rooms[cast.project.pk].task
        assert hub.hub().rooms == {}
        assert hub.hub().listeners == set()
        assert task is not None
        await asyncio.wait({task}, timeout=5)
        assert task.cancelled()

    play(scenario)
