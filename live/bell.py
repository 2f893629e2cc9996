"""One Redis subscription for the whole process: it says which project has news, and is allowed to fail."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any, Final

from redis.asyncio import Redis
from redis.exceptions import RedisError

from activity.waking import CHANNEL, address

AGAIN_AFTER: Final = 5.0
logger = logging.getLogger(__name__)


async def listen(ring: Callable[[int | None], None]) -> None:
    """Call `ring` with the project of each hint, and with None once it hears again after having been deaf."""
    was_heard = True
    while True:
        try:
            await _listen(ring)
        except (RedisError, OSError) as error:
            if was_heard:
                logger.warning("Redis does not answer (%s); streams look for news every 15 seconds", error)
            was_heard = False
        else:
            was_heard = True
        await asyncio.sleep(AGAIN_AFTER)


async def _listen(ring: Callable[[int | None], None]) -> None:
    client: Redis = Redis.from_url(address(), socket_connect_timeout=2.0, health_check_interval=30)
    try:
        async with client.pubsub() as subscription:
            await subscription.subscribe(CHANNEL)
            ring(None)
            while True:
                message: dict[str, Any] | None = await subscription.get_message(
                    ignore_subscribe_messages=True, timeout=30.0
                )
                if message is not None and message["data"].isdigit():
                    ring(int(message["data"]))
    finally:
        await client.aclose()
