"""An actor's names and relations: adding, changing, taking out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Membership
from codebook.models import Actor, Alias, Relation
from codebook.permissions import can_keep_registry
from codebook.querysets import Hit, search_actors
from codebook.registry import (
    add_alias,
    add_relation,
    change_alias,
    change_relation,
    remove_relation,
    retire_alias,
)
from codebook.registry.aliases import CHANGEABLE as OF_ALIAS
from codebook.registry.reading import actor_of
from codebook.registry.relations import CHANGEABLE as OF_RELATION
from common.errors import AttestError, Conflict, Invalid, NotThere
from web.access import in_project
from web.forms.actors import AliasForm, NewRelationForm, RelationForm
from web.keyset import number, words

CHOICES = 12


@require_http_methods(["GET", "HEAD", "POST"])
@in_project
def alias_create(request: HttpRequest, seat: Membership, actor_id: int) -> HttpResponse:
    """Give an actor another name."""
    can_keep_registry(seat).require()
    actor = actor_of(seat, actor_id)
    form = AliasForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_alias(seat, actor.pk, **form.cleaned_data)
            return redirect("actor-detail", seat.project.slug, actor.pk)
        except Invalid as refusal:
            form.take(refusal)
    context = {"seat": seat, "actor": actor, "form": form}
    return render(request, "actors/alias.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_project
def alias_edit(request: HttpRequest, seat: Membership, actor_id: int, alias_id: int) -> HttpResponse:
    """Change a name, or retire it."""
    can_keep_registry(seat).require()
    actor = actor_of(seat, actor_id)
    alias = Alias.objects.filter(project=seat.project, actor=actor, pk=alias_id).first()
    if alias is None:
        raise NotThere("There is no such name of this actor.")
    form = AliasForm(request.POST or None, initial={name: getattr(alias, name) for name in OF_ALIAS})
    if request.method == "POST":
        try:
            if "retire" in request.POST:
                retire_alias(seat, actor.pk, alias.pk)
            elif "restore" in request.POST:
                add_alias(seat, actor.pk, text=alias.text, language=alias.language, kind=alias.kind)
            elif form.is_valid():
                change_alias(seat, actor.pk, alias.pk, **form.cleaned_data)
            if not form.is_bound or not form.errors or "retire" in request.POST or "restore" in request.POST:
                return redirect("actor-detail", seat.project.slug, actor.pk)
        except (Invalid, Conflict) as refusal:
            form = _again(form, refusal)
    context = {"seat": seat, "actor": actor, "alias": alias, "form": form}
    return render(request, "actors/alias.html", context, status=422 if form.errors else 200)


def _again(form: AliasForm, refusal: AttestError) -> AliasForm:
    """The form with the refusal; its stored values when only a button was pressed."""
    if not form.is_valid():
        form = AliasForm({name: form.initial.get(name, "") for name in form.fields}, initial=form.initial)
        form.is_valid()
    form.take(refusal)
    return form


@require_http_methods(["GET", "HEAD", "POST"])
@in_project
def relation_create(request: HttpRequest, seat: Membership, actor_id: int) -> HttpResponse:
    """Find the other actor, then say how the two stand to each other."""
    can_keep_registry(seat).require()
    actor = actor_of(seat, actor_id)
    posted = request.POST.get("object", "")
    other_id = (
        int(posted)
        if posted.isascii() and posted.isdigit() and len(posted) < 19
        else number(request, "other")
    )
    other = Actor.objects.filter(project=seat.project, pk=other_id or 0, merged_into=None).first()
    form = NewRelationForm(request.POST or None, initial={"object": other.pk if other else None})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            add_relation(seat, actor.pk, object_id=given.pop("object"), **given)
            return redirect("actor-detail", seat.project.slug, actor.pk)
        except Invalid as refusal:
            form.take(refusal)
    context = {
        "seat": seat,
        "actor": actor,
        "other": other,
        "query": words(request, "q"),
        "hits": others_like(seat, actor, words(request, "q")),
        "form": form,
    }
    return render(request, "actors/relation.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_project
def relation_edit(request: HttpRequest, seat: Membership, relation_id: int) -> HttpResponse:
    """Change a relation's time, office or source."""
    can_keep_registry(seat).require()
    relation = _relation(seat, relation_id)
    form = RelationForm(request.POST or None, initial={name: getattr(relation, name) for name in OF_RELATION})
    if request.method == "POST" and form.is_valid():
        try:
            change_relation(seat, relation.pk, **form.cleaned_data)
            return redirect("actor-detail", seat.project.slug, relation.subject_id)
        except Invalid as refusal:
            form.take(refusal)
    context = {
        "seat": seat,
        "actor": relation.subject,
        "other": relation.object,
        "relation": relation,
        "form": form,
    }
    return render(request, "actors/relation.html", context, status=422 if form.errors else 200)


@require_POST
@in_project
def relation_remove(request: HttpRequest, seat: Membership, relation_id: int) -> HttpResponse:
    """Take a relation out; the history keeps it."""
    can_keep_registry(seat).require()
    relation = _relation(seat, relation_id)
    remove_relation(seat, relation.pk)
    return redirect("actor-detail", seat.project.slug, relation.subject_id)


def others_like(seat: Membership, actor: Actor, query: str) -> list[Hit]:
    """Actors other than this one that go by a name like what was typed."""
    found = search_actors(seat, query, limit=CHOICES + 1) if query else []
    return [hit for hit in found if hit.actor.pk != actor.pk][:CHOICES]


def _relation(seat: Membership, relation_id: int) -> Relation:
    found = (
        Relation.objects.filter(project=seat.project, pk=relation_id)
        .select_related("subject", "object")
        .first()
    )
    if found is None:
        raise NotThere("There is no such relation in this project.")
    return found
