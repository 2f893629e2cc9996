"""Verbs on outlets and on what is known of a source."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from django.db import transaction

from accounts.models import Membership, Project
from activity.services import record
from common.errors import Conflict, Invalid, NotThere
from sources.importers.metadata import check_url, clean_text, read_metadata
from sources.importers.titles import checked_title
from sources.models import GRADES, RIGHTS, Citation, Outlet, OutletGrade, Sentence, Source
from sources.permissions import can_change_source, can_grade_outlets
from sources.querysets import grade_as_of

Row = TypeVar("Row", Outlet, Source)


def outlet_named(project: Project, name: str) -> Outlet | None:
    """The project's outlet of that name, whatever its case; a new one when there is none; None for no name."""
    if not name:
        return None
    found = Outlet.objects.filter(project=project, name__iexact=name).order_by("id").first()
    return found or Outlet.objects.get_or_create(project=project, name=name)[0]


@transaction.atomic
def create_outlet(seat: Membership, *, name: str, homepage: str = "") -> Outlet:
    """Add an outlet; the one of that name when the project has it."""
    can_change_source(seat).require()
    clean, page = _outlet_fields(name, homepage)
    found = Outlet.objects.filter(project=seat.project_id, name__iexact=clean).first()
    if found is not None:
        return found
    outlet, created = Outlet.objects.get_or_create(
        project=seat.project, name=clean, defaults={"homepage": page}
    )
    if created:
        _record(seat, "outlet.created", "outlet", outlet.pk, new={"name": clean, "homepage": page})
    return outlet


@transaction.atomic
def change_outlet(seat: Membership, outlet: Outlet, *, name: str, homepage: str) -> Outlet:
    """Rename an outlet or change its homepage."""
    can_change_source(seat).require()
    locked = _own(seat, Outlet.objects.select_for_update().filter(pk=outlet.pk).first(), "outlet")
    clean, page = _outlet_fields(name, homepage)
    if (locked.name, locked.homepage) == (clean, page):
        return locked
    if Outlet.objects.filter(project=seat.project_id, name__iexact=clean).exclude(pk=locked.pk).exists():
        raise Conflict(
            f"There is another outlet called “{clean}”. Choose another name.", code="outlet-name-taken"
        )
    old = {"name": locked.name, "homepage": locked.homepage}
    locked.name, locked.homepage = clean, page
    locked.save(update_fields=["name", "homepage"])
    _record(seat, "outlet.changed", "outlet", locked.pk, old=old, new={"name": clean, "homepage": page})
    return locked


@transaction.atomic
def grade_outlet(
    seat: Membership, outlet: Outlet, *, grade: str, valid_from: date, reason: str
) -> OutletGrade:
    """Grade an outlet A-F from a day on. Earlier grades stay; saying again what already holds changes nothing."""
    can_grade_outlets(seat).require()
    locked = _own(seat, Outlet.objects.select_for_update().filter(pk=outlet.pk).first(), "outlet")
    why = clean_text("reason", reason, 2000)
    if grade not in GRADES:
        raise _invalid("grade", "Choose a grade from A to F.")
    if not why:
        raise _invalid("reason", "Say why: the grade stands on it.")
    present = grade_as_of(locked, valid_from)
    if present is not None and (present.grade, present.valid_from, present.reason) == (
        grade,
        valid_from,
        why,
    ):
        return present
    made = OutletGrade.objects.create(
        outlet=locked, grade=grade, valid_from=valid_from, reason=why, graded_by=seat.coder
    )
    _record(
        seat,
        "outlet.graded",
        "outlet",
        locked.pk,
        old={"grade": present.grade} if present else None,
        new={"grade": grade, "valid_from": valid_from.isoformat(), "reason": why},
    )
    return made


@transaction.atomic
def change_source(seat: Membership, source: Source, changes: Mapping[str, str]) -> Source:
    """Change what is known of a source. `changes` may hold title, rights, and the fields of `read_metadata`."""
    can_change_source(seat).require()
    locked = _own(seat, Source.objects.select_for_update().filter(pk=source.pk).first(), "source")
    wanted = _source_fields(seat.project, changes)
    old = {name: getattr(locked, name) for name in wanted}
    if old == wanted:
        return locked
    for name, value in wanted.items():
        setattr(locked, name, value)
    locked.save(update_fields=[*wanted])
    changed = [name for name in wanted if old[name] != wanted[name]]
    _record(
        seat,
        "source.changed",
        "source",
        locked.pk,
        old={name: _plain(old[name]) for name in changed},
        new={name: _plain(wanted[name]) for name in changed},
    )
    return locked


@transaction.atomic
def name_citation_owner(seat: Membership, citation: Citation, owner: Sentence | None) -> Citation:
    """Say which sentence of the same source a leading marker closes, or that it is unknown again."""
    can_change_source(seat).require()
    rows = Citation.objects.select_for_update(of=("self",)).select_related("sentence")
    locked = rows.filter(pk=citation.pk, sentence__project=seat.project_id).first()
    if locked is None:
        raise NotThere("There is no such citation in this project.")
    if owner is not None and owner.version_id != locked.sentence.version_id:
        raise _invalid("owner", "Choose a sentence of the same source.")
    before, after = locked.owner_id, owner.pk if owner else None
    if before == after:
        return locked
    locked.owner = owner
    locked.save(update_fields=["owner"])
    _record(seat, "citation.owner_named", "citation", locked.pk, old={"owner": before}, new={"owner": after})
    return locked


def _source_fields(project: Project, changes: Mapping[str, str]) -> dict[str, Any]:
    """The checked values of the fields that `changes` names."""
    known = read_metadata(changes)
    values: dict[str, Any] = {
        name: getattr(known, name)
        for name in ("url", "author", "language", "licence", "external_id")
        if name in changes
    }
    if "published" in changes:
        values["published_on"] = known.published_on
    if "outlet" in changes:
        values["outlet"] = outlet_named(project, known.outlet)
    if "title" in changes:
        values["title"] = checked_title(changes["title"])
        if not values["title"]:
            raise _invalid("title", "A source needs a title.")
    if "rights" in changes:
        values["rights"] = changes["rights"]
        if values["rights"] not in RIGHTS:
            raise _invalid("rights", "Choose full, quote or none.")
    return values


def _outlet_fields(name: str, homepage: str) -> tuple[str, str]:
    clean, page = clean_text("name", name, 200), clean_text("homepage", homepage, 200)
    if not clean:
        raise _invalid("name", "An outlet needs a name.")
    if page:
        check_url(page, field="homepage")
    return clean, page


def _own(seat: Membership, row: Row | None, what: str) -> Row:
    """The row, or NotThere when it is not of the seat's project."""
    if row is None or row.project_id != seat.project_id:
        raise NotThere(f"There is no such {what} in this project.")
    return row


def _plain(value: Any) -> Any:
    """A value as history keeps it."""
    if isinstance(value, Outlet):
        return value.pk
    return value.isoformat() if isinstance(value, date) else value


def _invalid(field: str, message: str) -> Invalid:
    return Invalid(message, errors=[{"field": field, "message": message}])


def _record(seat: Membership, verb: str, kind: str, pk: int, **values: Any) -> None:
    record(verb, target_kind=kind, target_id=pk, project_id=seat.project_id, actor_id=seat.coder_id, **values)
