"""Codebooks: what the project codes with, every code explained, files in and out."""

import json
from typing import Any, Final

import yaml
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Membership
from annotations.recoding import unadopt
from codebook import schemes
from codebook.adopting import adopt, import_codebook, set_default
from codebook.drafting import draft_of
from codebook.models import Adoption, CodebookDraft
from codebook.permissions import can_change_codebooks
from codebook.schemes import EVENT_TYPES
from codebook.services import ensure_all_shipped
from codebook.versions import book_of, books_of, changes_of, versions_of
from common.errors import AttestError, NotThere
from web.access import in_project
from web.forms.codebooks import CodebookFileForm
from web.keyset import number

MEDIA: Final = {"yaml": "application/yaml", "json": "application/json"}


@require_http_methods(["GET", "HEAD", "POST"])
@in_project
def codebook_list(request: HttpRequest, seat: Membership) -> HttpResponse:
    """What the project codes with, what it could, and what is fixed; posting brings in a file."""
    form = CodebookFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = import_codebook(seat, file.read(schemes.LARGEST + 1), str(file.name)[:100])
        except AttestError as refusal:
            form.take(refusal)
        else:
            page = "codebook-draft" if isinstance(made, CodebookDraft) else "codebook"
            return redirect(page, seat.project.slug, made.slug)
    context = {"seat": seat, "form": form, "may_change": can_change_codebooks(seat), **_shelves(seat)}
    return render(request, "codebooks/list.html", context, status=422 if form.errors else 200)


def _shelves(seat: Membership) -> dict[str, Any]:
    """The codebooks by how the project stands to them."""
    shipped = ensure_all_shipped()
    adopted = list(
        Adoption.objects.filter(project=seat.project_id, ended_at=None)
        .select_related("codebook")
        .order_by("-is_default", "codebook__slug")
    )
    used = {one.codebook.slug for one in adopted}
    own = {book.slug: book for book in books_of(seat).filter(project=seat.project_id).order_by("version")}
    free = {book.slug: book for book in shipped if book.kind == EVENT_TYPES} | own
    return {
        "adopted": adopted,
        "offered": [book for slug, book in free.items() if slug not in used],
        "fixed": [book for book in shipped if book.kind != EVENT_TYPES],
        "drafts": CodebookDraft.objects.filter(project=seat.project_id).values_list("slug", flat=True),
    }


@require_safe
@in_project
def codebook(request: HttpRequest, seat: Membership, book: str) -> HttpResponse:
    """Every code of a codebook with its definition, examples and modes, as a guideline to read."""
    found = book_of(seat, book, number(request, "version"))
    standing = book_of(seat, book)
    adoption = Adoption.objects.filter(project=seat.project_id, codebook=found, ended_at=None).first()
    context = {
        "seat": seat,
        "book": found,
        "is_old": found != standing,
        "adoption": adoption,
        "codes": [code.entry() for code in found.codes.all()],
        "versions": versions_of(seat, book),
        "changes": list(changes_of(seat, book)[:50]),
        "draft": draft_of(seat, book),
        "may_change": can_change_codebooks(seat),
        "is_fixed": found.kind != EVENT_TYPES,
    }
    return render(request, "codebooks/detail.html", context)


@require_POST
@in_project
def codebook_choose(request: HttpRequest, seat: Membership, book: str) -> HttpResponse:
    """Adopt a codebook, give it up, or make it the default."""
    verb = {"adopt": adopt, "leave": unadopt, "default": set_default}.get(request.POST.get("do", ""))
    if verb is None:
        raise NotThere("There is no such thing to do here.")
    verb(seat, book)
    return redirect("codebook-list", seat.project.slug)


@require_safe
@in_project
def codebook_file(
    request: HttpRequest, seat: Membership, book: str, version: int, ending: str
) -> HttpResponse:
    """A version as a file that can be brought in elsewhere."""
    if ending not in MEDIA:
        raise NotThere("Codebooks are written as yaml or json.")
    data = book_of(seat, book, version).scheme().as_data()
    text = (
        json.dumps(data, ensure_ascii=False, indent=2)
        if ending == "json"
        else yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110)
    )
    response = HttpResponse(text, content_type=f"{MEDIA[ending]}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{book}-{version}.{ending}"'
    return response
