"""Verbs on actors: entering and changing them."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction

from accounts.models import Membership
from activity.services import record
from codebook.models import Actor
from codebook.permissions import can_keep_registry
from common.errors import NotThere

from .aliases import enter_alias
from .fields import check, check_fields, checked_name
from .windows import window

CHANGEABLE: Final = (
    "key", "label", "kind", "status", "inter", "sectors", "country", "wikidata", "ucdp", "valid_from", "valid_to",
    "description",
)  # fmt: skip
_NEW: Final[Mapping[str, Any]] = {
    "kind": "other", "status": "active", "inter": None, "sectors": [], "country": "", "wikidata": "", "ucdp": "",
    "valid_from": "", "valid_to": "", "description": "",
}  # fmt: skip


@transaction.atomic
def create_actor(seat: Membership, *, label: str, **given: Any) -> Actor:
    """Enter an actor under its label. A namesake is allowed: ambiguity is shown where names are chosen.

    May be given: key, kind, status, inter, sectors, country, wikidata, ucdp, valid_from, valid_to, description.
    """
    can_keep_registry(seat).require()
    label = checked_name("label", label)
    values = checked({**_NEW, **_known(given)})
    _check_key(seat, values.get("key"))
    actor = Actor.objects.create(project=seat.project, label=label, created_by=seat.coder, **values)
    enter_alias(actor, label, language="", kind="official")
    record(
        "actor.created",
        target_kind="actor",
        target_id=actor.pk,
        project_id=seat.project_id,
        actor_id=seat.coder_id,
        new={"label": label, "kind": actor.kind},
    )
    return actor


@transaction.atomic
def change_actor(seat: Membership, actor_id: int, **changes: Any) -> Actor:
    """Change what is given; the rest stays, and so do the names. A new label becomes one more name. Locks the row."""
    can_keep_registry(seat).require()
    actor = locked_actor(seat, actor_id)
    present = {field: getattr(actor, field) for field in CHANGEABLE}
    wanted = present | _known(changes)
    wanted["label"] = checked_name("label", wanted["label"])
    columns = checked({field: value for field, value in wanted.items() if field != "label"})
    changed = [
        field for field in CHANGEABLE if (columns | {"label": wanted["label"]})[field] != present[field]
    ]
    if not changed:
        return actor
    if "key" in changed:
        _check_key(seat, columns["key"])
    for field, value in {**columns, "label": wanted["label"]}.items():
        setattr(actor, field, value)
    actor.save(update_fields=[*changed, "first_day", "last_day"])
    if "label" in changed:
        enter_alias(actor, actor.label, language="", kind="official")
    record(
        "actor.changed",
        target_kind="actor",
        target_id=actor.pk,
        project_id=seat.project_id,
        actor_id=seat.coder_id,
        old={field: present[field] for field in changed},
        new={field: getattr(actor, field) for field in changed},
    )
    return actor


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns for these fields, the window's days among them; Invalid with each field that cannot be used."""
    columns = dict(values)
    columns["description"] = columns["description"].replace("\r\n", "\n")
    check_fields(columns)
    return {**columns, **window(columns["valid_from"], columns["valid_to"])}


def locked_actor(seat: Membership, actor_id: int) -> Actor:
    """The project's actor with its row locked; NotThere for another's, Invalid for a merged one."""
    actor = (
        Actor.objects.select_for_update(of=("self",))
        .select_related("merged_into")
        .filter(project=seat.project, pk=actor_id)
        .first()
    )
    if actor is None:
        raise NotThere("There is no such actor in this project.")
    if actor.merged_into is not None:
        raise NotThere(f"This actor was merged into {actor.merged_into.label}; change that one.")
    return actor


def _known(given: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := given.keys() - set(CHANGEABLE):
        raise TypeError(f"An actor has no {', '.join(sorted(unknown))}.")
    return dict(given)


def _check_key(seat: Membership, key: str | None) -> None:
    if key is not None:
        taken = Actor.objects.filter(project=seat.project, key=key).exists()
        check("key", f"Another actor of this project has the key {key}.", holds=not taken)
