"""The registry as a CSV file: download it; choose one, see what it would change, import it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership
from codebook.models import RegistryUpload
from codebook.permissions import can_keep_registry
from codebook.registry.files import (
    Imported,
    RegistryFileProblem,
    export_registry,
    preview_import,
    request_import,
)
from codebook.registry.files.importing import keep_upload
from codebook.registry.files.layout import COLUMNS
from web.access import in_project

SHOWN = 100


@require_safe
@in_project
def actor_export(request: HttpRequest, seat: Membership) -> StreamingHttpResponse:
    """The whole registry; imported again it changes nothing."""
    answer = StreamingHttpResponse(export_registry(seat.project), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{seat.project.slug}-actors.csv"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@in_project
def actor_import(request: HttpRequest, seat: Membership) -> HttpResponse:
    """Posting a file shows what it would change; posting its number imports it."""
    can_keep_registry(seat).require()
    context: dict[str, object] = {"seat": seat, "columns": COLUMNS}
    if request.method != "POST":
        return render(request, "actors/import.html", context)
    upload = _upload(request, seat)
    if upload is None:
        context["missing"] = True
        return render(request, "actors/import.html", context, status=422)
    data = bytes(upload.data)
    try:
        if "upload" in request.POST:
            return _imported(request, seat, upload, data)
        context |= {"upload": upload, "seen": preview_import(seat, seat.project, data), "most": SHOWN}
        return render(request, "actors/import.html", context)
    except RegistryFileProblem as refusal:
        upload.delete()
        context |= {"problems": refusal.problems[:SHOWN], "problem_count": len(refusal.problems)}
        return render(request, "actors/import.html", context, status=422)


def _upload(request: HttpRequest, seat: Membership) -> RegistryUpload | None:
    """The file that was chosen, kept until it is imported; or the one kept before, by its number."""
    number = request.POST.get("upload", "")
    if number:
        mine = RegistryUpload.objects.filter(project=seat.project, uploaded_by=seat.coder)
        is_id = number.isascii() and number.isdigit() and len(number) < 19
        return mine.filter(pk=int(number)).first() if is_id else None
    file = request.FILES.get("file")
    return keep_upload(seat, file.read(), file.name or "") if file is not None else None


def _imported(request: HttpRequest, seat: Membership, upload: RegistryUpload, data: bytes) -> HttpResponse:
    done = request_import(seat, data, upload.file_name)
    upload.delete()
    if isinstance(done, Imported):
        counts = done.counts["actors"]
        said = _("%(new)s actors entered, %(changed)s changed.")
        messages.success(request, said % {"new": f"{counts['create']:,}", "changed": f"{counts['change']:,}"})
        return redirect("actor-list", seat.project.slug)
    return redirect("job", seat.project.slug, done.pk)
