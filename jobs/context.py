"""What a running job sees of itself: its parameters, a way to say how far it is, and the one door to publish."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from accounts.models import Coder, Project

from . import lease
from .interruptions import Cancelled, LostLease
from .models import Job


class JobContext:
    """One attempt at a job.

    `progress` and `check_cancelled` cost nothing: they touch memory only. The heartbeat thread carries the count to the
    database on its own connection and brings back what others want, so a run may hold one long transaction.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        self.token = job.token
        self.done = 0
        self.total: int | None = None
        self.is_published = False
        self.is_cancel_wanted = False
        self.is_lost = False

    @property
    def params(self) -> dict[str, Any]:
        """What the job was asked to do."""
        params: dict[str, Any] = self.job.params
        return params

    @property
    def project(self) -> Project:
        """The project the job works for."""
        return self.job.project

    @property
    def requested_by(self) -> Coder | None:
        """The coder code that asked, or None for a schedule."""
        return self.job.requested_by

    def progress(self, done: int, total: int | None = None) -> None:
        """Note how far the run is; stop it here if it was cancelled or another worker has it."""
        self.done = done
        if total is not None:
            self.total = total
        self.check_cancelled()

    def check_cancelled(self) -> None:
        """Raise Cancelled or LostLease when there is no point in going on."""
        if self.is_lost:
            raise LostLease
        if self.is_cancel_wanted:
            raise Cancelled

    @contextmanager
    def publish(self) -> Iterator[dict[str, Any]]:
        """The last transaction: what is written in the block becomes visible together with the job's end.

        Locks the job row first and raises LostLease when the token is stale and Cancelled when the end was asked for;
        so a job publishes once, whoever runs it. Yields the dict that becomes the job's result.
        """
        with transaction.atomic():
            job = lease.lock(self.job.pk, self.token)
            result: dict[str, Any] = {}
            yield result
            lease.close_done(job, result=result, done=self.done, total=self.total)
        self.is_published = True
