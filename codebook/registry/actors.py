"""Verbs on actors: entering and changing them."""

from django.db import transaction

from accounts.models import Membership
from accounts.permissions import can_edit
from activity.services import record
from codebook.models import Actor
from common.errors import NotThere

from .aliases import enter_alias
from .fields import check_fields, checked_name

CHANGEABLE = ("label", "kind", "country", "wikidata", "description")


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
    check_fields(kind=kind, country=country, wikidata=wikidata, description=description)
    actor = Actor.objects.create(
        project=seat.project,
        label=label,
        kind=kind,
        country=country,
        wikidata=wikidata,
        description=description,
        created_by=seat.coder,
    )
    enter_alias(actor, label, language="", kind="official")
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
    check_fields(**{field: value for field, value in wanted.items() if field != "label"})
    changed = [field for field in CHANGEABLE if wanted[field] != present[field]]
    if not changed:
        return actor
    for field in changed:
        setattr(actor, field, wanted[field])
    actor.save(update_fields=changed)
    if "label" in changed:
        enter_alias(actor, actor.label, language="", kind="official")
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
