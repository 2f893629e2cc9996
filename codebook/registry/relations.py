"""Verbs on how actors stand to each other."""

import re
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction

from accounts.models import Membership
from activity.services import record
from codebook.models import RELATION_KINDS, Actor, Relation
from codebook.permissions import can_keep_registry
from common.errors import Invalid, NotThere

from .fields import check, is_line
from .structure import is_part_of, lock_structure
from .windows import window

CHANGEABLE: Final = ("valid_from", "valid_to", "detail", "source", "source_url")
_NEW: Final[Mapping[str, str]] = dict.fromkeys(CHANGEABLE, "")
_ADDRESS: Final = re.compile(r"https?://[^\s\x00-\x20<>\"]{1,490}")


@transaction.atomic
def add_relation(seat: Membership, subject_id: int, *, kind: str, object_id: int, **given: str) -> Relation:
    """Say that one actor stands in a relation to another; a no-op when that is known from the same begin on.

    May be given: valid_from, valid_to, detail (the office or rank), source, source_url. Parts are entered one at a time
    per project, so that no circle can close.
    """
    can_keep_registry(seat).require()
    check("kind", f"Choose a relation: {', '.join(RELATION_KINDS)}.", holds=kind in RELATION_KINDS)
    columns = checked({**_NEW, **given})
    lock_structure(seat.project_id)
    subject, object_ = _present(seat, subject_id, ""), _present(seat, object_id, "object")
    check("object", "An actor has no relation to itself.", holds=subject.pk != object_.pk)
    if kind == "allied_with" and subject.pk > object_.pk:
        subject, object_ = object_, subject
    same = Relation.objects.filter(
        subject=subject, kind=kind, object=object_, valid_from=columns["valid_from"]
    ).first()
    if same is not None:
        return same
    if kind == "part_of":
        _check_no_circle(subject, object_)
    made = Relation.objects.create(
        project=seat.project, subject=subject, object=object_, kind=kind, created_by=seat.coder, **columns
    )
    _record(seat, made, "relation.added", new={"kind": kind, "object": object_.pk, **_said(made)})
    return made


@transaction.atomic
def change_relation(seat: Membership, relation_id: int, **changes: str) -> Relation:
    """Change window, detail or source; what is not given stays. Who and how never change: remove it and add another."""
    can_keep_registry(seat).require()
    relation = _locked(seat, relation_id)
    present = _said(relation)
    wanted = present | {field: value for field, value in changes.items() if field in CHANGEABLE}
    columns = checked(wanted)
    changed = [field for field in CHANGEABLE if columns[field] != present[field]]
    if not changed:
        return relation
    twins = Relation.objects.filter(
        subject=relation.subject_id,
        kind=relation.kind,
        object=relation.object_id,
        valid_from=columns["valid_from"],
    )
    check(
        "valid_from",
        "The same relation from the same date on is entered already.",
        holds=not twins.exclude(pk=relation.pk).exists(),
    )
    for field, value in columns.items():
        setattr(relation, field, value)
    relation.save(update_fields=list(columns))
    _record(
        seat,
        relation,
        "relation.changed",
        old={field: present[field] for field in changed},
        new={"kind": relation.kind, **{field: columns[field] for field in changed}},
    )
    return relation


@transaction.atomic
def remove_relation(seat: Membership, relation_id: int) -> None:
    """Take a relation out; what it said stays in the history."""
    can_keep_registry(seat).require()
    relation = _locked(seat, relation_id)
    _record(
        seat,
        relation,
        "relation.removed",
        old={"kind": relation.kind, "object": relation.object_id, **_said(relation)},
    )
    relation.delete()


def checked(values: Mapping[str, str]) -> dict[str, Any]:
    """The columns for these fields; Invalid with the first that cannot be used."""
    for field, longest in (("detail", 200), ("source", 500), ("source_url", 500)):
        check(
            field,
            f"Give up to {longest} printable characters on one line.",
            holds=is_line(values[field], longest),
        )
    check(
        "source_url",
        "Give an address that begins with http:// or https://.",
        holds=values["source_url"] == "" or bool(_ADDRESS.fullmatch(values["source_url"])),
    )
    return {**values, **window(values["valid_from"], values["valid_to"])}


def circle_message(subject: str, object_: str) -> str:
    """What is said when a part would contain itself."""
    return f"“{object_}” is itself part of “{subject}”: an actor cannot be part of its own part."


def _check_no_circle(subject: Actor, object_: Actor) -> None:
    if is_part_of(object_.pk, subject.pk):
        message = circle_message(subject.label, object_.label)
        raise Invalid(message, code="part-circle", errors=[{"field": "object", "message": message}])


def _present(seat: Membership, actor_id: int, field: str) -> Actor:
    """An actor that was not merged; the refusal names the field, or is NotThere for the actor of the address."""
    found = Actor.objects.filter(project=seat.project, pk=actor_id).select_related("merged_into").first()
    if found is None and not field:
        raise NotThere("There is no such actor in this project.")
    check(field, "There is no such actor in this project.", holds=found is not None)
    assert found is not None  # noqa: S101 - checked above; for the types
    into = found.merged_into
    check(
        field,
        f"“{found.label}” was merged into “{into.label if into else ''}”; use that one.",
        holds=into is None,
    )
    return found


def _locked(seat: Membership, relation_id: int) -> Relation:
    found = (
        Relation.objects.select_for_update(of=("self",))
        .select_related("subject", "object")
        .filter(project=seat.project, pk=relation_id)
        .first()
    )
    if found is None:
        raise NotThere("There is no such relation in this project.")
    return found


def _said(relation: Relation) -> dict[str, Any]:
    return {field: getattr(relation, field) for field in CHANGEABLE}


def _record(seat: Membership, relation: Relation, verb: str, **values: Any) -> None:
    record(
        verb,
        target_kind="actor",
        target_id=relation.subject_id,
        project_id=seat.project_id,
        actor_id=seat.coder_id,
        **values,
    )
