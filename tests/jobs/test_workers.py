"""Jobs on real Celery workers that are killed, frozen and cut off."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.db.models.functions import Now

from activity.models import Activity
from jobs import lease, services
from jobs.models import CANCELLED, DONE, RUNNING, Job
from tests.cast import Cast, make_cast
from tests.jobs.probes import jobs as probes
from tests.processes import CHECKOUT, beat, database_url, wait_until, worker

assert probes  # importing registers the kinds
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]
SITE = "tests.jobs.site"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, committed: other processes must see it."""
    return make_cast()


def publications(job: Job) -> int:
    """How often the job's work became visible."""
    return Activity.objects.filter(verb="probe.published", target_id=str(job.pk)).count()


def state_of(job: Job) -> str:
    job.refresh_from_db()
    return job.state


def test_a_killed_worker_is_replaced_within_a_minute_and_nothing_is_published_twice(
    cast: Cast, tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    runs = tmp_path / "gate.runs"
    with worker(tmp_path / "a.log", settings=SITE) as first:
        job = services.enqueue(cast.editor, "probe.slow", cast.project, {"gate": str(gate)})
        wait_until(runs.exists, seconds=30, what="the first worker runs the job", process=first)
        first.kill()
    with worker(tmp_path / "b.log", settings=SITE) as second, beat(tmp_path / "beat.log", settings=SITE):
        seconds = wait_until(
            lambda: runs.read_text().split() == ["1", "2"],
            seconds=60,
            what="another worker takes the job over",
            process=second,
        )
        gate.touch()
        wait_until(lambda: state_of(job) == DONE, seconds=20, what="the job is done", process=second)
    assert seconds < 60
    assert publications(job) == 1
    assert (job.attempts, job.result) == (2, {"token": 2})
    assert not (tmp_path / "gate.debris").exists()


def test_a_worker_that_was_frozen_wakes_up_and_cannot_publish(cast: Cast, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    with worker(tmp_path / "a.log", settings=SITE) as frozen:
        job = services.enqueue(cast.editor, "probe.stuck", cast.project, {"gate": str(gate)})
        started = tmp_path / "gate.started"
        wait_until(started.exists, seconds=30, what="the worker runs the job", process=frozen)
        frozen.send(signal.SIGSTOP)
        Job.objects.filter(pk=job.pk).update(heartbeat_at=Now() - timedelta(seconds=16))
        assert services.sweep().taken_back == [job.pk]
        second = lease.claim("second", job.pk)
        assert second is not None
        gate.touch()
        frozen.send(signal.SIGCONT)
        wait_until(lambda: "no longer ours" in frozen.said(), seconds=20, what="it notices", process=frozen)
    assert publications(job) == 0
    assert (state_of(job), job.worker, job.token) == (RUNNING, "second", 2)


def test_cancel_stops_a_running_job_within_seconds(cast: Cast, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    with worker(tmp_path / "a.log", settings=SITE) as process:
        job = services.enqueue(cast.editor, "probe.slow", cast.project, {"gate": str(gate)})
        wait_until(
            lambda: state_of(job) == RUNNING and job.progress_done > 0,
            seconds=30,
            what="the job runs and its progress is seen",
            process=process,
        )
        services.cancel(cast.owner, job)
        seconds = wait_until(
            lambda: state_of(job) == CANCELLED, seconds=10, what="the job ends", process=process
        )
        wait_until(
            lambda: not (tmp_path / "gate.debris").exists(), seconds=5, what="no debris", process=process
        )
    assert seconds < 5
    assert publications(job) == 0


def test_a_job_asked_for_while_redis_is_gone_is_found_by_the_sweep(cast: Cast, tmp_path: Path) -> None:
    ask = (
        "from accounts.models import Project; from jobs.services import enqueue;"
        "enqueue(None, 'probe.count', Project.objects.get(slug='desk'), {})"
    )
    subprocess.run(
        [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", ask],
        cwd=CHECKOUT,
        check=True,
        timeout=60,
        env={
            **os.environ,
            "DATABASE_URL": database_url(),
            "REDIS_URL": f"unix://{tmp_path}/nobody.sock?db=0",
            "DJANGO_SETTINGS_MODULE": SITE,
        },
    )
    job = Job.objects.get()
    assert state_of(job) == "queued"
    with worker(tmp_path / "a.log", settings=SITE) as process, beat(tmp_path / "beat.log", settings=SITE):
        wait_until(lambda: state_of(job) == DONE, seconds=40, what="the job is done", process=process)


def test_of_many_claims_on_one_job_exactly_one_wins(cast: Cast) -> None:
    job = services.enqueue(cast.editor, "probe.count", cast.project, {}, wake_worker=False)
    together = threading.Barrier(8)
    won: list[Job] = []

    def claim(name: str) -> None:
        try:
            together.wait()
            claimed = lease.claim(name, job.pk)
            if claimed is not None:
                won.append(claimed)
        finally:
            connection.close()

    threads = [threading.Thread(target=claim, args=(f"w{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [claimed.token for claimed in won] == [1]


def test_many_claimers_share_many_jobs_without_meeting(cast: Cast) -> None:
    for _ in range(20):
        services.enqueue(cast.editor, "probe.count", cast.project, {}, wake_worker=False)
    won: list[int] = []

    def claim(name: str) -> None:
        try:
            while (claimed := lease.claim(name)) is not None:
                won.append(claimed.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=claim, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == len(set(won)) == 20


def test_the_sweep_does_not_take_a_job_that_is_being_published(cast: Cast) -> None:
    job = services.enqueue(cast.editor, "probe.count", cast.project, {}, wake_worker=False)
    claimed = lease.claim("slow publisher", job.pk)
    assert claimed is not None
    Job.objects.filter(pk=job.pk).update(heartbeat_at=Now() - timedelta(seconds=60))
    publishing, swept = threading.Event(), threading.Event()

    def publish() -> None:
        from jobs.context import JobContext

        try:
            with JobContext(claimed).publish():
                publishing.set()
                swept.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=publish)
    thread.start()
    publishing.wait(10)
    assert lease.take_from_the_dead() == []
    swept.set()
    thread.join()
    assert state_of(job) == DONE
