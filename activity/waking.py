"""Telling listeners that a project has news: a hint through Redis, which may be lost at any moment.

What is true stands in PostgreSQL; whoever listens reads it there, and looks by itself when no hint comes.
"""

import logging
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import redis
from django.conf import settings
from django.db import transaction

CHANNEL: Final = "attest:activity"
PATIENCE: Final = 0.25
REST: Final = 5.0
"""After a failure Redis is left alone this long, so that its absence costs no request more than once."""
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Rest:
    """Until when, on the monotonic clock, no hint is sent."""

    until: float = 0.0


_rest = _Rest()


def address() -> str:
    """Where hints go: the cache's Redis."""
    return str(settings.CACHES["default"]["LOCATION"])


@lru_cache(maxsize=4)
def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)


def wake_on_commit(project_id: int) -> None:
    """Once the present transaction is committed, hint that the project has news."""
    transaction.on_commit(lambda: wake(project_id), robust=True)


def wake(project_id: int) -> None:
    """Hint that the project has news; without Redis, say so in the log and go on."""
    if time.monotonic() < _rest.until:
        return
    try:
        _client(address()).publish(CHANNEL, str(project_id))
    except (redis.RedisError, OSError) as error:
        _rest.until = time.monotonic() + REST
        logger.warning("Redis does not answer (%s); pages look for news by themselves", error)
