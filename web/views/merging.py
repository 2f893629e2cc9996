"""Merging an actor into another: find it, see what it touches, do it, undo it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Membership
from annotations.mentions import touched_by_merge
from codebook.permissions import can_keep_registry
from codebook.registry import merge_actors, preview_merge, undo_merge
from codebook.registry.reading import actor_of
from codebook.registry.structure import family_of
from common.errors import Invalid
from common.refusals import said
from web.access import in_project
from web.keyset import number, words

from .actor_parts import others_like


@require_http_methods(["GET", "HEAD", "POST"])
@in_project
def actor_merge(request: HttpRequest, seat: Membership, actor_id: int) -> HttpResponse:
    """Without `into` a search; with it what the merge touches; posting merges."""
    can_keep_registry(seat).require()
    actor = actor_of(seat, actor_id)
    refusal = ""
    if request.method == "POST":
        into = request.POST.get("into", "")
        try:
            merge_actors(
                seat, actor.pk, int(into) if into.isascii() and into.isdigit() and len(into) < 19 else 0
            )
            return redirect("actor-detail", seat.project.slug, into)
        except Invalid as error:
            refusal = said(error.message)
    into_id = number(request, "into")
    seen = preview_merge(seat, actor.pk, into_id) if into_id is not None else None
    context = {
        "seat": seat,
        "actor": actor,
        "query": words(request, "q"),
        "hits": others_like(seat, actor, words(request, "q") or (actor.label if seen is None else "")),
        "seen": seen,
        "touched": touched_by_merge(seat, family_of(actor.pk), family_of(seen.into.pk)) if seen else None,
        "refusal": refusal or (said(seen.refusal) if seen else ""),
    }
    return render(request, "actors/merge.html", context, status=422 if refusal else 200)


@require_POST
@in_project
def actor_unmerge(request: HttpRequest, seat: Membership, actor_id: int) -> HttpResponse:
    """Let a merged actor stand on its own again."""
    can_keep_registry(seat).require()
    actor = undo_merge(seat, actor_id)
    messages.success(request, _("%(label)s stands on its own again.") % {"label": actor.label})
    return redirect("actor-detail", seat.project.slug, actor.pk)
