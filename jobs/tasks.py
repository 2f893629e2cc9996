"""What Celery carries: an id in, one call."""

from celery import shared_task

from . import services, working


@shared_task(name="jobs.tasks.run")
def run(job_id: int) -> None:
    """Work on one job, if it still waits."""
    working.work_on(job_id)


@shared_task(name="jobs.tasks.sweep")
def sweep() -> None:
    """Let no job be forgotten. Sent by beat every few seconds."""
    services.sweep()
