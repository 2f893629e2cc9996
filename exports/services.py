"""What people do with releases: ask for one, schedule them, open a file."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.db import transaction
from django_celery_beat.models import PeriodicTask

from accounts.models import Membership, Project
from activity.services import record
from common.errors import Invalid, NotThere
from common.time import now
from jobs.models import QUEUED, Job
from jobs.services import enqueue

from . import schedules
from .folders import path_of
from .formats import FORMATS
from .models import TEXT_POLICIES, Dataset, Release
from .permissions import can_download, can_export, can_schedule

RELEASE_JOB: Final = "exports.release"
DEFAULT: Final = "approved"
MANIFEST: Final = "release.json"


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """A file to hand out: where it lies, what to call it, what it is."""

    path: Path
    download_name: str
    media_type: str
    bytes: int


def default_dataset(project: Project) -> Dataset:
    """The data set every project has: all approved sentences, in every format. Made at first need."""
    dataset, _ = Dataset.objects.select_related("project", "schedule__crontab").get_or_create(
        project=project,
        slug=DEFAULT,
        defaults={"title": "Approved sentences", "formats": ["jsonl", "csv"]},
    )
    return dataset


@transaction.atomic
def request_export(
    seat: Membership, *, dataset: Dataset | None = None, formats: Sequence[str] | None = None
) -> Job:
    """Queue a release of the data set (the default one if not given) in these formats (its own if not given).

    What is approved when the job starts goes in. Asking again while the same release still waits for a worker returns
    that job. Locks the data set's row.
    """
    can_export(seat).require()
    chosen = _locked(seat, dataset or default_dataset(seat.project))
    wanted = _known_formats(chosen.formats if formats is None else formats)
    waiting = Job.objects.filter(
        project=chosen.project, kind=RELEASE_JOB, state=QUEUED, params=_params(chosen, wanted)
    ).first()
    return waiting or enqueue(seat, RELEASE_JOB, chosen.project, _params(chosen, wanted))


@transaction.atomic
def set_text(seat: Membership, dataset: Dataset, text: str) -> Dataset:
    """Have later releases hold `all` texts, or what is `permitted` by the sources' rights. Locks the data set's row."""
    can_export(seat).require()
    chosen = _locked(seat, dataset)
    if text not in TEXT_POLICIES:
        message = f"Choose from {', '.join(TEXT_POLICIES)}."
        raise Invalid(message, errors=[{"field": "text", "message": message}])
    if chosen.text != text:
        old, chosen.text = chosen.text, text
        chosen.save(update_fields=["text"])
        record(
            "dataset.changed",
            target_kind="dataset",
            target_id=chosen.pk,
            project_id=chosen.project_id,
            actor_id=seat.coder_id,
            old={"text": old},
            new={"text": text},
        )
    return chosen


@transaction.atomic
def set_schedule(
    seat: Membership,
    dataset: Dataset,
    *,
    enabled: bool,
    at: str | None = None,
    crontab: str | None = None,
) -> Dataset:
    """Switch the data set's schedule on or off, daily `at` HH:MM or by a `crontab`, in the project's time zone.

    Neither given: as it was, at first 02:00. Locks the data set's row.
    """
    can_schedule(seat).require()
    chosen = _locked(seat, dataset)
    known = chosen.schedule
    if at is not None:
        crontab = schedules.at_time_of_day(at)
    if crontab is None:
        crontab = schedules.expression_of(known.crontab) if known else schedules.NIGHTLY
    row = schedules.stored(crontab, chosen.project.time_zone)
    task = known or PeriodicTask(name=f"exports.dataset.{chosen.pk}", task="exports.tasks.scheduled")
    if known is not None and known.enabled == enabled and known.crontab_id == row.pk:
        return chosen
    before = _schedule_of(known)
    task.crontab, task.enabled, task.args = row, enabled, json.dumps([chosen.pk])
    task.save()
    chosen.schedule, chosen.scheduled_through = task, now()
    chosen.save(update_fields=["schedule", "scheduled_through"])
    record(
        "schedule.changed",
        target_kind="dataset",
        target_id=chosen.pk,
        project_id=chosen.project_id,
        actor_id=seat.coder_id,
        old=before,
        new=_schedule_of(task),
    )
    return chosen


@transaction.atomic
def run_if_due(dataset_id: int) -> Job | None:
    """Queue the scheduled release if an instant of the schedule has passed that was not served yet. Locks the row.

    However many were missed, one release makes up for them. An archived project's schedule rests.
    """
    rows = Dataset.objects.select_for_update(of=("self",)).select_related("project", "schedule__crontab")
    dataset = rows.filter(pk=dataset_id).first()
    if dataset is None or dataset.project.is_archived or dataset.scheduled_through is None:
        return None
    task = dataset.schedule
    if task is None or not task.enabled or task.crontab is None:
        return None
    _follow_time_zone(dataset, task)
    moment = now()
    if schedules.next_due(task.crontab, dataset.scheduled_through) > moment:
        return None
    dataset.scheduled_through = moment
    dataset.save(update_fields=["scheduled_through"])
    return enqueue(None, RELEASE_JOB, dataset.project, _params(dataset, dataset.formats))


def catch_up() -> list[int]:
    """Queue every scheduled release that is due and that nobody knocked for; ids of their jobs."""
    due = Dataset.objects.filter(schedule__enabled=True, project__archived_at=None).order_by("id")
    jobs = [run_if_due(pk) for pk in due.values_list("pk", flat=True)]
    return [job.pk for job in jobs if job is not None]


def open_file(seat: Membership, release: Release, name: str) -> ReleaseFile:
    """A file of the release; NotThere for another project's, an unknown name, or one that is gone from the disk."""
    if release.project_id != seat.project_id:
        raise NotThere("There is no such release in this project.")
    can_download(seat).require()
    types = {file["name"]: file["media_type"] for file in release.files} | {MANIFEST: "application/json"}
    if name not in types:
        raise NotThere(f"This release has no file called {name}.")
    path = path_of(release, name)
    if not path.is_file():
        raise NotThere("The file is gone from the server’s data folder. An owner can make a new release.")
    whole = f"{release.project.slug}-{release.dataset.slug}-{release.number}"
    called = f"{whole}-{name}" if name == MANIFEST else f"{whole}{path.suffix}"
    return ReleaseFile(path, called, types[name], path.stat().st_size)


