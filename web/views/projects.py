"""The person's projects, one project's overview, its settings."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import EDITOR, OWNER, REVIEWER, Membership
from accounts.permissions import can_archive, can_change_project, can_import, can_manage_members
from accounts.services import archive, change_project, reopen
from activity.querysets import latest
from annotations.progress import drafts_of, progress_of_project, seats_with_work
from codebook.services import open_project
from common.errors import Invalid
from jobs.querysets import in_project as jobs_in
from reviews.querysets import counted, offered_to, questions, returned_to
from web.access import in_project, person
from web.forms.projects import NewProjectForm, ProjectForm
from web.history import in_words

RECENT = 8


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Every project of the person, with what waits for them there."""
    seats = list(seats_with_work(person(request))[:200])
    open_seats = [seat for seat in seats if not seat.project.is_archived]
    archived = [seat for seat in seats if seat.project.is_archived]
    return render(request, "projects/home.html", {"seats": open_seats, "archived": archived})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_create(request: HttpRequest) -> HttpResponse:
    """Open a project."""
    form = NewProjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("project", open_project(person(request), **form.cleaned_data).project.slug)
        except Invalid as refusal:
            form.take(refusal)
    return render(request, "projects/new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@in_project
def project(request: HttpRequest, seat: Membership) -> HttpResponse:
    """How far the project is, what this person can do next, what happened lately."""
    context = {
        "seat": seat,
        "progress": progress_of_project(seat.project),
        "work": _work_for(seat),
        "lines": in_words(seat, latest(seat.project_id, limit=RECENT)),
        "jobs": jobs_in(seat.project).filter(state__in=["queued", "running"])[:5],
        "may_import": can_import(seat),
        "may_invite": can_manage_members(seat),
    }
    return render(request, "projects/overview.html", context)


def _work_for(seat: Membership) -> dict[str, object]:
    """What waits for the person, by role; counts stop at 1,000."""
    work: dict[str, object] = {}
    if seat.has(EDITOR, REVIEWER):
        returned = returned_to(seat)
        work |= {"returned": counted(returned), "first_returned": returned.first()}
        work["draft"] = drafts_of(seat.coder).first()
    if seat.has(REVIEWER):
        work["waiting"] = counted(offered_to(seat))
    if seat.has(OWNER, REVIEWER):
        asked = questions(seat)
        work |= {"questions": counted(asked), "first_question": asked.first()}
    return work


@require_http_methods(["GET", "HEAD", "POST"])
@in_project
def project_settings(request: HttpRequest, seat: Membership) -> HttpResponse:
    """Name, description and time zone; archiving."""
    project = seat.project
    initial = {"name": project.name, "description": project.description, "time_zone": project.time_zone}
    form = ProjectForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_project(seat, **form.cleaned_data)
            messages.success(request, gettext("Settings saved."))
            return redirect("project-settings", project.slug)
        except Invalid as refusal:
            form.take(refusal)
    context = {
        "seat": seat,
        "form": form,
        "may_change": can_change_project(seat),
        "may_archive": can_archive(seat),
    }
    return render(request, "projects/settings.html", context, status=422 if form.errors else 200)


@require_POST
@in_project
def project_archive(request: HttpRequest, seat: Membership) -> HttpResponse:
    """Close the project for changes, or open it again."""
    (reopen if request.POST.get("open") else archive)(seat)
    return redirect("project-settings", seat.project.slug)
