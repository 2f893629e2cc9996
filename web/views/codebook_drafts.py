"""Preparing changes to a codebook, seeing what they touch, publishing and taking back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Membership
from annotations.models import Recoding
from annotations.recoding import preview_draft, preview_undo, publish, undo_change
from codebook.changes import Change
from codebook.drafting import add_change, discard, draft_of, outcome_of, take_back_last
from codebook.models import CodebookChange
from codebook.permissions import can_change_codebooks
from codebook.schemes import Entry, Scheme
from codebook.versions import book_of, change_of
from common.errors import AttestError, NotThere
from web.access import in_project
from web.codebook_words import change_in_words
from web.forms.base import ServiceForm
from web.forms.codebooks import CodeForm, MergeForm, RenameForm, RenameModeForm, RetireForm, initial_of
from web.keyset import number

PAGE = 100


def _prepared(seat: Membership, slug: str) -> Scheme:
    """The codebook as it stands in the draft, or as it is."""
    can_change_codebooks(seat).require()
    draft = draft_of(seat, slug)
    return outcome_of(draft).scheme if draft else book_of(seat, slug).scheme()


@require_http_methods(["GET", "HEAD", "POST"])
@in_project
def codebook_draft(request: HttpRequest, seat: Membership, book: str) -> HttpResponse:
    """What is prepared and all that it touches; posting publishes, takes the last change back or drops the draft."""
    can_change_codebooks(seat).require()
    problem = ""
    if request.method == "POST":
        try:
            return _act(request, seat, book)
        except AttestError as refusal:
            problem = refusal.message
    if draft_of(seat, book) is None:
        return redirect("codebook", seat.project.slug, book)
    draft, preview = preview_draft(seat, book)
    context = {
        "seat": seat,
        "book": draft.base,
        "draft": draft,
        "changes": [change_in_words(change) for change in draft.changes],
        "preview": preview,
        "problem": problem,
    }
    return render(request, "codebooks/draft.html", context, status=409 if problem else 200)


def _act(request: HttpRequest, seat: Membership, book: str) -> HttpResponse:
    slug, do = seat.project.slug, request.POST.get("do", "")
    if do == "publish":
        seen = request.POST.get("seen", "")
        change = publish(seat, book, int(seen) if seen.isascii() and seen.isdigit() else -1)
        return redirect("codebook-change", slug, change.pk)
    if do == "back":
        draft = take_back_last(seat, book)
        return redirect("codebook-draft" if draft else "codebook", slug, book)
    if do == "drop":
        discard(seat, book)
    return redirect("codebook", slug, book)


@require_http_methods(["GET", "HEAD", "POST"])
@in_project
def codebook_code_new(request: HttpRequest, seat: Membership, book: str) -> HttpResponse:
    """A further code in the draft."""
    scheme = _prepared(seat, book)
    form = CodeForm(request.POST or None, parents=_parents(scheme), is_new=True)
    if request.method == "POST" and form.is_valid():
        try:
            add_change(seat, book, {"op": "add", "code": form.entry()})
            return redirect("codebook-draft", seat.project.slug, book)
        except AttestError as refusal:
            form.take(refusal)
    context = {"seat": seat, "book": book_of(seat, book), "form": form}
    return render(request, "codebooks/new_code.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_project
def codebook_code(request: HttpRequest, seat: Membership, book: str, value: str) -> HttpResponse:
    """One code in the draft: what explains it, its name, its place, its end."""
    scheme = _prepared(seat, book)
    entry = next((one for one in scheme.codes if one.value == value), None)
    if entry is None:
        raise NotThere("There is no such code in this codebook.")
    do = request.POST.get("do", "")
    forms = _forms(request, scheme, entry, do)
    if request.method == "POST" and do in forms and forms[do].is_valid():
        try:
            add_change(seat, book, _change(scheme, entry, do, forms[do]))
            return redirect("codebook-draft", seat.project.slug, book)
        except AttestError as refusal:
            forms[do].take(refusal)
    context = {
        "seat": seat, "book": book_of(seat, book), "entry": entry, "forms": forms,
        "place": scheme.codes.index(entry), "last": len(scheme.codes) - 1,
    }  # fmt: skip
    return render(
        request, "codebooks/code.html", context, status=422 if do in forms and forms[do].errors else 200
    )


def _forms(request: HttpRequest, scheme: Scheme, entry: Entry, do: str) -> dict[str, ServiceForm]:
    """Each thing that can be done with a code as a form; only the one that was posted is filled in."""

    def given(name: str) -> Any:
        return request.POST if do == name else None

    others = [(one.value, f"{one.label} ({one.value})") for one in scheme.codes if one != entry]
    found: dict[str, ServiceForm] = {
        "change": CodeForm(given("change"), parents=_parents(scheme, entry), initial=initial_of(entry)),
        "rename": RenameForm(given("rename"), initial={"to": entry.value}, prefix="rename"),
        "merge": MergeForm(given("merge"), others=others, prefix="merge"),
        "retire": RetireForm(given("retire"), others=others, prefix="retire"),
        "move": ServiceForm(given("move"), prefix="move"),
    }
    if entry.modes:
        modes = [(mode.value, mode.label) for mode in entry.modes]
        found["rename_mode"] = RenameModeForm(given("rename_mode"), modes=modes, prefix="mode")
    return found


def _change(scheme: Scheme, entry: Entry, do: str, form: ServiceForm) -> Change:
    if isinstance(form, CodeForm):
        before, after = initial_of(entry), form.entry()
        changed = [name for name in form.fields if form.cleaned_data.get(name) != before.get(name)]
        return {"op": "change", "value": entry.value, "fields": {name: after[name] for name in changed}}
    if do == "move":
        step = -1 if "up" in form.data else 1
        place = scheme.codes.index(entry) + step
        return {"op": "move", "value": entry.value, "to": min(max(place, 0), len(scheme.codes) - 1)}
    return {"op": do, "value": entry.value, **form.cleaned_data}


def _parents(scheme: Scheme, entry: Entry | None = None) -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in scheme.codes if not one.parent and one != entry]


@require_http_methods(["GET", "HEAD", "POST"])
@in_project
def codebook_change(request: HttpRequest, seat: Membership, change_id: int) -> HttpResponse:
    """One change: how far its tags are, what is left to a person, and undoing it."""
    change = change_of(seat, change_id)
    problem = ""
    if request.method == "POST":
        try:
            return redirect("codebook-change", seat.project.slug, undo_change(seat, change_id).pk)
        except AttestError as refusal:
            problem = refusal.message
    may_change = can_change_codebooks(seat)
    can_undo = bool(may_change) and _is_newest(change)
    left = Recoding.objects.filter(change=change).exclude(left=[]).filter(annotation_set__layer=None)
    after = number(request, "after") or 0
    rows = list(
        left.filter(pk__gt=after)
        .select_related("annotation_set__sentence", "annotation_set__source")
        .order_by("pk")[: PAGE + 1]
    )
    context = {
        "seat": seat,
        "change": change,
        "changes": [change_in_words(one) for one in change.changes],
        "left": rows[:PAGE],
        "next_after": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "preview": preview_undo(seat, change) if can_undo else None,
        "may_change": may_change,
        "problem": problem,
    }
    return render(request, "codebooks/change.html", context, status=409 if problem else 200)


def _is_newest(change: CodebookChange) -> bool:
    """Whether the change can be taken back: its tags are moved and nothing followed it."""
    followed = CodebookChange.objects.filter(project=change.project_id, old=change.new_id).exists()
    return change.finished_at is not None and not followed
