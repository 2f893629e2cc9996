"""What became of a source's text: its versions, and the files they came as."""

import io

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Membership
from annotations.importing.querysets import tag_imports_with
from annotations.orphans import visible_to as orphans_visible_to
from sources.permissions import can_revise
from sources.querysets import file_name_of, file_of, source_of, version_of, versions_of
from web.access import in_project
from web.keyset import newest_first

PAGE = 50


@require_safe
@in_project
def version_list(request: HttpRequest, seat: Membership, source_id: int) -> HttpResponse:
    """The versions of a source, the newest first."""
    source = source_of(seat, source_id)
    page = newest_first(request, versions_of(source), PAGE)
    context = {
        "seat": seat,
        "source": source,
        "page": page,
        "may_revise": can_revise(seat),
        "orphans": orphans_visible_to(seat).filter(source=source, state="open").count(),
        "imports": tag_imports_with(seat, source)[:PAGE],
    }
    return render(request, "sources/versions.html", context)


@require_safe
@in_project
def version_file(request: HttpRequest, seat: Membership, source_id: int, number: int) -> FileResponse:
    """The bytes a version came as, to be saved, never shown: they are a stranger's."""
    version = version_of(source_of(seat, source_id), number)
    return FileResponse(
        io.BytesIO(bytes(file_of(version).data)),
        as_attachment=True,
        filename=file_name_of(version),
        content_type="application/octet-stream",
        headers={"X-Content-Type-Options": "nosniff"},
    )
