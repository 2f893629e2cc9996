"""Which data sets and releases a person may see."""

from django.db.models import QuerySet

from accounts.models import Membership, Project, User
from annotations.querysets import approved_sets
from common.errors import NotThere
from jobs.models import Job
from jobs.querysets import in_project

from .models import Dataset, Release
from .services import DEFAULT, RELEASE_JOB


def datasets_visible_to(user: User) -> QuerySet[Dataset]:
    """The data sets of the projects the person is a member of."""
    return Dataset.objects.filter(project__memberships__user=user)


def visible_to(user: User) -> QuerySet[Release]:
    """The releases of the projects the person is a member of."""
    return Release.objects.filter(project__memberships__user=user)


def dataset_of(seat: Membership, slug: str) -> Dataset:
    """The project's data set of that name, with its schedule; NotThere when there is none."""
    rows = Dataset.objects.select_related("project", "schedule__crontab")
    found = rows.filter(project=seat.project_id, slug=slug).first()
    if found is None:
        raise NotThere("There is no such data set in this project.")
    return found


def default_of(project: Project) -> Dataset | None:
    """The data set every project has, once something was asked of it."""
    rows = Dataset.objects.select_related("project", "schedule__crontab")
    return rows.filter(project=project, slug=DEFAULT).first()


def approved_count(project: Project, most: int = 10_000) -> int:
    """How many sentences are approved, at most `most` + 1: a page must not cost more as the project grows."""
    return approved_sets(project.pk)[: most + 1].count()


def release_of(seat: Membership, dataset_slug: str, number: int) -> Release:
    """The project's release of that number; NotThere when there is none."""
    found = releases_of(seat.project).filter(dataset__slug=dataset_slug, number=number).first()
    if found is None:
        raise NotThere("There is no such release in this project.")
    return found


def releases_of(project: Project) -> QuerySet[Release]:
    """The project's releases, newest first."""
    return (
        Release.objects.filter(project=project, published_at__isnull=False)
        .select_related("dataset__project", "requested_by__user")
        .order_by("-id")
    )


def jobs_at_work(project: Project) -> QuerySet[Job]:
    """Release jobs that are not over, newest first."""
    return in_project(project).filter(kind=RELEASE_JOB, state__in=["queued", "running"])


def last_failure(project: Project) -> Job | None:
    """The newest release job, if it failed or was cancelled: nobody has made a release since."""
    newest = in_project(project).filter(kind=RELEASE_JOB).first()
    return newest if newest is not None and newest.state in ("failed", "cancelled") else None
