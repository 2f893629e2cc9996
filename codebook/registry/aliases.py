"""Verbs on the names of actors."""

from typing import Any, Final

from django.db import transaction

from accounts.models import Membership
from activity.services import record
from codebook.models import ALIAS_KINDS, Actor, Alias
from codebook.names import normalised, trigrams
from codebook.permissions import can_keep_registry
from codebook.skeletons import keys, skeleton
from common.errors import Conflict, NotThere
from common.time import now

from .fields import check, checked_name, is_language
from .windows import window

CHANGEABLE: Final = ("text", "language", "kind", "valid_from", "valid_to")


@transaction.atomic
def add_alias(
    seat: Membership,
    actor_id: int,
    *,
    text: str,
    language: str = "",
    kind: str = "official",
    valid_from: str = "",
    valid_to: str = "",
) -> Alias:
    """Let the actor be found under another name; a no-op when it already is. A retired name is used again."""
    can_keep_registry(seat).require()
    actor = Actor.objects.filter(project=seat.project, pk=actor_id).first()
    if actor is None:
        raise NotThere("There is no such actor in this project.")
    text = checked_name("text", text)
    _check(language=language, kind=kind)
    span = window(valid_from, valid_to)
    alias, created = enter_alias(actor, text, language=language, kind=kind, **span)
    if created:
        _record(seat, alias, "alias.added", new=_said(alias))
    elif alias.retired_at is not None:
        alias.retired_at = None
        alias.save(update_fields=["retired_at"])
        _record(seat, alias, "alias.restored", new={"text": alias.text})
    return alias


@transaction.atomic
def change_alias(seat: Membership, actor_id: int, alias_id: int, **changes: Any) -> Alias:
    """Change text, language, kind or window of a name; what is not given stays. Locks its row."""
    can_keep_registry(seat).require()
    alias = _locked(seat, actor_id, alias_id)
    present = _said(alias)
    wanted = present | {field: value for field, value in changes.items() if field in CHANGEABLE}
    wanted["text"] = checked_name("text", wanted["text"])
    _check(language=wanted["language"], kind=wanted["kind"])
    span = window(wanted["valid_from"], wanted["valid_to"])
    changed = [field for field in CHANGEABLE if wanted[field] != present[field]]
    if not changed:
        return alias
    if {"text", "language"} & set(changed):
        _keep_label(alias, wanted["text"])
        _check_once(alias, wanted["text"], wanted["language"])
    columns: dict[str, Any] = {**wanted, **span, **indexed(wanted["text"])}
    for field, value in columns.items():
        setattr(alias, field, value)
    alias.save(update_fields=list(columns))
    _record(
        seat,
        alias,
        "alias.changed",
        old={field: present[field] for field in changed},
        new={field: wanted[field] for field in changed},
    )
    return alias


@transaction.atomic
def retire_alias(seat: Membership, actor_id: int, alias_id: int) -> Alias:
    """Let a name find nobody any more; it stays in the registry and can be added again. Retired stays retired."""
    can_keep_registry(seat).require()
    alias = _locked(seat, actor_id, alias_id)
    if alias.retired_at is None:
        _keep_label(alias, None)
        alias.retired_at = now()
        alias.save(update_fields=["retired_at"])
        _record(seat, alias, "alias.retired", old={"text": alias.text})
    return alias


def indexed(text: str) -> dict[str, Any]:
    """The columns by which a name is found."""
    return {
        "normalised": normalised(text)[:200],
        "trigrams": trigrams(text),
        "skeleton": skeleton(text),
        "keys": sorted(set(keys(text))),
    }


def enter_alias(actor: Actor, text: str, *, language: str, kind: str, **span: Any) -> tuple[Alias, bool]:
    """The name of the actor in this writing and language, and whether it is new."""
    columns = indexed(text)
    return Alias.objects.get_or_create(
        actor=actor,
        normalised=columns.pop("normalised"),
        language=language,
        defaults={"project_id": actor.project_id, "text": text, "kind": kind, **columns, **span},
    )


def _check(*, language: str, kind: str) -> None:
    check("kind", f"Choose a kind of name: {', '.join(ALIAS_KINDS)}.", holds=kind in ALIAS_KINDS)
    check("language", "Give a language code such as ar or en-GB.", holds=is_language(language))


def _locked(seat: Membership, actor_id: int, alias_id: int) -> Alias:
    found = (
        Alias.objects.select_for_update(of=("self",))
        .select_related("actor")
        .filter(project=seat.project, actor=actor_id, pk=alias_id)
        .first()
    )
    if found is None:
        raise NotThere("There is no such name of this actor.")
    return found


def _keep_label(alias: Alias, text: str | None) -> None:
    """The actor's label stays one of its names: somebody will look for it."""
    label = normalised(alias.actor.label)
    if alias.normalised == label and (text is None or normalised(text) != label):
        others = Alias.objects.filter(actor=alias.actor_id, normalised=label, retired_at=None)
        if not others.exclude(pk=alias.pk).exists():
            raise Conflict(
                "This name is the actor’s label. Change the label first; then the name can go.",
                code="alias-is-label",
            )


def _check_once(alias: Alias, text: str, language: str) -> None:
    twins = Alias.objects.filter(actor=alias.actor_id, normalised=normalised(text)[:200], language=language)
    check(
        "text",
        "The actor goes by this name in this language already.",
        holds=not twins.exclude(pk=alias.pk).exists(),
    )


def _said(alias: Alias) -> dict[str, Any]:
    return {field: getattr(alias, field) for field in CHANGEABLE}


def _record(seat: Membership, alias: Alias, verb: str, **values: Any) -> None:
    record(
        verb,
        target_kind="actor",
        target_id=alias.actor_id,
        project_id=seat.project_id,
        actor_id=seat.coder_id,
        **values,
    )
