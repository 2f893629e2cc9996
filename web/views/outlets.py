"""Outlets: who published, and how reliable they have been."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Membership
from common.errors import Invalid
from common.time import now
from sources.models import Outlet, OutletGrade
from sources.permissions import can_change_source, can_grade_outlets
from sources.querysets import grade_as_of, grades_of, outlet_of, outlets_of
from sources.services import create_outlet, grade_outlet
from web.access import in_project
from web.forms.outlets import GradeForm, OutletForm
from web.keyset import number

PAGE = 100


@require_http_methods(["GET", "HEAD", "POST"])
@in_project
def outlet_list(request: HttpRequest, seat: Membership) -> HttpResponse:
    """The outlets by name with their newest grade; posting enters one."""
    form = OutletForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            outlet = create_outlet(seat, **form.cleaned_data)
            return redirect("outlet-detail", seat.project.slug, outlet.pk)
        except Invalid as refusal:
            form.take(refusal)
    rows = outlets_of(seat.project).order_by("pk").prefetch_related("grades")
    after = number(request, "after")
    found = list(rows.filter(pk__gt=after)[: PAGE + 1] if after is not None else rows[: PAGE + 1])
    shown = found[:PAGE]
    context = {
        "seat": seat,
        "outlets": [(one, _present_grade(one)) for one in shown],
        "next_after": shown[-1].pk if len(found) > PAGE else None,
        "form": form,
        "may_change": can_change_source(seat),
    }
    return render(request, "outlets/list.html", context, status=422 if form.errors else 200)


def _present_grade(outlet: Outlet) -> OutletGrade | None:
    """The grade that holds today, of grades already read."""
    today = now().date()
    said = [grade for grade in outlet.grades.all() if grade.valid_from <= today]
    return max(said, key=lambda grade: (grade.valid_from, grade.pk), default=None)


def _day(request: HttpRequest) -> date:
    """The day whose grade is asked for; today when none is."""
    try:
        return date.fromisoformat(request.GET.get("as_of", ""))
    except ValueError:
        return now().date()


@require_http_methods(["GET", "HEAD", "POST"])
@in_project
def outlet_detail(request: HttpRequest, seat: Membership, outlet_id: int) -> HttpResponse:
    """One outlet with all its grades; posting grades it."""
    outlet = outlet_of(seat, outlet_id)
    form = GradeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            grade_outlet(seat, outlet, **form.cleaned_data)
            return redirect("outlet-detail", seat.project.slug, outlet.pk)
        except Invalid as refusal:
            form.take(refusal)
    as_of = _day(request)
    context = {
        "seat": seat,
        "outlet": outlet,
        "grades": list(grades_of(outlet)[:PAGE]),
        "as_of": as_of,
        "held": grade_as_of(outlet, as_of),
        "form": form,
        "may_grade": can_grade_outlets(seat),
    }
    return render(request, "outlets/detail.html", context, status=422 if form.errors else 200)
