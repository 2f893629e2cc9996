"""The sources of a project with their progress, and the way in for new ones."""

from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership
from annotations.orphans import visible_to as orphans_visible_to
from annotations.progress import progress_of_sources
from common.errors import Invalid
from jobs.models import Job
from sources.importers.problems import ImportProblem, Problem
from sources.permissions import can_import
from sources.querysets import sources_of
from sources.services import request_import
from web.access import in_project
from web.forms.sources import ImportForm
from web.keyset import newest_first, words

PAGE = 50
AROUND = 60


@require_safe
@in_project
def source_list(request: HttpRequest, seat: Membership) -> HttpResponse:
    """The sources, newest first, or those whose title holds the words of `q`."""
    rows, query = sources_of(seat.project), words(request, "q")
    for word in query.split():
        rows = rows.filter(title__icontains=word)
    page = newest_first(request, rows, PAGE)
    progress = progress_of_sources(page.rows)
    context = {
        "seat": seat,
        "query": query,
        "page": page,
        "rows": [(source, progress[source.pk]) for source in page.rows],
        "may_import": can_import(seat),
        "orphans": orphans_visible_to(seat).filter(state="open").count(),
    }
    return render(request, "sources/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_project
def source_import(request: HttpRequest, seat: Membership) -> HttpResponse:
    """Take in files or a pasted text: all are queued, or none, and what is wrong is shown where it stands."""
    can_import(seat).require()
    form, faults = ImportForm(request.POST or None, request.FILES or None), list[Fault]()
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                jobs = [_take(seat, form, arrival, faults) for arrival in _arrivals(form)]
                if not faults:
                    one = jobs[0] if len(jobs) == 1 else None
                    return (
                        redirect("job", seat.project.slug, one.pk)
                        if one
                        else redirect("job-list", seat.project.slug)
                    )
                transaction.set_rollback(True)
        except Invalid as refusal:
            form.take(refusal)
    status = 422 if form.errors or faults else 200
    return render(
        request, "sources/import.html", {"seat": seat, "form": form, "faults": faults}, status=status
    )


@dataclass(frozen=True, slots=True)
class Arrival:
    """A text that came in; `name` is its file's, empty when it was pasted."""

    name: str
    data: bytes | str


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a text, with the words around the place."""

    name: str
    problem: Problem
    before: str
    there: str


def _arrivals(form: ImportForm) -> list[Arrival]:
    files = form.cleaned_data["uploads"]
    return [Arrival(file.name or "", file.read()) for file in files] or [
        Arrival("", form.cleaned_data["text"])
    ]


def _take(seat: Membership, form: ImportForm, arrival: Arrival, faults: list[Fault]) -> Job | None:
    """Queue one text, or note what is wrong with it."""
    known = form.cleaned_data
    try:
        return request_import(
            seat,
            seat.project,
            arrival.data,
            file_name=arrival.name,
            title=known["title"],
            format_name=known["format_name"],
            stated=form.stated(),
            rights=known["rights"],
        )
    except ImportProblem as refusal:
        faults.extend(_fault(arrival, problem) for problem in refusal.problems)
        return None


def _fault(arrival: Arrival, problem: Problem) -> Fault:
    """The problem with the line it stands on, cut around the column."""
    text = arrival.data if isinstance(arrival.data, str) else arrival.data.decode("utf-8", "replace")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not problem.line or problem.line > len(lines):
        return Fault(arrival.name, problem, "", "")
    line, column = lines[problem.line - 1], max(0, (problem.column or 1) - 1)
    return Fault(
        arrival.name, problem, line[max(0, column - AROUND) : column], line[column : column + AROUND]
    )
