"""Long work of a project: how far it is, how it ended, cancel, start again."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Membership
from common.errors import NotThere
from jobs import services
from jobs.models import Job
from jobs.permissions import can_cancel, can_retry
from jobs.querysets import in_project as jobs_in
from web.access import in_project
from web.keyset import newest_first

PAGE = 50


@require_safe
@in_project
def job_list(request: HttpRequest, seat: Membership) -> HttpResponse:
    """The project's jobs, newest first."""
    page = newest_first(request, jobs_in(seat.project).select_related("requested_by__user"), PAGE)
    return render(request, "jobs/list.html", {"seat": seat, "page": page})


@require_safe
@in_project
def job(request: HttpRequest, seat: Membership, job_id: int) -> HttpResponse:
    """One job. htmx asks again for the part that moves, until it is over."""
    found = _job(seat, job_id)
    context = {
        "seat": seat,
        "job": found,
        "may_cancel": can_cancel(seat, found),
        "may_retry": can_retry(seat, found),
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "jobs/_state.html" if part else "jobs/job.html", context)


@require_POST
@in_project
def job_cancel(request: HttpRequest, seat: Membership, job_id: int) -> HttpResponse:
    """Stop it; nothing of it is kept."""
    return _then_show(seat, job_id, services.cancel)


@require_POST
@in_project
def job_retry(request: HttpRequest, seat: Membership, job_id: int) -> HttpResponse:
    """Start it again."""
    return _then_show(seat, job_id, services.retry)


def _then_show(seat: Membership, job_id: int, verb: Callable[[Membership, Job], Job]) -> HttpResponse:
    verb(seat, _job(seat, job_id))
    return redirect("job", seat.project.slug, job_id)


def _job(seat: Membership, job_id: int) -> Job:
    found = jobs_in(seat.project).select_related("requested_by__user", "project").filter(pk=job_id).first()
    if found is None:
        raise NotThere("There is no such job in this project.")
    return found
