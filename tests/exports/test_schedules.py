"""When a release is due by itself."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django_celery_beat.models import CrontabSchedule, PeriodicTask

from accounts.services import archive, change_project
from activity.models import Activity
from common.errors import Invalid, NotAllowed, NotThere
from exports import schedules
from exports.models import Dataset
from exports.services import catch_up, default_dataset, run_if_due, set_schedule
from jobs.models import Job
from tests.cast import Cast

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def on(cast: Cast, crontab: str | None = None, at: str | None = None) -> Dataset:
    return set_schedule(cast.owner, default_dataset(cast.project), enabled=True, crontab=crontab, at=at)


def crontab(expression: str, zone: str) -> CrontabSchedule:
    return CrontabSchedule(**schedules.parsed(expression), timezone=zone)


@pytest.mark.parametrize(
    ("expression", "zone", "after", "due"),
    [
        ("0 2 * * *", "UTC", "2026-03-01T01:59:59", "2026-03-01T02:00:00"),
        ("0 2 * * *", "UTC", "2026-03-01T02:00:00", "2026-03-02T02:00:00"),
        ("0 2 * * *", "Africa/Johannesburg", "2026-03-01T12:00:00", "2026-03-02T00:00:00"),
        ("30 2 * * *", "Asia/Kathmandu", "2026-03-01T00:00:00", "2026-03-01T20:45:00"),
        ("*/20 * * * *", "UTC", "2026-03-01T12:00:00", "2026-03-01T12:20:00"),
        ("0 6 1 * *", "UTC", "2026-03-01T12:00:00", "2026-04-01T06:00:00"),
        ("0 6 * * 0", "UTC", "2026-03-02T12:00:00", "2026-03-08T06:00:00"),
        ("0 6 * * mon-fri", "UTC", "2026-03-06T12:00:00", "2026-03-09T06:00:00"),
        ("0 0 29 2 *", "UTC", "2026-03-01T12:00:00", "2028-02-29T00:00:00"),
        # 02:30 does not exist on the night the clocks go forward: it is due once they have moved
        ("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00", "2026-03-29T01:30:00"),
        # and exists twice when they go back: it is due the first time, then the next day
        ("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00", "2026-10-25T00:30:00"),
        ("30 2 * * *", "Europe/Berlin", "2026-10-25T00:30:00", "2026-10-26T01:30:00"),
    ],
)
def test_the_next_instant_follows_the_clocks_of_the_zone(
    expression: str, zone: str, after: str, due: str
) -> None:
    found = schedules.next_due(crontab(expression, zone), datetime.fromisoformat(f"{after}+00:00"))
    assert found == datetime.fromisoformat(f"{due}+00:00")


@pytest.mark.parametrize("text", ["", "2", "* * * *", "61 * * * *", "0 2 30 2 *", "a b c d e", "0 2 * * * *"])
def test_what_is_no_crontab_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="crontab of five fields"):
        schedules.parsed(text)


def test_a_time_of_day_becomes_a_crontab_and_back(cast: Cast) -> None:
    dataset = on(cast, at="03:05")
    assert dataset.schedule is not None
    assert schedules.expression_of(dataset.schedule.crontab) == "5 3 * * *"
    assert schedules.time_of_day(dataset.schedule.crontab) == "03:05"
    assert schedules.time_of_day(crontab("*/5 3 * * *", "UTC")) == ""


def test_switching_on_and_off_is_kept_where_beat_reads_it_and_recorded_once(cast: Cast) -> None:
    on(cast)
    on(cast)
    task = PeriodicTask.objects.get(task="exports.tasks.scheduled")
    assert (task.enabled, task.args, str(task.crontab)) == (
        True,
        f"[{Dataset.objects.get().pk}]",
        str(task.crontab),
    )
    set_schedule(cast.owner, default_dataset(cast.project), enabled=False)
    task.refresh_from_db()
    assert not task.enabled
    changes = Activity.objects.filter(verb="schedule.changed").order_by("id")
    assert [row.new["enabled"] for row in changes if row.new] == [True, False]


def test_a_knock_makes_one_release_however_often_it_comes(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        dataset = on(cast, at="02:00")
        assert run_if_due(dataset.pk) is None
        clock.shift(timedelta(hours=14))
        job = run_if_due(dataset.pk)
        assert job is not None
        assert job.requested_by is None
        assert run_if_due(dataset.pk) is None
        assert catch_up() == []
        clock.shift(timedelta(days=1))
        assert run_if_due(dataset.pk) is not None
    assert Job.objects.count() == 2


def test_what_was_missed_while_the_server_was_down_runs_once(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        on(cast, at="02:00")
        clock.shift(timedelta(days=9))
        assert len(catch_up()) == 1
        assert catch_up() == []


def test_switching_on_does_not_make_up_for_the_time_it_was_off(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        dataset = on(cast, at="02:00")
        set_schedule(cast.owner, dataset, enabled=False)
        clock.shift(timedelta(days=3))
        assert catch_up() == []
        on(cast)
        assert catch_up() == []
        clock.shift(timedelta(hours=15))
        assert len(catch_up()) == 1


def test_a_schedule_follows_the_projects_time_zone(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        dataset = on(cast, at="02:00")
        change_project(cast.owner, time_zone="Pacific/Auckland")  # 02:00 there is 13:00 UTC
        clock.shift(timedelta(hours=1))
        assert run_if_due(dataset.pk) is not None
    assert (
        str(PeriodicTask.objects.get(task="exports.tasks.scheduled").crontab.timezone) == "Pacific/Auckland"
    )


def test_an_archived_projects_schedule_rests(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        dataset = on(cast)
        archive(cast.owner)
        clock.shift(timedelta(days=2))
        assert run_if_due(dataset.pk) is None
        assert catch_up() == []


def test_only_owners_schedule_and_only_their_own(cast: Cast) -> None:
    dataset = default_dataset(cast.project)
    with pytest.raises(NotAllowed, match="Only an owner can schedule releases"):
        set_schedule(cast.reviewer, dataset, enabled=True)
    with pytest.raises(NotThere):
        set_schedule(cast.outsider, dataset, enabled=True)
