"""The page of releases: what there is, what is being made, the files, the schedule."""

import json
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Membership
from activity.models import Activity
from exports.models import Dataset, Release
from exports.schedules import expression_of
from exports.services import RELEASE_JOB, default_dataset, request_export, set_schedule
from jobs.lease import claim
from jobs.models import Job
from jobs.working import run_inline
from tests.cast import Cast

from .stories import Shelf, released

pytestmark = pytest.mark.django_db
PAGE = "/projects/desk/releases/"


def browser(seat: Membership) -> Client:
    """A browser in which this member is signed in."""
    client = Client()
    client.force_login(seat.user)
    return client


def shown(seat: Membership, **headers: str) -> str:
    response = browser(seat).get(PAGE, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_page_says_what_a_release_is_and_offers_one(cast: Cast) -> None:
    assert "No release yet" in shown(cast.owner)
    assert "Make the first release" in shown(cast.owner)
    assert "Make the first release" not in shown(cast.editor)
    assert "Only an owner can make a release" in shown(cast.editor)


def test_the_button_starts_a_job_and_the_page_follows_it(cast: Cast) -> None:
    response = browser(cast.owner).post(f"{PAGE}new/")
    assert response.headers["Location"] == PAGE
    job = Job.objects.get(kind=RELEASE_JOB)
    page = shown(cast.owner)
    assert "Waits for a worker" in page
    assert 'hx-trigger="every 2s"' in page
    claim("a worker", job.pk)
    assert "Waits until no approval can be taken back" in shown(cast.owner)
    Job.objects.filter(pk=job.pk).update(progress_done=5, progress_total=20)
    page = shown(cast.editor, **{"HX-Request": "true"})
    assert "5 of 20 sentences" in page
    assert f"jobs/{job.pk}/cancel/" not in page
    assert f"jobs/{job.pk}/cancel/" in shown(cast.owner)


def test_a_release_stands_there_with_its_files(shelf: Shelf) -> None:
    release = released(shelf.cast.owner)
    page = shown(shelf.cast.viewer)
    assert "Release 1" in page
    assert "5 sentences" in page
    assert "8 tags" in page
    assert "hx-trigger" not in page.partition('id="releases"')[2].partition(">")[0]
    for file in release.files:
        assert file["sha256"] in page


@pytest.mark.parametrize(
    ("name", "called", "media_type"),
    [
        ("approved.jsonl", "desk-approved-1.jsonl", "application/x-ndjson"),
        ("approved.csv", "desk-approved-1.csv", "text/csv; charset=utf-8"),
        ("release.json", "desk-approved-1-release.json", "application/json"),
    ],
)
def test_a_file_comes_down_whole_and_well_named(
    shelf: Shelf, name: str, called: str, media_type: str
) -> None:
    release = released(shelf.cast.owner)
    response = browser(shelf.cast.viewer).get(f"{PAGE}approved/1/{name}")
    body = b"".join(response)
    assert response.headers["Content-Disposition"] == f'attachment; filename="{called}"'
    assert response.headers["Content-Type"] == media_type
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert int(response.headers["Content-Length"]) == len(body)
    if name == "release.json":
        assert json.loads(body) == release.manifest


def test_outsiders_and_the_signed_out_get_nothing(shelf: Shelf) -> None:
    released(shelf.cast.owner)
    for address in (PAGE, f"{PAGE}approved/1/approved.csv", f"{PAGE}approved/1/release.json"):
        assert browser(shelf.cast.outsider).get(address).status_code == 404
        assert Client().get(address).status_code == 302
    elsewhere = "/projects/desk-elsewhere/releases/approved/1/approved.csv"
    assert browser(shelf.cast.outsider).get(elsewhere).status_code == 404
    for verb in ("new/", "schedule/", "text/"):
        assert browser(shelf.cast.outsider).post(f"{PAGE}{verb}").status_code == 404


def test_members_without_the_right_get_403_and_the_reason(cast: Cast) -> None:
    for verb in ("new/", "schedule/", "text/"):
        response = browser(cast.editor).post(f"{PAGE}{verb}", {"enabled": "on", "at": "02:00"})
        assert response.status_code == 403
        assert "Only an owner can" in response.content.decode()
    assert not Job.objects.exists()


def test_an_owner_switches_the_schedule_on_and_sees_the_next_run(cast: Cast) -> None:
    cast.project.time_zone = "Africa/Johannesburg"
    cast.project.save()
    with time_machine.travel(datetime(2026, 3, 1, 12, 0, tzinfo=UTC), tick=False):
        browser(cast.owner).post(f"{PAGE}schedule/", {"enabled": "on", "at": "03:30"})
        page = shown(cast.owner)
    assert "Mon 2 Mar 2026, 03:30" in page
    assert "Africa/Johannesburg" in page
    assert 'value="03:30"' in page
    browser(cast.owner).post(f"{PAGE}schedule/", {"at": "03:30"})
    assert "the schedule is off" in shown(cast.owner)
    schedule = Dataset.objects.get().schedule
    assert schedule is not None
    assert not schedule.enabled


def test_an_owner_chooses_which_texts_leave(cast: Cast) -> None:
    assert browser(cast.editor).post(f"{PAGE}text/", {"text": "permitted"}).status_code == 403
    browser(cast.owner).post(f"{PAGE}text/", {"text": "permitted"})
    browser(cast.owner).post(f"{PAGE}text/", {"text": "permitted"})
    assert Dataset.objects.get().text == "permitted"
    assert "only what each source’s rights allow" in shown(cast.editor)
    assert browser(cast.owner).post(f"{PAGE}text/", {"text": "some"}).status_code == 422
    assert Activity.objects.filter(verb="dataset.changed").count() == 1


def test_a_time_that_is_none_is_said_beside_the_field(cast: Cast) -> None:
    response = browser(cast.owner).post(f"{PAGE}schedule/", {"enabled": "on", "at": "25:00"})
    assert response.status_code == 422
    assert 'id="id_at_error"' in response.content.decode()


def test_a_release_that_failed_says_why_and_can_be_started_again(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    from exports.approved import Approved

    with monkeypatch.context() as patch:
        patch.setattr(Approved, "count", lambda self: 7)
        job = run_inline(request_export(shelf.cast.owner))
    page = shown(shelf.cast.owner)
    assert "The last release could not be made" in page
    assert "would hold 5 sentences" in page
    assert f"jobs/{job.pk}/retry/" in page
    assert f"jobs/{job.pk}/retry/" not in shown(shelf.cast.editor)
    released(shelf.cast.owner)
    assert "could not be made" not in shown(shelf.cast.owner)


def test_text_that_may_not_be_republished_is_pointed_out(shelf: Shelf) -> None:
    shelf.source.rights = "none"
    shelf.source.save()
    released(shelf.cast.owner)
    assert "texts of 1 source that may not be republished" in shown(shelf.cast.owner)


def test_the_page_costs_the_same_for_one_and_ten_releases(
    shelf: Shelf, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    released(shelf.cast.owner)
    client = browser(shelf.cast.owner)
    with django_assert_max_num_queries(15) as first:
        client.get(PAGE)
    for _ in range(9):
        released(shelf.cast.owner)
    assert Release.objects.count() == 10
    with django_assert_max_num_queries(len(first.captured_queries)):
        client.get(PAGE)


def test_a_rule_that_is_not_daily_stays_when_it_is_switched(cast: Cast) -> None:
    set_schedule(cast.owner, default_dataset(cast.project), enabled=True, crontab="0 6 * * 1")
    assert "0 6 * * 1" in shown(cast.owner)
    browser(cast.owner).post(f"{PAGE}schedule/", {"at": ""})
    task = Dataset.objects.get().schedule
    assert task is not None
    assert (task.enabled, expression_of(task.crontab)) == (False, "0 6 * * 1")
