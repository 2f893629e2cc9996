"""The review queue: what waits, the next one, one sentence in its context, and the ten seconds after a decision."""

from contextlib import suppress
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Membership
from accounts.permissions import can_review
from annotations.models import AnnotationSet
from common.errors import AttestError, Conflict, Invalid
from reviews.models import Decision
from reviews.querysets import counted, offered_to, owners_of, questions, queue, shared_set
from reviews.services import approve, renew_lease, retract, return_to_editor, take_next, why_nothing
from web.access import in_project
from web.forms.reviews import ReturnForm
from web.keyset import number
from web.modules import modules
from web.reviewing import lease_of, may_decide, neighbours_in_queue, review_of, undo_of, waiting_page

PAGE = 50
QUESTIONS = 20
MOST_SKIPPED = 50


@never_cache
@require_safe
@in_project
def queue_list(request: HttpRequest, seat: Membership) -> HttpResponse:
    """What waits, the longest waiting first, with who wrote it, who looks at it, and what nobody left can decide."""
    after = request.GET.get("after", "")
    place = waiting_page(seat, after, PAGE)
    may = can_review(seat)
    context = {
        "seat": seat,
        "place": place,
        "is_first": not after,
        "waiting": counted(queue(seat)),
        "for_me": counted(offered_to(seat)) if may else 0,
        "may_review": may,
        "owners": owners_of(seat.project_id) if any(one.nobody_can for one in place.rows) else [],
        "questions": questions(seat)[:QUESTIONS],
        "undo": undo_of(seat, number(request, "undo")),
        "modules": modules(),
    }
    return modules().allow(render(request, "reviews/queue.html", context))


@never_cache
@require_safe
@in_project
def queue_next(request: HttpRequest, seat: Membership) -> HttpResponse:
    """Take the next sentence under a lease and go to it; when there is none, say why and whom to ask."""
    skipped = _skipped(request)
    row = take_next(seat, skipped)
    if row is not None:
        return _to(row, seat, skip=skipped, undo=number(request, "undo"))
    context = {
        "seat": seat,
        "nothing": why_nothing(seat, skipped),
        "skipped": skipped,
        "undo": undo_of(seat, number(request, "undo")),
        "modules": modules(),
    }
    return modules().allow(render(request, "reviews/nothing.html", context))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@in_project
def review(request: HttpRequest, seat: Membership, set_id: int) -> HttpResponse:
    """One sentence in its context with all that was tagged; posting decides and goes on to the next."""
    form, refusal = ReturnForm(), None
    if request.method == "POST":
        form = ReturnForm(request.POST if request.POST.get("word") == "return" else None)
        try:
            if (decision := _decide(request, seat, set_id, form)) is not None:
                query = _query(_skipped(request), decision.pk)
                return HttpResponseRedirect(f"{reverse('queue-next', args=[seat.project.slug])}{query}")
        except Invalid as fault:
            form.take(fault)
        except Conflict as conflict:
            refusal = conflict
    return _show(request, seat, set_id, form, refusal)


def _decide(request: HttpRequest, seat: Membership, set_id: int, form: ReturnForm) -> Decision | None:
    """Say what was posted of the revision that was shown; None when the form is not complete."""
    seen = request.POST.get("revision", "")
    revision = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1
    if request.POST.get("word") != "return":
        return approve(seat, set_id, revision)
    if not form.is_valid():
        return None
    return return_to_editor(seat, set_id, revision, **form.cleaned_data)


def _show(
    request: HttpRequest, seat: Membership, set_id: int, form: ReturnForm, refusal: AttestError | None
) -> HttpResponse:
    row = shared_set(seat, set_id)
    shown = review_of(seat, row)
    may, skipped = may_decide(seat, shown), _skipped(request)
    if may and lease_of(row) is None:
        with suppress(Conflict):  # taken or decided in this moment: the page says so when the person decides
            renew_lease(seat, row.pk)  # whoever opens it from the list looks at it too
    before, after = neighbours_in_queue(seat, row)
    context = {
        "seat": seat,
        "review": shown,
        "row": row,
        "may": may,
        "form": form,
        "refusal": refusal,
        "before": before,
        "after": after,
        "skip_address": f"{reverse('queue-next', args=[seat.project.slug])}{_query([*skipped, row.pk])}",
        "here": _query(skipped),
        "undo": undo_of(seat, number(request, "undo")),
        "modules": modules(),
    }
    status = refusal.status if refusal else 422 if form.errors else 200
    return modules().allow(render(request, "reviews/review.html", context, status=status))


@require_POST
@in_project
def decision_undo(request: HttpRequest, seat: Membership, decision_id: int) -> HttpResponse:
    """Take back one's decision and go to its sentence."""
    return _to(retract(seat, decision_id).annotation_set, seat)


def _to(
    row: AnnotationSet, seat: Membership, skip: list[int] | None = None, undo: int | None = None
) -> HttpResponse:
    response = redirect("review", seat.project.slug, row.pk)
    response["Location"] += _query(skip or [], undo)
    return response


def _skipped(request: HttpRequest) -> list[int]:
    """The sets this person passed over on this walk through the queue, from the address."""
    given = [
        text for text in request.GET.getlist("skip") if text.isascii() and text.isdigit() and len(text) < 19
    ]
    return list(dict.fromkeys(int(text) for text in given))[-MOST_SKIPPED:]


def _query(skip: list[int], undo: int | None = None) -> str:
    pairs = [("skip", str(pk)) for pk in skip[-MOST_SKIPPED:]]
    if undo is not None:
        pairs.append(("undo", str(undo)))
    return f"?{urlencode(pairs)}" if pairs else ""
