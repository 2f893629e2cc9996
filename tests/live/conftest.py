"""Streams are read on a loop of their own, over committed data."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
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

    def apart(scenario: Scenario) -> None:
        # A thread of its own: the browser's tests leave a loop running in this one.
        def run() -> None:
            try:
                asyncio.run(whole(scenario))
            finally:
                connections.close_all()

        with ThreadPoolExecutor(1) as thread:
            thread.submit(run).result()

    return apart


async def do(verb: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Do something in a thread, as another process would."""

    def done() -> Any:
        try:
            return verb(*args, **kwargs)
        finally:
            connections.close_all()

    return await asyncio.to_thread(done)
