"""What is done with jobs: ask for one, cancel it, start it again; and the sweep that lets none be forgotten."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from accounts.models import Membership, Project
from activity.services import record
from common.errors import Conflict, NotThere

from . import lease, querysets, registry
from .cleaning import clean
from .models import CANCELLED, DONE, FAILED, QUEUED, RUNNING, Job
from .permissions import can_cancel, can_retry
from .waking import wake, wake_on_commit

__all__ = ["Swept", "cancel", "enqueue", "retry", "sweep"]


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did: ids of jobs."""

    taken_back: list[int]
    woken: list[int]
    cleaned: list[int]


@transaction.atomic
def enqueue(
    seat: Membership | None,
    kind: str,
    project: Project,
    params: dict[str, Any],
    *,
    wake_worker: bool = True,
) -> Job:
    """Queue a job of a registered kind; a worker is woken once the present transaction is committed.

    The room that asks has checked its own permission. `seat` is None for what a schedule starts. The job is found by
    the sweep if the message to the worker is lost.
    """
    known = registry.find(kind)
    if known is None:
        raise LookupError(f"No room registers the job kind {kind}.")
    job = Job.objects.create(
        kind=kind,
        project=project,
        requested_by=seat.coder if seat else None,
        params=params,
        max_attempts=known.max_attempts,
        progress_unit=known.unit,
    )
    _record(seat, job, "job.requested")
    if wake_worker:
        wake_on_commit(job.pk)
    return job


@transaction.atomic
def cancel(seat: Membership, job: Job) -> Job:
    """End a job: at once while it waits; within seconds while it runs, and what it wrote is void. Over stays over."""
    locked = _locked(seat, job)
    can_cancel(seat, locked).require()
    if locked.state == QUEUED:
        Job.objects.filter(pk=locked.pk).update(
            state=CANCELLED, cancel_requested_at=Now(), finished_at=Now(), problem=""
        )
        _record(seat, locked, "job.cancelled")
    elif locked.state == RUNNING and locked.cancel_requested_at is None:
        Job.objects.filter(pk=locked.pk).update(cancel_requested_at=Now())
        _record(seat, locked, "job.cancel_requested")
    return _fresh(locked)


@transaction.atomic
def retry(seat: Membership, job: Job) -> Job:
    """Queue a failed or cancelled job again with all its attempts; one that waits or runs is left alone."""
    locked = _locked(seat, job)
    can_retry(seat, locked).require()
    if locked.state == DONE:
        raise Conflict("This job is done; start a new one instead.", code="job-done")
    if locked.state in (FAILED, CANCELLED):
        Job.objects.filter(pk=locked.pk).update(
            state=QUEUED,
            attempts=0,
            problem="",
            cancel_requested_at=None,
            finished_at=None,
            heartbeat_at=None,
            worker="",
            run_after=Now(),
            progress_done=0,
            progress_total=None,
        )
        _record(seat, locked, "job.retried")
        wake_on_commit(locked.pk)
    return _fresh(locked)


def sweep() -> Swept:
    """Take jobs back from dead workers, wake workers for due jobs, remove debris. Safe to run anywhere at any time."""
    taken_back = lease.take_from_the_dead()
    woken = list(querysets.overlooked().values_list("pk", flat=True)[: lease.WAKE_AT_ONCE])
    for job_id in woken:
        wake(job_id, expires=10)
    cleaned = [job.pk for job in querysets.littering()[:100] if clean(job)]
    return Swept(taken_back, woken, cleaned)


def _locked(seat: Membership, job: Job) -> Job:
    """The job with its row locked; NotThere when it is not of the seat's project."""
    locked = Job.objects.select_for_update().filter(pk=job.pk, project_id=seat.project_id).first()
    if locked is None:
        raise NotThere("There is no such job in this project.")
    return locked


def _fresh(job: Job) -> Job:
    """The job as it stands now."""
    return Job.objects.select_related("project", "requested_by").get(pk=job.pk)


def _record(seat: Membership | None, job: Job, verb: str) -> None:
    """One line of the project's history."""
    record(
        verb,
        target_kind="job",
        target_id=job.pk,
        project_id=job.project_id,
        actor_id=seat.coder_id if seat else None,
        new={"kind": job.kind},
    )
