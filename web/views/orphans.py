"""Tags without words: the worklist, and one of them with the places where it may belong."""

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership
from annotations import orphans as worklist
from annotations.models import ORPHAN_STATES, OrphanTag
from annotations.orphans import Candidate
from annotations.permissions import can_tag
from common.errors import AttestError, Conflict, Invalid
from sources.models import Sentence
from sources.querysets import source_of
from web.access import in_project
from web.keyset import newest_first, number, words

PAGE = 20
SENTENCES = 8


@require_safe
@in_project
def orphan_list(request: HttpRequest, seat: Membership) -> HttpResponse:
    """The open ones of the project or of one source, with the best places; or those in another state."""
    rows: QuerySet[OrphanTag] = worklist.visible_to(seat)
    source_id = number(request, "source")
    source = source_of(seat, source_id) if source_id is not None else None
    state = request.GET.get("state", "open")
    state = state if state in ORPHAN_STATES else "open"
    of_source = rows.filter(source=source) if source else rows
    page = newest_first(request, of_source.filter(state=state), PAGE)
    places = worklist.candidates(page.rows) if state == "open" else {}
    context = {
        "seat": seat,
        "source": source,
        "state": state,
        "states": ORPHAN_STATES,
        "page": page,
        "rows": [(one, _pieces(one), next(iter(places.get(one.pk, [])), None)) for one in page.rows],
        "may_tag": can_tag(seat),
    }
    return render(request, "orphans/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_project
def orphan(request: HttpRequest, seat: Membership, orphan_id: int) -> HttpResponse:
    """One orphan: where it stood, where it may belong, and every sentence to choose words from."""
    one = worklist.orphan_of(seat, orphan_id)
    fault = ""
    if request.method == "POST":
        try:
            return _decide(request, seat, one)
        except Conflict as refusal:
            messages.warning(request, refusal.message)
            return redirect("orphan", seat.project.slug, one.pk)
        except Invalid as refusal:
            fault = refusal.message
    query = words(request, "q")
    chosen = number(request, "sentence")
    found = Sentence.objects.filter(version_id=one.source.current_id).order_by("ordinal")
    places = worklist.candidates([one])[one.pk] if one.state == "open" else []
    sentence = found.filter(pk=chosen).first() if chosen else _likely(one, places)
    near = found.filter(text__icontains=query) if query else found.filter(
        ordinal__gte=max(1, one.sentence.ordinal - SENTENCES // 2)
    )  # fmt: skip
    context = {
        "seat": seat,
        "orphan": one,
        "pieces": _pieces(one),
        "places": places,
        "query": query,
        "near": list(near[:SENTENCES]),
        "sentence": sentence,
        "fault": fault,
        "may_tag": can_tag(seat, one.layer),
    }
    return render(request, "orphans/detail.html", context, status=422 if fault else 200)


def _likely(one: OrphanTag, places: Sequence[Candidate]) -> Sentence | None:
    """The sentence to choose words from first: the one that took over, else that of the best place."""
    home = one.annotation_set
    if home.absorbed_by_id is None and home.sentence.version_id == one.source.current_id:
        return home.sentence
    return places[0].sentence if places else None


def _pieces(one: OrphanTag) -> tuple[str, str, str]:
    """The old sentence before, at and after the tag's words."""
    text, start, end = one.sentence.text, one.value["start"], one.value["end"]
    return text[:start], text[start:end], text[end:]


def _decide(request: HttpRequest, seat: Membership, one: OrphanTag) -> HttpResponse:
    """Place it, give it up, or put it back."""
    verb = request.POST.get("verb")
    slug = seat.project.slug
    if verb == "discard":
        worklist.discard(seat, one.pk, request.POST.get("why", ""))
        messages.success(request, _("The tag was given up; it stays on record."))
    elif verb == "reopen":
        worklist.reopen(seat, one.pk)
        return redirect("orphan", slug, one.pk)
    else:
        sentence, start, end = _chosen(request, one)
        worklist.place(seat, one.pk, sentence, start, end)
        messages.success(request, _("The tag has its place."))
    left = worklist.visible_to(seat).filter(state="open", source=one.source).exclude(pk=one.pk)
    following = left.filter(pk__lt=one.pk).first() or left.first()
    return redirect("orphan", slug, following.pk) if following else redirect("orphan-list", slug)


def _chosen(request: HttpRequest, one: OrphanTag) -> tuple[int, int, int]:
    """Sentence and span: by offsets, or by the words as they stand in the sentence."""
    given = {name: request.POST.get(name, "") for name in ("sentence", "start", "end")}
    values = {
        name: int(text)
        for name, text in given.items()
        if text.isascii() and text.isdigit() and len(text) < 19
    }
    if "sentence" not in values:
        raise _fault(_("Choose a sentence."))
    if "start" in values and "end" in values:
        return values["sentence"], values["start"], values["end"]
    quote = request.POST.get("words", "").strip()
    sentence = Sentence.objects.filter(pk=values["sentence"], source_id=one.source_id).first()
    if sentence is None or not quote or quote not in sentence.text:
        raise _fault(_("Type the words exactly as they stand in the sentence."))
    at = sentence.text.index(quote)
    return sentence.pk, at, at + len(quote)


def _fault(message: str) -> AttestError:
    return Invalid(message, errors=[{"field": "words", "message": message}])
