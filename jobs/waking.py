"""Telling the workers that a job waits. Celery carries the message, and it may be lost: the sweep finds the job."""

import logging

from django.db import transaction

log = logging.getLogger(__name__)

FORGOTTEN_AFTER = 3600.0
"""Seconds after which a message nobody took is dropped: by then the sweep has sent others."""


def wake(job_id: int, *, expires: float = FORGOTTEN_AFTER) -> None:
    """Send the job's id to the workers; if the broker is gone, say so in the log and leave it to the sweep."""
    from .tasks import run

    try:
        run.apply_async((job_id,), retry=False, expires=expires)
    except Exception as error:  # noqa: BLE001, RUF100 - a broker fails in many ways, and none may hurt who asks
        log.warning("No broker to wake a worker for job %s; the sweep will: %s", job_id, error)


def wake_on_commit(job_id: int) -> None:
    """Wake once the present transaction is committed: before that no worker could see the job."""
    transaction.on_commit(lambda: wake(job_id))
