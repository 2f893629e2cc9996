"""The workbench: a source as readable text with its tags, and one sentence anew."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Membership
from annotations.querysets import sentence_work
from sources.direction import of_source
from sources.querysets import source_of
from web import desk
from web.access import in_project
from web.modules import modules


@require_safe
@in_project
def workbench(request: HttpRequest, seat: Membership, source_id: int) -> HttpResponse:
    """The page; its data stands in it."""
    source = source_of(seat, source_id)
    payload = desk.payload(seat, source)
    direction = of_source(source.language, (row["text"] for row in payload["sentences"]))
    context = {
        "seat": seat,
        "source": source,
        "payload": payload,
        "sentences": desk.readable(payload["sentences"], direction),
        "direction": direction,
        "modules": modules(),
    }
    return modules().allow(render(request, "workbench/page.html", context))


@require_safe
@in_project
def workbench_sentence(request: HttpRequest, seat: Membership, sentence_id: int) -> HttpResponse:
    """One sentence as the page's data has it, with what reviewers said."""
    return JsonResponse(desk.one_sentence(seat, sentence_work(seat, sentence_id)))
