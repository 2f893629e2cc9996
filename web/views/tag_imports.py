"""Moving in: a file from another tool, what its labels become, and what came of it."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership
from annotations.importing.querysets import tag_import_of, tag_imports_of
from annotations.importing.services import job_state, known_codes, request_tag_import, start_tag_import
from annotations.importing.summary import read_summary
from common.errors import AttestError
from sources.decoding import read_limited
from sources.permissions import can_import
from web.access import in_project
from web.forms.tag_imports import ExportForm, MappingForm
from web.keyset import newest_first

PAGE = 20
SHOWN = 50
OPEN = ("waiting", "failed", "cancelled")


@require_http_methods(["GET", "HEAD", "POST"])
@in_project
def tag_import_list(request: HttpRequest, seat: Membership) -> HttpResponse:
    """Take a file in and go to its mapping; the imports there were."""
    can_import(seat).require()
    form = ExportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        known = form.cleaned_data
        try:
            found = request_tag_import(
                seat,
                read_limited(known["upload"]),
                file_name=known["upload"].name or "",
                format_name=known["format_name"],
                unit=known["unit"],
                rights=known["rights"],
            )
            return redirect("tag-import", seat.project.slug, found.pk)
        except AttestError as refusal:
            form.take(refusal)
    page = newest_first(request, tag_imports_of(seat), PAGE)
    context = {"seat": seat, "form": form, "page": page, "rows": [(one, job_state(one)) for one in page.rows]}
    return render(request, "tag_imports/list.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_project
def tag_import(request: HttpRequest, seat: Membership, import_id: int) -> HttpResponse:
    """The mapping while it waits, the report once it is done."""
    found = tag_import_of(seat, import_id)
    state, may = job_state(found), can_import(seat)
    context = {"seat": seat, "import": found, "state": state, "may_import": may}
    if state not in OPEN or not may or not found.summary:
        told = {"result": {**(found.report or {}), "import": None}}
        context |= {"told": told, "leftovers": found.leftovers[:SHOWN], "refusals": found.refusals[:SHOWN]}
        return render(request, "tag_imports/report.html", context)
    summary = read_summary(found.summary)
    form = MappingForm(summary, found.rules, known_codes(seat), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            job = start_tag_import(seat, found, form.mapping())
            return redirect("job", seat.project.slug, job.pk)
        except AttestError as refusal:
            form.take(refusal)
    context |= {"form": form, "summary": summary, "refusals": found.refusals[:SHOWN]}
    return render(request, "tag_imports/mapping.html", context, status=422 if form.errors else 200)


@require_safe
@in_project
def tag_import_leftovers(request: HttpRequest, seat: Membership, import_id: int) -> HttpResponse:
    """Everything that became no tag, as a file."""
    found = tag_import_of(seat, import_id)
    body = {
        "file": found.file_name,
        "sha256": found.received_sha256,
        "mapping": found.rules,
        "refusals": found.refusals,
        "leftovers": found.leftovers,
    }
    return HttpResponse(
        json.dumps(body, ensure_ascii=False, indent=1),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="leftovers-{found.pk}.json"'},
    )
