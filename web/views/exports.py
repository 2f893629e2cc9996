"""Releases of a project: what there is, what is being made, when the next is due, and the files themselves."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Membership
from common.errors import Invalid
from common.time import now
from exports import querysets, schedules, services
from exports.models import Dataset
from exports.permissions import can_export, can_schedule
from jobs.permissions import can_retry
from web.access import in_project
from web.forms.exports import ScheduleForm, TextForm
from web.keyset import newest_first

PAGE = 20


@require_safe
@in_project
def release_list(request: HttpRequest, seat: Membership) -> HttpResponse:
    """Every release with its files. htmx asks again while one is being made."""
    return render(request, "exports/list.html", _context(request, seat))


@require_POST
@in_project
def release_start(request: HttpRequest, seat: Membership) -> HttpResponse:
    """Make a release now."""
    services.request_export(seat)
    return redirect("dataset-list", seat.project.slug)


@require_POST
@in_project
def release_schedule(request: HttpRequest, seat: Membership) -> HttpResponse:
    """Switch the nightly release on or off, or move it."""
    form = ScheduleForm(request.POST, is_daily=_is_daily(querysets.default_of(seat.project)))
    if form.is_valid():
        at = form.cleaned_data["at"]
        try:
            services.set_schedule(
                seat,
                services.default_dataset(seat.project),
                enabled=form.cleaned_data["enabled"],
                at=at.strftime("%H:%M") if at else None,
            )
            return redirect("dataset-list", seat.project.slug)
        except Invalid as refusal:
            form.take(refusal)
    return render(request, "exports/list.html", _context(request, seat, form), status=422)


@require_POST
@in_project
def release_text(request: HttpRequest, seat: Membership) -> HttpResponse:
    """Choose which texts later releases hold."""
    services.set_text(seat, services.default_dataset(seat.project), request.POST.get("text", ""))
    return redirect("dataset-list", seat.project.slug)


@require_safe
@in_project
def release_file(
    request: HttpRequest, seat: Membership, dataset: str, number: int, name: str
) -> FileResponse:
    """A file of a release, as it lies on the disk."""
    release = querysets.release_of(seat, dataset, number)
    file = services.open_file(seat, release, name)
    return FileResponse(
        file.path.open("rb"), as_attachment=True, filename=file.download_name, content_type=file.media_type
    )


def _context(request: HttpRequest, seat: Membership, form: ScheduleForm | None = None) -> dict[str, Any]:
    project = seat.project
    dataset = querysets.default_of(project)
    failed = querysets.last_failure(project)
    return {
        "seat": seat,
        "page": newest_first(request, querysets.releases_of(project), PAGE),
        "at_work": list(querysets.jobs_at_work(project)),
        "failed": failed,
        "may_retry": failed is not None and can_retry(seat, failed),
        "approved": querysets.approved_count(project),
        "may_export": can_export(seat),
        "may_schedule": can_schedule(seat),
        **_schedule(dataset),
        "text": dataset.text if dataset else "all",
        "text_form": TextForm(initial={"text": dataset.text if dataset else "all"}),
        "form": form or ScheduleForm(initial=_initial(dataset), is_daily=_is_daily(dataset)),
    }


def _schedule(dataset: Dataset | None) -> dict[str, Any]:
    """When the next release is due by itself, in words for the page."""
    task = dataset.schedule if dataset else None
    if task is None or not task.enabled or task.crontab is None:
        return {"next_at": None}
    return {
        "next_at": schedules.next_due(task.crontab, now()),
        "zone": str(task.crontab.timezone),
        "crontab": "" if schedules.time_of_day(task.crontab) else schedules.expression_of(task.crontab),
    }


def _is_daily(dataset: Dataset | None) -> bool:
    """Whether the schedule is a time of day, or not yet anything."""
    task = dataset.schedule if dataset else None
    return task is None or task.crontab is None or bool(schedules.time_of_day(task.crontab))


def _initial(dataset: Dataset | None) -> dict[str, Any]:
    task = dataset.schedule if dataset else None
    if task is None or task.crontab is None:
        return {"enabled": False, "at": "02:00"}
    return {"enabled": task.enabled, "at": schedules.time_of_day(task.crontab)}
