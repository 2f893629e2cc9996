"""Releases on real Celery workers: killed half-way, and started by a real beat."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models.functions import Now

from activity.models import Activity
from exports.models import Release
from exports.services import default_dataset, request_export, set_schedule
from jobs.models import DONE, Job
from jobs.services import sweep
from tests.cast import Cast, make_cast
from tests.processes import beat, wait_until, worker

from .probes import jobs as probes
from .stories import Shelf, make_shelf

assert probes  # importing registers the format
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, committed: other processes must see it."""
    return make_cast()


def state_of(job: Job) -> str:
    job.refresh_from_db()
    return job.state


def folders(files: Path) -> list[str]:
    return sorted(path.name for path in (files / "exports").glob("*/*"))


def test_a_release_whose_worker_is_killed_half_way_is_made_once_by_another(
    shelf: Shelf, files: Path, tmp_path: Path
) -> None:
    gate, runs = tmp_path / "gate", tmp_path / "gate.runs"
    env = {"ATTEST_TEST_FILES": str(files), "GATE": str(gate)}
    site = "tests.exports.site"
    with worker(tmp_path / "a.log", settings=site, environment=env) as first:
        job = request_export(shelf.cast.owner, formats=["csv", "gated"])
        wait_until(runs.exists, seconds=45, what="the first worker writes", process=first)
        first.kill()
    half = f".building-{job.pk}-1"
    assert folders(files) == [half]
    assert (files / "exports" / str(shelf.cast.project.pk) / half / "approved.jsonl").stat().st_size > 0
    with worker(tmp_path / "b.log", settings=site, environment=env) as second:
        Job.objects.filter(pk=job.pk).update(heartbeat_at=Now() - timedelta(seconds=16))
        assert sweep().taken_back == [job.pk]
        gate.touch()
        wait_until(lambda: state_of(job) == DONE, seconds=45, what="the release is made", process=second)
        release = Release.objects.get()
        final = f"{release.dataset_id}-1"
        wait_until(lambda: folders(files) == [final], seconds=10, what="the debris goes", process=second)
    assert (job.attempts, release.sentence_count, release.tag_count) == (2, 5, 8)
    assert Activity.objects.filter(verb="release.made").count() == 1


def test_a_schedule_that_an_owner_switches_on_is_seen_to_fire(
    cast: Cast, files: Path, tmp_path: Path
) -> None:
    """Every minute, through the door that makes it nightly. Takes up to 70 seconds."""
    shelf = make_shelf(cast)
    dataset = set_schedule(cast.owner, default_dataset(cast.project), enabled=True, crontab="* * * * *")
    env = {"ATTEST_TEST_FILES": str(files)}
    with (
        worker(tmp_path / "worker.log", environment=env) as process,
        beat(tmp_path / "beat.log", environment=env) as knocking,
    ):
        wait_until(
            lambda: Release.objects.filter(dataset=dataset).exists(),
            seconds=90,
            what="a release is made by itself",
            process=process,
        )
        assert f"Sending due task exports.dataset.{dataset.pk} (exports.tasks.scheduled)" in knocking.said()
    release = Release.objects.earliest("id")
    assert release.requested_by is None
    assert release.sentence_count == len(shelf.ops)
