"""The kinds of job this room knows."""

import shutil
from typing import Any

from django.db import transaction

from activity.services import record
from common.errors import Invalid
from common.time import now
from jobs.context import JobContext
from jobs.models import Job
from jobs.registry import kind

from . import folders, manifest
from .building import Built, build, close_the_window
from .models import Dataset, Release
from .services import RELEASE_JOB


def remove_debris(job: Job) -> None:
    """Remove what attempts at a release left: half-built folders, and a settled one whose commit never came."""
    folders.remove_attempts(job)
    with transaction.atomic():
        dataset = Dataset.objects.select_for_update().filter(pk=job.params.get("dataset")).first()
        if dataset is not None:
            for folder in folders.unclaimed(dataset):
                shutil.rmtree(folder, ignore_errors=True)


@kind(RELEASE_JOB, unit="sentences", cleanup=remove_debris)
def make_release(context: JobContext) -> None:
    """Write the approved sentences into a hidden folder; name and publish it in the last transaction."""
    dataset = Dataset.objects.filter(pk=context.params["dataset"], project=context.project).first()
    if dataset is None:
        raise Invalid("The data set is gone.")
    cutoff = close_the_window(context)
    folder = folders.building(context.job)
    try:
        built = build(context, dataset, context.params["formats"], folder, cutoff)
        with context.publish() as result:
            release = _publish(context, dataset, built)
            result.update(_summary(release))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _publish(context: JobContext, dataset: Dataset, built: Built) -> Release:
    """Number the release, write what it says of itself, give its folder its name, and record it. Locks the data set."""
    Dataset.objects.select_for_update().get(pk=dataset.pk)
    last = (
        Release.objects.filter(dataset=dataset).order_by("-number").values_list("number", flat=True).first()
    )
    number, moment = (last or 0) + 1, now()
    who = context.requested_by
    told = manifest.describe(
        context.project, dataset, number, built, at=moment, requested_by=who.code if who else None
    )
    folder = folders.attempt(context.job)
    manifest.write(folder, told)
    release = Release.objects.create(
        dataset=dataset,
        project=context.project,
        number=number,
        job=context.job,
        requested_by=who,
        folder=folders.settle(folder, dataset, number),
        manifest=told,
        sentence_count=built.counts["sentences"],
        tag_count=built.counts["tags"],
        published_at=moment,
    )
    record(
        "release.made",
        target_kind="release",
        target_id=release.pk,
        project_id=release.project_id,
        actor_id=release.requested_by_id,
        new={"dataset": dataset.slug, "number": number, **_summary(release)},
    )
    return release


def _summary(release: Release) -> dict[str, Any]:
    return {
        "release": release.pk,
        "sentences": release.sentence_count,
        "tags": release.tag_count,
    }
