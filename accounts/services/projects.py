"""Verbs on projects: open, change, archive, reopen."""

import re
from zoneinfo import available_timezones

from django.db import IntegrityError, transaction

from accounts.models import OWNER, Membership, Project, User
from accounts.permissions import can_archive, can_change_project
from activity.services import record
from common.errors import Invalid
from common.time import now

from .seats import locked, record_by, seat_member


@transaction.atomic
def create_project(
    user: User, *, slug: str, name: str, description: str = "", time_zone: str = "UTC"
) -> Membership:
    """Open a project with `user` as its owner. Invalid when the slug is taken or a field cannot be used."""
    _check(slug=slug, name=name, description=description, time_zone=time_zone)
    try:
        with transaction.atomic():
            project = Project.objects.create(
                slug=slug, name=name, description=description, time_zone=time_zone
            )
    except IntegrityError as error:
        raise Invalid(
            f"The address “{slug}” is taken; choose another.",
            code="slug-taken",
            errors=[{"field": "slug", "message": "This address is taken."}],
        ) from error
    seat = seat_member(project, user, [OWNER])
    record(
        "project.created",
        target_kind="project",
        target_id=project.pk,
        project_id=project.pk,
        actor_id=seat.coder_id,
        new={"slug": slug, "name": name},
    )
    return seat


@transaction.atomic
def change_project(
    seat: Membership,
    *,
    name: str | None = None,
    description: str | None = None,
    time_zone: str | None = None,
) -> Project:
    """Change what is given; the rest stays. The address never changes: links to it are in the world."""
    seat = locked(seat)
    can_change_project(seat).require()
    project = seat.project
    wanted = {"name": name, "description": description, "time_zone": time_zone}
    new: dict[str, object] = {
        field: value
        for field, value in wanted.items()
        if value is not None and value != getattr(project, field)
    }
    _check(**{field: str(value) for field, value in new.items()})
    if not new:
        return project
    old: dict[str, object] = {field: getattr(project, field) for field in new}
    for field, value in new.items():
        setattr(project, field, value)
    project.save(update_fields=list(new))
    record_by(seat, "project.changed", "project", project.pk, old=old, new=new)
    return project


@transaction.atomic
def archive(seat: Membership) -> Project:
    """Close the project for changes; it can still be read and exported."""
    return _set_archived(seat, archived=True)


@transaction.atomic
def reopen(seat: Membership) -> Project:
    """Open an archived project again."""
    return _set_archived(seat, archived=False)


def _set_archived(seat: Membership, *, archived: bool) -> Project:
    """Archive or reopen, unless it already is."""
    seat = locked(seat)
    can_archive(seat).require()
    project = seat.project
    if project.is_archived != archived:
        project.archived_at = now() if archived else None
        project.save(update_fields=["archived_at"])
        record_by(seat, "project.archived" if archived else "project.reopened", "project", project.pk)
    return project


_FORMS = {
    # `new` is where the page that opens projects stands.
    "slug": (
        re.compile(r"(?!new$)[a-z0-9](?:[a-z0-9_-]{0,58}[a-z0-9])?"),
        "Use up to 60 of a-z, 0-9 and hyphens.",
    ),
    "name": (
        re.compile(r"(?=.*\S)[^\x00-\x1f\x7f\ud800-\udfff]{1,200}"),
        "Give a name of 1 to 200 characters.",
    ),
    "description": (
        re.compile(r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]{0,5000}"),
        "Use up to 5,000 printable characters.",
    ),
}


def _check(**fields: str) -> None:
    """Invalid with every fault at once."""
    faults = [
        {"field": field, "message": _FORMS[field][1]}
        for field, value in fields.items()
        if field in _FORMS and not _FORMS[field][0].fullmatch(value)
    ]
    if "time_zone" in fields and fields["time_zone"] not in available_timezones():
        faults.append({"field": "time_zone", "message": "Choose a name such as Africa/Johannesburg."})
    if faults:
        raise Invalid(" ".join(fault["message"] for fault in faults), errors=list(faults))