def _locked(seat: Membership, dataset: Dataset) -> Dataset:
    """The data set with its row locked; NotThere when it is not of the seat's project."""
    rows = Dataset.objects.select_for_update(of=("self",)).select_related("project", "schedule__crontab")
    found = rows.filter(pk=dataset.pk, project_id=seat.project_id).first()
    if found is None:
        raise NotThere("There is no such data set in this project.")
    return found


def _params(dataset: Dataset, formats: Sequence[str]) -> dict[str, object]:
    return {"dataset": dataset.pk, "formats": list(formats)}


def _known_formats(formats: Sequence[str]) -> list[str]:
    """The formats, each once, in the order in which they are registered."""
    unknown = sorted(set(formats) - FORMATS.keys())
    if unknown or not formats:
        message = f"Choose from {', '.join(FORMATS)}."
        problem = f"Unknown format: {', '.join(unknown)}." if unknown else "Choose at least one format."
        raise Invalid(f"{problem} {message}", errors=[{"field": "formats", "message": message}])
    return [name for name in FORMATS if name in formats]


def _schedule_of(task: PeriodicTask | None) -> dict[str, object]:
    """A schedule for the history."""
    if task is None or task.crontab is None:
        return {"enabled": False, "crontab": None, "time_zone": None}
    return {
        "enabled": task.enabled,
        "crontab": schedules.expression_of(task.crontab),
        "time_zone": str(task.crontab.timezone),
    }


def _follow_time_zone(dataset: Dataset, task: PeriodicTask) -> None:
    """Have the schedule mean the project's time zone, should that have changed."""
    if str(task.crontab.timezone) != dataset.project.time_zone:
        expression = schedules.expression_of(task.crontab)
        task.crontab = schedules.stored(expression, dataset.project.time_zone)
        task.save()
