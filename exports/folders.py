"""Where releases lie: `exports/<project>/<dataset>-<number>/` in the file storage, built beside it, hidden."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.core.files.storage import default_storage

from jobs.models import Job

from .models import Dataset, Release


def root() -> Path:
    """The folder of all releases."""
    return Path(default_storage.path("exports"))


def attempt(job: Job) -> Path:
    """The hidden folder in which one attempt of a job builds."""
    return root() / str(job.project_id) / f".building-{job.pk}-{job.token}"


def building(job: Job) -> Path:
    """The same, made anew and empty."""
    folder = attempt(job)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def settle(built: Path, dataset: Dataset, number: int) -> str:
    """Give a built folder its name and return it, relative to `root`. The caller holds the data set's row lock.

    What stands there already belongs to no release: an attempt that died between this and its commit left it.
    """
    name = f"{dataset.project_id}/{dataset.pk}-{number}"
    target = root() / name
    shutil.rmtree(target, ignore_errors=True)
    _sync(built)
    built.rename(target)
    _sync(target.parent)
    return name


def path_of(release: Release, name: str) -> Path:
    """Where a file of the release lies."""
    return root() / release.folder / name


def remove_attempts(job: Job) -> None:
    """Remove what attempts at this job left, up to the one whose token `job` carries."""
    for folder in (root() / str(job.project_id)).glob(f".building-{job.pk}-*"):
        token = folder.name.rpartition("-")[2]
        if token.isdecimal() and int(token) <= job.token:
            shutil.rmtree(folder, ignore_errors=True)


def unclaimed(dataset: Dataset) -> Iterator[Path]:
    """Settled folders of the data set that no release names. Only under the data set's row lock."""
    named = set(Release.objects.filter(dataset=dataset).values_list("folder", flat=True))
    for folder in (root() / str(dataset.project_id)).glob(f"{dataset.pk}-*"):
        if f"{dataset.project_id}/{folder.name}" not in named:
            yield folder


def _sync(folder: Path) -> None:
    """Have the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
