"""Home, overview, activity and jobs: what waits, what happened, what is under way."""

from typing import Any

from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from activity.models import Activity
from activity.services import record
from jobs.models import Job
from tests.cast import Cast
from tests.factories import make_source

from .conftest import As


def test_home_lists_only_ones_own_projects(cast: Cast, as_: As) -> None:
    page = as_(cast.editor).get("/").content.decode()
    assert "The desk" in page
    assert "Elsewhere" not in page


def test_a_project_is_opened_with_its_codes(cast: Cast, as_: As) -> None:
    browser = as_(cast.outsider)
    response = browser.post(
        reverse("project-create"), {"name": "Sahel", "slug": "sahel", "description": "", "time_zone": "UTC"}
    )
    assert response.headers["Location"] == "/projects/sahel/"
    assert "Import the first source" in browser.get("/projects/sahel/").content.decode()


def test_a_taken_address_is_said_beside_the_field(cast: Cast, as_: As) -> None:
    response = as_(cast.outsider).post(
        reverse("project-create"), {"name": "Desk", "slug": "desk", "description": "", "time_zone": "UTC"}
    )
    assert response.status_code == 422
    assert 'id="id_slug_error">This address is taken.' in response.content.decode()


def test_the_overview_says_what_is_next(cast: Cast, as_: As) -> None:
    make_source(cast.project, ["One.", "Two."])
    assert "2 sentences are not read yet" in as_(cast.editor).get("/projects/desk/").content.decode()


def test_activity_names_people_and_pages_by_the_last_row(cast: Cast, as_: As) -> None:
    for _ in range(60):
        record(
            "project.changed",
            target_kind="project",
            target_id=cast.project.pk,
            project_id=cast.project.pk,
            actor_id=cast.editor.coder_id,
        )
    browser = as_(cast.viewer)
    page = browser.get("/projects/desk/activity/").content.decode()
    assert page.count("<bdi>edith</bdi></b> changed the project’s settings") == 50
    oldest = Activity.objects.filter(project_id=cast.project.pk).order_by("-id")[49]
    assert (
        "opened the project"
        in browser.get("/projects/desk/activity/", {"before": oldest.pk}).content.decode()
    )


def test_activity_of_another_project_is_not_there(cast: Cast, as_: As) -> None:
    assert "Elsewhere" not in as_(cast.viewer).get("/projects/desk/activity/").content.decode()


def test_activity_costs_the_same_for_one_row_and_ten(
    cast: Cast, as_: As, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(10):
        source = make_source(cast.project, ["One."], title=f"Source {number}")
        for seat in (cast.editor, cast.owner):
            record(
                "source.imported",
                target_kind="source",
                target_id=source.pk,
                project_id=cast.project.pk,
                actor_id=seat.coder_id,
            )
    browser = as_(cast.viewer)
    with django_assert_max_num_queries(7):
        browser.get("/projects/desk/activity/")


def make_job(cast: Cast, **fields: Any) -> Job:
    return Job.objects.create(
        kind="sources.import",
        project=cast.project,
        requested_by=cast.editor.coder,
        progress_unit="sentences",
        **fields,
    )


def test_a_running_job_asks_again_for_its_progress(cast: Cast, as_: As) -> None:
    job = make_job(cast, state="running", progress_done=10, progress_total=40)
    page = as_(cast.viewer).get(f"/projects/desk/jobs/{job.pk}/").content.decode()
    assert "10 of 40 sentences" in page
    assert 'hx-trigger="every' in page


def test_a_finished_job_stops_asking_and_says_why_it_failed(cast: Cast, as_: As) -> None:
    job = make_job(cast, state="failed", problem="The disk is full.")
    page = as_(cast.viewer).get(f"/projects/desk/jobs/{job.pk}/").content.decode()
    assert "The disk is full." in page
    assert 'hx-trigger="every' not in page


def test_who_asked_may_cancel_and_start_again(cast: Cast, as_: As) -> None:
    job, browser = make_job(cast), as_(cast.editor)
    browser.post(f"/projects/desk/jobs/{job.pk}/cancel/")
    job.refresh_from_db()
    assert job.state == "cancelled"
    browser.post(f"/projects/desk/jobs/{job.pk}/retry/")
    job.refresh_from_db()
    assert job.state == "queued"


def test_another_editor_may_not_cancel(cast: Cast, as_: As) -> None:
    job = make_job(cast)
    assert as_(cast.second_editor).post(f"/projects/desk/jobs/{job.pk}/cancel/").status_code == 403


def test_jobs_of_another_project_are_not_there(cast: Cast, as_: As) -> None:
    job = make_job(cast)
    browser = as_(cast.outsider)
    for name in ("job", "job-cancel", "job-retry"):
        address = reverse(name, args=["desk-elsewhere", job.pk])
        assert (browser.get if name == "job" else browser.post)(address).status_code == 404
