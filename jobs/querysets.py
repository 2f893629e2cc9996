"""Which jobs a person may see, and which ones need something to happen."""

from datetime import timedelta

from django.db.models import QuerySet
from django.db.models.functions import Now

from accounts.models import Project, User

from .models import CANCELLED, DONE, FAILED, QUEUED, RUNNING, Job

HEARTBEAT_LOST = timedelta(seconds=15)
"""A running job whose heartbeat is older has no worker any more."""
WAKE_GRACE = timedelta(seconds=3)
"""A due job is left this long to the message that was sent when it was queued."""


def visible_to(user: User) -> QuerySet[Job]:
    """The jobs of the projects the person is a member of."""
    return Job.objects.filter(project__memberships__user=user)


def in_project(project: Project) -> QuerySet[Job]:
    """The project's jobs, newest first."""
    return Job.objects.filter(project=project).select_related("requested_by").order_by("-id")


def abandoned() -> QuerySet[Job]:
    """Running jobs whose worker has gone silent, by the database's clock."""
    return Job.objects.filter(state=RUNNING, heartbeat_at__lt=Now() - HEARTBEAT_LOST)


def overlooked() -> QuerySet[Job]:
    """Queued jobs that are due and that no worker has taken: their message was lost, or their pause is over."""
    return Job.objects.filter(state=QUEUED, run_after__lt=Now() - WAKE_GRACE).order_by("run_after")


def littering() -> QuerySet[Job]:
    """Jobs that are over and may have left debris."""
    return Job.objects.filter(state__in=[DONE, FAILED, CANCELLED], has_debris=True)
