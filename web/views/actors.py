"""The registry of actors: who is known to the project, and all that is known of each."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership
from codebook.models import Actor
from codebook.permissions import can_keep_registry
from codebook.querysets import actors_visible_to, search_actors
from codebook.registry import change_actor, create_actor
from codebook.registry.actors import CHANGEABLE
from codebook.registry.reading import actor_of, known_of
from common.errors import Invalid
from web.access import in_project
from web.actor_page import life_of, twins_of
from web.forms.actors import ActorForm
from web.keyset import number, words
from web.words import ACTOR_KIND_WORDS

PAGE = 50


@require_safe
@in_project
def actor_list(request: HttpRequest, seat: Membership) -> HttpResponse:
    """Everyone in the registry by name, or whoever goes by a name like `q`; on a day, by names then in use."""
    query, day = words(request, "q"), _day(request)
    kind = request.GET.get("kind", "")
    hits = search_actors(seat, query, limit=PAGE, on=day) if query else []
    rows = actors_visible_to(seat)
    if kind in ACTOR_KIND_WORDS:
        rows = rows.filter(kind=kind)
        hits = [hit for hit in hits if hit.actor.kind == kind]
    found = [] if query else list(_after(rows, number(request, "after"))[: PAGE + 1])
    context = {
        "seat": seat,
        "query": query,
        "kind": kind,
        "kinds": ACTOR_KIND_WORDS.items(),
        "day": day,
        "hits": hits,
        "actors": found[:PAGE],
        "next_after": found[PAGE - 1].pk if len(found) > PAGE else None,
        "may_keep": can_keep_registry(seat),
    }
    return render(request, "actors/list.html", context)


def _day(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None


def _after(actors: QuerySet[Actor], last_id: int | None) -> QuerySet[Actor]:
    """Actors by (label, id) with their number of names, after the one whose id is given."""
    last = actors.filter(pk=last_id).first() if last_id is not None else None
    if last is not None:
        actors = actors.filter(Q(label__gt=last.label) | Q(label=last.label, pk__gt=last.pk))
    in_use = Count("aliases", filter=Q(aliases__retired_at=None))
    return actors.annotate(alias_count=in_use).order_by("label", "pk")


@require_http_methods(["GET", "HEAD", "POST"])
@in_project
def actor_create(request: HttpRequest, seat: Membership) -> HttpResponse:
    """Enter a new actor."""
    can_keep_registry(seat).require()
    label = words(request, "label")
    form = ActorForm(request.POST or None, initial={"label": label} if label else None)
    made = _tried(form, lambda: create_actor(seat, **form.cleaned_data)) if request.method == "POST" else None
    if made is not None:
        return redirect("actor-detail", seat.project.slug, made.pk)
    return _form_page(request, {"seat": seat, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@in_project
def actor_edit(request: HttpRequest, seat: Membership, actor_id: int) -> HttpResponse:
    """Change an actor's own fields."""
    can_keep_registry(seat).require()
    actor = actor_of(seat, actor_id)
    form = ActorForm(request.POST or None, initial={name: getattr(actor, name) for name in CHANGEABLE})
    done = _tried(form, lambda: change_actor(seat, actor.pk, **form.cleaned_data))
    if done is not None:
        return redirect("actor-detail", seat.project.slug, actor.pk)
    return _form_page(request, {"seat": seat, "form": form, "actor": actor})


def _tried(form: ActorForm, verb: Callable[[], Actor]) -> Actor | None:
    """What the service gave, or None with its refusal in the form."""
    try:
        return verb() if form.is_valid() else None
    except Invalid as refusal:
        form.take(refusal)
        return None


def _form_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    form: forms.Form = context["form"]
    return render(request, "actors/form.html", context, status=422 if form.errors else 200)


@require_safe
@in_project
def actor_detail(request: HttpRequest, seat: Membership, actor_id: int) -> HttpResponse:
    """One actor: details, names, relations, when and with whom it acts, every mention."""
    actor = actor_of(seat, actor_id)
    known = known_of(actor)
    context = {
        "seat": seat,
        "actor": actor,
        "known": known,
        "life": life_of(
            seat,
            known.family,
            before=number(request, "before"),
            year=number(request, "year"),
            undated=request.GET.get("year") == "none",
        ),
        "twins": twins_of(actor),
        "may_keep": can_keep_registry(seat),
    }
    return render(request, "actors/detail.html", context)
