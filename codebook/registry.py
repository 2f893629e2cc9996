"""Verbs on the actor registry: who is known, and under which names."""

import re

from django.db import transaction

from accounts.models import Membership
from accounts.permissions import can_edit
from activity.services import record
from common.errors import Invalid, NotThere

from .models import ACTOR_KINDS, ALIAS_KINDS, Actor, Alias
from .names import normalised, trigrams

CHANGEABLE = ("label", "kind", "country", "wikidata", "description")
_QID = re.compile(r"Q[1-9]\d*")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def checked_name(field: str, text: str) -> str:
    """The name without outer space; Invalid when empty, over 200 characters or with control characters."""
    name = text.strip()
    if not name or len(name) > 200 or _UNPRINTABLE.search(name) or not normalised(name):
        message = "Give a name of 1 to 200 printable characters."
        raise Invalid(message, errors=[{"field": field, "message": message}])
    return name


def _check(field: str, message: str, *, holds: bool) -> None:
    if not holds:
        raise Invalid(message, errors=[{"field": field, "message": message}])


def _check_fields(*, kind: str, country: str, wikidata: str, description: str) -> None:
    """Invalid with the field that cannot be used and what to give instead."""
    _check("kind", f"Choose a kind: {', '.join(ACTOR_KINDS)}.", holds=kind in ACTOR_KINDS)
    _check(
        "country",
        "Give a two-letter ISO 3166 code such as PS.",
        holds=country == "" or bool(re.fullmatch("[A-Z]{2}", country)),
    )
    _check(
        "wikidata",
        "A Wikidata id looks like Q171644.",
        holds=wikidata == "" or (len(wikidata) <= 20 and bool(_QID.fullmatch(wikidata))),
    )
    _check(
        "description",
        "A description has no control characters other than new lines.",
        holds=not re.search(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", description),
    )


@transaction.atomic
def create_actor(
    seat: Membership,
    *,
    label: str,
    kind: str = "other",
    country: str = "",
    wikidata: str = "",
    description: str = "",
) -> Actor:
    """Enter an actor under its label. A namesake is allowed: ambiguity is shown where names are chosen."""
    can_edit(seat).require()
    label = checked_name("label", label)
    _check_fields(kind=kind, country=country, wikidata=wikidata, description=description)
    actor = Actor.objects.create(
        project=seat.project,
        label=label,
        kind=kind,
        country=country,
        wikidata=wikidata,
        description=description,
        created_by=seat.coder,
    )
    _enter_alias(actor, label, language="", kind="official")
    record(
        "actor.created",
        target_kind="actor",
        target_id=actor.pk,
        project_id=seat.project_id,
        actor_id=seat.coder_id,
        new={"label": label, "kind": kind},
    )
    return actor


@transaction.atomic
def change_actor(seat: Membership, actor_id: int, **changes: str) -> Actor:
    """Change label, kind, country, wikidata or description; what is not given stays, and so do the names.

    A new label becomes one more name. Locks the actor's row.
    """
    can_edit(seat).require()
    actor = Actor.objects.select_for_update().filter(project=seat.project, pk=actor_id).first()
    if actor is None or actor.merged_into_id is not None:
        raise NotThere("There is no such actor in this project.")
    present = {field: getattr(actor, field) for field in CHANGEABLE}
    wanted = present | {field: value for field, value in changes.items() if field in CHANGEABLE}
    wanted["label"] = checked_name("label", wanted["label"])
    _check_fields(**{field: value for field, value in wanted.items() if field != "label"})
    changed = [field for field in CHANGEABLE if wanted[field] != present[field]]
    if not changed:
        return actor
    for field in changed:
        setattr(actor, field, wanted[field])
    actor.save(update_fields=changed)
    if "label" in changed:
        _enter_alias(actor, actor.label, language="", kind="official")
    record(
        "actor.changed",
        target_kind="actor",
        target_id=actor.pk,
        project_id=seat.project_id,
        actor_id=seat.coder_id,
        old={field: present[field] for field in changed},
        new={field: wanted[field] for field in changed},
    )
    return actor


@transaction.atomic
def add_alias(
    seat: Membership, actor_id: int, *, text: str, language: str = "", kind: str = "official"
) -> Alias:
    """Let the actor be found under another name; a no-op when it already is."""
    can_edit(seat).require()
    actor = Actor.objects.filter(project=seat.project, pk=actor_id).first()
    if actor is None:
        raise NotThere("There is no such actor in this project.")
    text = checked_name("text", text)
    _check("kind", f"Choose a kind of alias: {', '.join(ALIAS_KINDS)}.", holds=kind in ALIAS_KINDS)
    _check(
        "language",
        "Give a language code such as ar or en-GB.",
        holds=language == "" or bool(re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?", language)),
    )
    alias, created = _enter_alias(actor, text, language=language, kind=kind)
    if created:
        record(
            "alias.added",
            target_kind="actor",
            target_id=actor.pk,
            project_id=seat.project_id,
            actor_id=seat.coder_id,
            new={"text": text, "kind": kind, "language": language},
        )
    return alias


def _enter_alias(actor: Actor, text: str, *, language: str, kind: str) -> tuple[Alias, bool]:
    return Alias.objects.get_or_create(
        actor=actor,
        normalised=normalised(text),
        language=language,
        defaults={"project_id": actor.project_id, "text": text, "trigrams": trigrams(text), "kind": kind},
    )
