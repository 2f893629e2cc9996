"""The worker's side of a job: who holds it, and the only ways it may end. Times are the database's.

A lease is the pair (job, token). Every change here names its token and does nothing, or raises LostLease, when another
claim has raised it since.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from activity.services import record

from . import querysets
from .interruptions import Cancelled, LostLease
from .models import CANCELLED, DONE, FAILED, QUEUED, RUNNING, Job
from .waking import wake_on_commit

log = logging.getLogger(__name__)

PAUSES = (5, 20, 80, 300)
"""Seconds before the second, third, fourth and every later attempt."""
WAKE_AT_ONCE = 50
"""How many overlooked jobs one sweep wakes: the messages expire, so they cannot heap up."""


@dataclass(frozen=True, slots=True)
class Word:
    """What a heartbeat brings back."""

    is_cancel_wanted: bool


def name_of(job: Job) -> str:
    """The name under which the log and the history keep one attempt."""
    return f"job-{job.pk}-{job.token}"


@transaction.atomic
def claim(worker: str, job_id: int | None = None) -> Job | None:
    """Take that job, or the one due longest, if it is queued, due and held by nobody; raises its token by one."""
    due = Job.objects.filter(state=QUEUED, run_after__lte=Now())
    wanted = due.filter(pk=job_id) if job_id is not None else due.order_by("run_after", "pk")
    pk = wanted.select_for_update(skip_locked=True).values_list("pk", flat=True).first()
    if pk is None:
        return None
    Job.objects.filter(pk=pk).update(
        state=RUNNING,
        token=F("token") + 1,
        attempts=F("attempts") + 1,
        worker=worker[:128],
        heartbeat_at=Now(),
        started_at=Now(),
        progress_done=0,
        progress_total=None,
        has_debris=True,
    )
    return Job.objects.select_related("project", "requested_by").get(pk=pk)


def beat(job_id: int, token: int, *, done: int, total: int | None) -> Word | None:
    """Keep the lease alive and say how far the run is; None when the lease is lost."""
    held = Job.objects.filter(pk=job_id, token=token, state=RUNNING)
    if not held.update(heartbeat_at=Now(), progress_done=done, progress_total=total):
        return None
    wanted = held.values_list("cancel_requested_at", flat=True).first()
    return Word(is_cancel_wanted=wanted is not None)


def lock(job_id: int, token: int) -> Job:
    """The job with its row locked; LostLease when the token is stale, Cancelled when the end was asked for."""
    job = _held(job_id, token)
    if job is None:
        raise LostLease
    if job.cancel_requested_at is not None:
        raise Cancelled
    return job


def close_done(job: Job, *, result: dict[str, Any], done: int, total: int | None) -> None:
    """End a locked job well, in the transaction that published its work."""
    job.progress_done = max(done, total or 0)
    job.progress_total = total if total is not None else done or None
    _end(job, DONE, result=result)


@transaction.atomic
def close_cancelled(job_id: int, token: int) -> None:
    """End the job as cancelled, if this lease still holds it."""
    job = _held(job_id, token)
    if job is not None:
        _end(job, CANCELLED)
        _record(job, "job.cancelled")


@transaction.atomic
def close_failed(job_id: int, token: int, problem: str) -> None:
    """End the job as failed with a plain message, if this lease still holds it."""
    job = _held(job_id, token)
    if job is not None:
        _end(job, FAILED, problem=problem)
        _record(job, "job.failed", problem=problem)


@transaction.atomic
def put_back(job_id: int, token: int, problem: str) -> None:
    """Queue the job again after a pause that grows with its attempts; fail it when they are used up."""
    job = _held(job_id, token)
    if job is None:
        return
    if job.cancel_requested_at is not None:
        _end(job, CANCELLED)
        _record(job, "job.cancelled")
    elif job.attempts >= job.max_attempts:
        _end(job, FAILED, problem=problem)
        _record(job, "job.failed", problem=problem)
    else:
        _queue(job, problem, PAUSES[min(job.attempts, len(PAUSES)) - 1])


@transaction.atomic
def release(job_id: int, token: int) -> None:
    """Give the job back untried: the worker is being shut down."""
    job = _held(job_id, token)
    if job is not None:
        job.attempts = max(0, job.attempts - 1)
        _queue(job, "", 0)
        wake_on_commit(job.pk)


@transaction.atomic
def take_from_the_dead() -> list[int]:
    """Put back every running job whose heartbeat stopped, and return which; give up on one that kills its workers.

    Rows that are locked are skipped: whoever holds the lock is alive and publishing.
    """
    taken = []
    for job in querysets.abandoned().select_for_update(skip_locked=True, of=("self",)):
        log.warning("Job %s lost its worker %s in attempt %s", job.pk, job.worker, job.attempts)
        if job.cancel_requested_at is not None:
            _end(job, CANCELLED)
            _record(job, "job.cancelled")
        elif job.attempts >= job.max_attempts:
            problem = (
                f"The worker stopped in the middle of this job {job.attempts} times, so it was given up; "
                "nothing was published. Whoever runs this server can see why in the log."
            )
            _end(job, FAILED, problem=problem)
            _record(job, "job.failed", problem=problem)
        else:
            _queue(job, "The worker stopped in the middle of this job; another takes it over.", 0)
            wake_on_commit(job.pk)
        taken.append(job.pk)
    return taken


def _held(job_id: int, token: int) -> Job | None:
    """The job with its row locked, if this lease holds it."""
    return Job.objects.select_for_update().filter(pk=job_id, token=token, state=RUNNING).first()


def _end(job: Job, state: str, *, problem: str = "", result: dict[str, Any] | None = None) -> None:
    """Write the end of a locked job."""
    Job.objects.filter(pk=job.pk).update(
        state=state,
        problem=problem,
        result=result,
        finished_at=Now(),
        progress_done=job.progress_done,
        progress_total=job.progress_total,
    )


def _queue(job: Job, problem: str, pause: int) -> None:
    """Make a locked job due again in `pause` seconds. The token stays: the next claim raises it."""
    Job.objects.filter(pk=job.pk).update(
        state=QUEUED,
        attempts=job.attempts,
        worker="",
        problem=problem,
        heartbeat_at=None,
        run_after=Now() + timedelta(seconds=pause),
    )


def _record(job: Job, verb: str, **new: Any) -> None:
    """One line of the project's history, in the name of whoever asked."""
    record(
        verb,
        target_kind="job",
        target_id=job.pk,
        project_id=job.project_id,
        actor_id=job.requested_by_id,
        new={"kind": job.kind, **new},
    )
