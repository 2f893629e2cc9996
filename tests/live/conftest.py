"""Streams are read on a loop of their own, over committed data."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from django.db import connections

from live import hub
from tests.cast import Cast, make_cast

Scenario = Callable[[], Awaitable[None]]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def play() -> Callable[[Scenario], None]:
    """Run a scenario to its end, and everything the hub started."""

    async def whole(scenario: Scenario) -> None:
        try:
            await scenario()
        finally:
            home = hub.hub()
            home.close()
            home.pool.shutdown()

    return lambda scenario: asyncio.run(whole(scenario))


async def do(verb: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Do something in a thread, as another process would."""

    def done() -> Any:
        try:
            return verb(*args, **kwargs)
        finally:
            connections.close_all()

    return await asyncio.to_thread(done)
