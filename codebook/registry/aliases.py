"""Verbs on the names of actors."""

import re

from django.db import transaction

from accounts.models import Membership
from accounts.permissions import can_edit
from activity.services import record
from codebook.models import ALIAS_KINDS, Actor, Alias
from codebook.names import normalised, trigrams
from common.errors import NotThere

from .fields import check, checked_name


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
    check("kind", f"Choose a kind of alias: {', '.join(ALIAS_KINDS)}.", holds=kind in ALIAS_KINDS)
    check(
        "language",
        "Give a language code such as ar or en-GB.",
        holds=language == "" or bool(re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?", language)),
    )
    alias, created = enter_alias(actor, text, language=language, kind=kind)
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


def enter_alias(actor: Actor, text: str, *, language: str, kind: str) -> tuple[Alias, bool]:
    """The name of the actor in this writing and language, and whether it is new."""
    return Alias.objects.get_or_create(
        actor=actor,
        normalised=normalised(text),
        language=language,
        defaults={"project_id": actor.project_id, "text": text, "trigrams": trigrams(text), "kind": kind},
    )
