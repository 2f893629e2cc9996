"""The thread that keeps a job's lease alive while the run is busy."""

import logging
import threading
from types import TracebackType
from typing import Self

from django.db import Error, connection

from . import lease
from .context import JobContext

log = logging.getLogger(__name__)

EVERY = 1.0
"""Seconds between beats: a cancel is noticed, and progress seen, about this quickly."""


class Heartbeat:
    """Beats while the block runs, on a connection of its own: the run's may be inside one long transaction."""

    def __init__(self, context: JobContext) -> None:
        self._context = context
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"heartbeat-{context.job.pk}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        context = self._context
        try:
            while not self._over.wait(EVERY):
                try:
                    word = lease.beat(context.job.pk, context.token, done=context.done, total=context.total)
                except Error as error:
                    log.warning("Job %s: no heartbeat this time: %s", context.job.pk, error)
                    connection.close()
                    continue
                context.is_lost = word is None
                context.is_cancel_wanted = word is not None and word.is_cancel_wanted
        finally:
            connection.close()
