"""What people and rooms do with jobs, in one process."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models.functions import Now
from pytest_django import DjangoAssertNumQueries

from activity.models import Activity
from common.errors import Conflict, NotAllowed, NotThere
from jobs import lease, querysets, services, waking
from jobs.interruptions import Cancelled, LostLease
from jobs.models import CANCELLED, DONE, FAILED, QUEUED, RUNNING, Job
from jobs.working import run_inline, work_on
from tests.cast import Cast
from tests.jobs.probes import jobs as probes

assert probes  # importing registers the kinds
pytestmark = pytest.mark.django_db

Ask = Callable[..., Job]


@pytest.fixture
def ask(cast: Cast) -> Ask:
    """Ask for a probe as the editor."""

    def ask(kind: str, **params: object) -> Job:
        return services.enqueue(cast.editor, f"probe.{kind}", cast.project, params)

    return ask


def verbs(job: Job) -> list[str]:
    """What the history says of the job, in order."""
    rows = Activity.objects.filter(target_kind="job", target_id=str(job.pk)).order_by("id")
    return list(rows.values_list("verb", flat=True))


def test_a_job_runs_to_its_end_and_says_how_far_it_came(ask: Ask) -> None:
    job = run_inline(ask("count", steps=4))
    assert (job.state, job.result, job.progress_done, job.progress_total) == (DONE, {"steps": 4}, 4, 4)
    assert job.progress_unit == "steps"
    assert job.finished_at is not None
    assert verbs(job) == ["job.requested"]


def test_an_unknown_kind_is_refused_at_the_door(ask: Ask) -> None:
    with pytest.raises(LookupError):
        ask("nothing-of-the-kind")


def test_a_kind_that_has_gone_fails_in_words(ask: Ask) -> None:
    job = ask("count")
    Job.objects.filter(pk=job.pk).update(kind="probe.gone")
    assert "does not know jobs of the kind" in run_inline(job).problem


def test_a_refusal_fails_at_once_with_its_own_words(ask: Ask) -> None:
    job = run_inline(ask("refuses"))
    assert (job.state, job.problem) == (FAILED, "Line 3 is not JSON: a comma is missing.")
    assert job.attempts == 1
    assert verbs(job) == ["job.requested", "job.failed"]


def test_a_fault_of_ours_fails_with_an_id_and_publishes_nothing(
    ask: Ask, caplog: pytest.LogCaptureFixture
) -> None:
    job = run_inline(ask("breaks"))
    assert job.state == FAILED
    assert job.problem.startswith("Something broke on our side")
    assert f"job-{job.pk}-1" in job.problem
    assert "ZeroDivisionError" in caplog.text
    assert "probe.published" not in verbs(job)


def test_a_passing_failure_is_tried_again_after_growing_pauses(ask: Ask) -> None:
    job = ask("flickers", until=3)
    pauses = []
    for _ in range(2):
        work_on(job.pk)
        job.refresh_from_db()
        assert (job.state, job.is_waiting_to_retry) == (QUEUED, True)
        assert "tried again by itself" in job.problem
        pauses.append(job.run_after)
        Job.objects.filter(pk=job.pk).update(run_after=Now())
    work_on(job.pk)
    job.refresh_from_db()
    assert (job.state, job.problem, job.attempts) == (DONE, "", 3)
    assert verbs(job).count("probe.published") == 1


def test_a_failure_that_does_not_pass_ends_when_the_attempts_are_used_up(ask: Ask) -> None:
    job = ask("flickers")
    for _ in range(3):
        Job.objects.filter(pk=job.pk).update(run_after=Now())
        work_on(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (FAILED, 3)
    assert "Something broke on our side" in job.problem


def test_a_pause_is_kept(ask: Ask) -> None:
    job = ask("flickers", until=2)
    work_on(job.pk)
    work_on(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (QUEUED, 1)


def test_a_worker_that_is_shut_down_gives_its_job_back_untried(ask: Ask) -> None:
    job = ask("interrupted", by="exit")
    with pytest.raises(SystemExit):
        work_on(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.problem) == (QUEUED, 0, "")


def test_an_interrupted_command_cancels_its_job(ask: Ask) -> None:
    job = ask("interrupted", by="ctrl-c")
    with pytest.raises(KeyboardInterrupt):
        run_inline(job)
    job.refresh_from_db()
    assert job.state == CANCELLED


def test_debris_that_cannot_be_removed_is_left_to_the_next_sweep(
    ask: Ask, cast: Cast, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    job = services.cancel(cast.owner, ask("slow", gate=str(tmp_path / "gate")))
    Job.objects.filter(pk=job.pk).update(has_debris=True)
    debris = tmp_path / "gate.debris"
    debris.mkdir()  # a file was expected
    assert services.sweep().cleaned == []
    assert "could not be removed" in caplog.text
    debris.rmdir()
    debris.touch()
    assert services.sweep().cleaned == [job.pk]
    assert not debris.exists()
    assert services.sweep().cleaned == []


def test_a_late_message_does_nothing(ask: Ask) -> None:
    job = run_inline(ask("count"))
    work_on(job.pk)
    work_on(999_999)
    job.refresh_from_db()
    assert job.token == 1


def test_a_stale_token_cannot_publish_end_or_beat(ask: Ask) -> None:
    job = ask("count")
    first = lease.claim("one", job.pk)
    assert first is not None
    Job.objects.filter(pk=job.pk).update(heartbeat_at=Now() - timedelta(seconds=16))
    assert lease.take_from_the_dead() == [job.pk]
    second = lease.claim("two", job.pk)
    assert second is not None
    assert second.token == first.token + 1
    with pytest.raises(LostLease):
        lease.lock(job.pk, first.token)
    lease.close_failed(job.pk, first.token, "no")
    lease.put_back(job.pk, first.token, "no")
    lease.close_cancelled(job.pk, first.token)
    assert lease.beat(job.pk, first.token, done=1, total=None) is None
    job.refresh_from_db()
    assert (job.state, job.worker, job.problem[:10]) == (RUNNING, "two", "The worker")


def test_the_sweep_leaves_a_beating_job_alone(ask: Ask) -> None:
    job = ask("count")
    lease.claim("one", job.pk)
    assert lease.take_from_the_dead() == []


def test_the_sweep_gives_up_a_job_that_kills_its_workers(ask: Ask) -> None:
    job = ask("flickers")
    for _ in range(3):
        assert lease.claim("doomed", job.pk)
        Job.objects.filter(pk=job.pk).update(heartbeat_at=Now() - timedelta(seconds=16))
        services.sweep()
    job.refresh_from_db()
    assert job.state == FAILED
    assert "stopped in the middle of this job 3 times" in job.problem
    assert not job.has_debris
    assert verbs(job)[-1] == "job.failed"


def test_the_sweep_wakes_workers_for_jobs_whose_message_was_lost(ask: Ask) -> None:
    job = ask("count")
    fresh = ask("count")
    Job.objects.filter(pk=job.pk).update(run_after=Now() - timedelta(seconds=4))
    assert services.sweep().woken == [job.pk]
    assert fresh.pk not in list(querysets.overlooked().values_list("pk", flat=True))


def test_a_broker_that_is_gone_does_not_stop_who_asks(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from jobs.tasks import run

    def gone(*args: object, **kwargs: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(run, "apply_async", gone)
    job = services.enqueue(cast.editor, "probe.count", cast.project, {})
    waking.wake(job.pk)
    assert "No broker" in caplog.text
    assert lease.claim("one") == job


def test_cancel_ends_a_waiting_job_at_once(ask: Ask, cast: Cast) -> None:
    job = services.cancel(cast.editor, ask("count"))
    assert job.state == CANCELLED
    assert verbs(job) == ["job.requested", "job.cancelled"]
    assert services.cancel(cast.editor, job).state == CANCELLED
    assert verbs(job) == ["job.requested", "job.cancelled"]


def test_cancel_of_a_running_job_reaches_it_with_the_next_beat_and_voids_its_work(
    ask: Ask, cast: Cast
) -> None:
    job = ask("count")
    held = lease.claim("one", job.pk)
    assert held is not None
    assert services.cancel(cast.owner, job).state == RUNNING
    assert lease.beat(job.pk, held.token, done=1, total=3) == lease.Word(is_cancel_wanted=True)
    with pytest.raises(Cancelled):
        lease.lock(job.pk, held.token)
    lease.close_cancelled(job.pk, held.token)
    job.refresh_from_db()
    assert job.state == CANCELLED
    assert verbs(job) == ["job.requested", "job.cancel_requested", "job.cancelled"]


@pytest.mark.parametrize(
    ("who", "may"),
    [("owner", True), ("editor", True), ("second_editor", False), ("reviewer", False), ("viewer", False)],
)
@pytest.mark.parametrize("verb", ["cancel", "retry"])
def test_the_one_who_asked_and_owners_cancel_and_retry(
    ask: Ask, cast: Cast, verb: str, who: str, may: bool
) -> None:
    job = ask("count") if verb == "cancel" else run_inline(ask("refuses"))
    act = getattr(services, verb)
    if may:
        act(getattr(cast, who), job)
    else:
        with pytest.raises(NotAllowed, match="Only who asked for it or an owner"):
            act(getattr(cast, who), job)


def test_outsiders_find_no_such_job(ask: Ask, cast: Cast) -> None:
    job = ask("count")
    with pytest.raises(NotThere):
        services.cancel(cast.outsider, job)
    assert not querysets.visible_to(cast.outsider.user).exists()
    assert list(querysets.visible_to(cast.viewer.user)) == [job]


def test_retry_gives_a_failed_job_all_its_attempts_again(ask: Ask, cast: Cast) -> None:
    job = services.retry(cast.editor, run_inline(ask("refuses")))
    assert (job.state, job.attempts, job.problem) == (QUEUED, 0, "")
    assert services.retry(cast.editor, job).state == QUEUED
    assert verbs(job).count("job.retried") == 1


def test_retry_of_a_done_job_is_a_conflict(ask: Ask, cast: Cast) -> None:
    with pytest.raises(Conflict, match="start a new one"):
        services.retry(cast.editor, run_inline(ask("count")))


def test_a_list_of_jobs_costs_the_same_for_one_and_ten(
    ask: Ask, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def read() -> list[str]:
        return [str(job.requested_by) for job in querysets.in_project(cast.project)]

    ask("count")
    with django_assert_num_queries(1):
        read()
    for _ in range(9):
        ask("count")
    with django_assert_num_queries(1):
        assert len(read()) == 10
