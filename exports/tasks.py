"""What Celery carries: an id in, one service call."""

from celery import shared_task

from . import services


@shared_task(name="exports.tasks.scheduled")
def scheduled(dataset_id: int) -> None:
    """Sent by beat when a data set's schedule is due."""
    services.run_if_due(dataset_id)


@shared_task(name="exports.tasks.catch_up")
def catch_up() -> None:
    """Make up for what beat did not send: it was down, or Redis lost the message."""
    services.catch_up()
