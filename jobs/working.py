"""Running one job to its end: in a Celery worker, or in the process of a command."""

import logging
import os
import socket
import time
from contextlib import ExitStack

from django.db import InterfaceError, OperationalError, connection

from common.errors import AttestError
from common.requests import request_scope

from . import lease, registry
from .cleaning import clean
from .context import JobContext
from .heartbeat import Heartbeat
from .interruptions import Cancelled, LostLease, Transient
from .models import Job

log = logging.getLogger(__name__)

PASSING = (Transient, OperationalError, InterfaceError, OSError)
"""Failures that may pass by themselves: a server away, a deadlock, a full disk. Anything else fails at once."""


def work_on(job_id: int) -> None:
    """Run the job if it waits for a worker; otherwise do nothing: the message was late or sent twice."""
    job = lease.claim(worker_name(), job_id)
    if job is not None:
        execute(job)


def run_inline(job: Job) -> Job:
    """Run a job in this process and return it as it ended; if a worker was quicker, wait for it.

    For commands: ask for the job with `wake_worker=False`. An interrupt cancels the job.
    """
    claimed = lease.claim(worker_name(), job.pk)
    if claimed is None:
        return _wait_for(job)
    try:
        execute(claimed)
    except KeyboardInterrupt:
        lease.close_cancelled(claimed.pk, claimed.token)
        raise
    return _fresh(job)


def execute(job: Job) -> None:
    """Run a claimed job; however that ends, the job says how."""
    context = JobContext(job)
    with request_scope(lease.name_of(job)), ExitStack() as stack:
        if not connection.in_atomic_block:  # inside a transaction nobody else sees the job: no lease to keep
            stack.enter_context(Heartbeat(context))
        try:
            _run(context)
        except SystemExit:
            lease.release(job.pk, job.token)
            raise
    fresh = _fresh(job)
    if fresh.is_over and fresh.has_debris:
        clean(fresh)


def worker_name() -> str:
    """Who holds the lease, for the operator."""
    return f"{socket.gethostname()}:{os.getpid()}"


def _run(context: JobContext) -> None:
    """Run and publish; turn every failure into the job's own words."""
    job = context.job
    kind = registry.find(job.kind)
    if kind is None:
        problem = f"This server does not know jobs of the kind “{job.kind}”. Ask whoever runs it."
        lease.close_failed(job.pk, job.token, problem)
        return
    try:
        result = kind.run(context)
        if not context.is_published:
            with context.publish() as outcome:
                outcome.update(result or {})
    except LostLease:
        log.warning("Job %s is no longer ours; what this worker did is void", job.pk)
    except Cancelled:
        lease.close_cancelled(job.pk, job.token)
    except AttestError as error:
        lease.close_failed(job.pk, job.token, error.message)
    except PASSING:
        log.exception("Job %s failed in attempt %s of %s", job.pk, job.attempts, job.max_attempts)
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        lease.put_back(job.pk, job.token, _broken(job, passing=True))
    except Exception:
        log.exception("Job %s failed", job.pk)
        lease.close_failed(job.pk, job.token, _broken(job, passing=False))


def _broken(job: Job, *, passing: bool) -> str:
    """What a person reads when the fault is ours."""
    if passing and job.attempts < job.max_attempts:
        return (
            f"Something on our side could not be reached; it is tried again by itself ({lease.name_of(job)})."
        )
    return (
        "Something broke on our side, and nothing was published. Start it again; if it breaks again, "
        f"give whoever runs this server the id {lease.name_of(job)}."
    )


def _wait_for(job: Job) -> Job:
    """The job once it is over."""
    while not (fresh := _fresh(job)).is_over:
        time.sleep(0.2)
    return fresh


def _fresh(job: Job) -> Job:
    """The job as it stands now."""
    return Job.objects.select_related("project", "requested_by").get(pk=job.pk)
