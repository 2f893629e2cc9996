"""The registry of actors: who is known to the project, and under which names."""

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership
from accounts.permissions import can_edit
from codebook.models import Actor
from codebook.querysets import actors_visible_to, search_actors
from codebook.registry import add_alias, create_actor
from common.errors import Invalid, NotThere
from web.access import in_project
from web.forms.actors import ActorForm, AliasForm
from web.keyset import number, words

PAGE = 50


@require_safe
@in_project
def actor_list(request: HttpRequest, seat: Membership) -> HttpResponse:
    """Everyone in the registry by name, or whoever goes by a name like `q`."""
    query = words(request, "q")
    hits = search_actors(seat, query, limit=PAGE) if query else []
    rows = [] if query else list(_after(actors_visible_to(seat), number(request, "after"))[: PAGE + 1])
    context = {
        "seat": seat,
        "query": query,
        "hits": hits,
        "actors": rows[:PAGE],
        "next_after": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "may_edit": can_edit(seat),
    }
    return render(request, "actors/list.html", context)


def _after(actors: QuerySet[Actor], last_id: int | None) -> QuerySet[Actor]:
    """Actors by (label, id) with their number of names, after the one whose id is given."""
    last = actors.filter(pk=last_id).first() if last_id is not None else None
    if last is not None:
        actors = actors.filter(Q(label__gt=last.label) | Q(label=last.label, pk__gt=last.pk))
    return actors.annotate(alias_count=Count("aliases")).order_by("label", "pk")


@require_http_methods(["GET", "HEAD", "POST"])
@in_project
def actor_create(request: HttpRequest, seat: Membership) -> HttpResponse:
    """Enter a new actor."""
    can_edit(seat).require()
    form = ActorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actor = create_actor(seat, **form.cleaned_data)
            return redirect("actor-detail", seat.project.slug, actor.pk)
        except Invalid as refusal:
            form.take(refusal)
    return render(
        request, "actors/form.html", {"seat": seat, "form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@in_project
def actor_detail(request: HttpRequest, seat: Membership, actor_id: int) -> HttpResponse:
    """One actor with the names it goes by; posting adds a name."""
    actor = Actor.objects.filter(project=seat.project, pk=actor_id).select_related("merged_into").first()
    if actor is None:
        raise NotThere("There is no such actor in this project.")
    form = AliasForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_alias(seat, actor.pk, **form.cleaned_data)
            return redirect("actor-detail", seat.project.slug, actor.pk)
        except Invalid as refusal:
            form.take(refusal)
    context = {
        "seat": seat,
        "actor": actor,
        "aliases": list(actor.aliases.order_by("pk")),
        "form": form,
        "may_edit": can_edit(seat),
    }
    return render(request, "actors/detail.html", context, status=422 if form.errors else 200)
