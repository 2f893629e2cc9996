"""Verbs on members: what they may do, and leaving."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import OWNER, Invitation, Membership
from accounts.permissions import can_leave, can_manage_members
from common.errors import Conflict, NotThere
from common.time import now

from .seats import checked_roles, locked, record_by


@transaction.atomic
def change_roles(seat: Membership, other: Membership, roles: Iterable[str]) -> Membership:
    """Give `other` exactly these roles. The last owner stays an owner. Locks the project row."""
    seat = locked(seat)
    can_manage_members(seat).require()
    wanted = checked_roles(roles)
    member = _member(seat, other)
    if member.roles == wanted:
        return member
    if OWNER not in wanted:
        _keep_an_owner(member)
        _revoke_invitations_of(member, by=seat)
    old, member.roles = member.roles, wanted
    member.save(update_fields=["roles"])
    record_by(
        seat, "member.roles_changed", "coder", member.coder_id, old={"roles": old}, new={"roles": wanted}
    )
    return member


@transaction.atomic
def remove_member(seat: Membership, other: Membership) -> None:
    """Take `other`'s seat away; anyone may give up their own. The last owner stays. Locks the project row.

    Leases hang on the seat and go with it, so what was held is offered to others at once. Drafts stay in the shared
    layer under the coder code that wrote them. Tokens are the person's: they go on working in other projects. Open
    invitations the person made are revoked, so that nobody returns through a link of their own.
    """
    seat = locked(seat)
    (can_leave(seat) if seat.pk == other.pk else can_manage_members(seat)).require()
    member = _member(seat, other)
    _keep_an_owner(member)
    _revoke_invitations_of(member, by=seat)
    member.delete()
    record_by(seat, "member.removed", "coder", member.coder_id, old={"roles": member.roles})


def _member(seat: Membership, other: Membership) -> Membership:
    """`other` as it stands now; NotThere when it is no seat of this project."""
    member = Membership.objects.filter(project=seat.project_id, pk=other.pk).first()
    if member is None:
        raise NotThere("This person is not a member of this project.")
    return member


def _keep_an_owner(member: Membership) -> None:
    """Conflict when `member` is the only owner left."""
    owners = Membership.objects.filter(project=member.project_id, roles__contains=[OWNER])
    if member.has(OWNER) and not owners.exclude(pk=member.pk).exists():
        raise Conflict(
            "A project needs an owner, and this is the last one. Make someone else an owner first.",
            code="last-owner",
        )


def _revoke_invitations_of(member: Membership, *, by: Membership) -> None:
    """Close the open links `member` handed out."""
    open_ = Invitation.objects.filter(
        invited_by=member.coder_id, accepted_at__isnull=True, revoked_at__isnull=True
    )
    for invitation in open_.select_for_update():
        invitation.revoked_at = now()
        invitation.save(update_fields=["revoked_at"])
        record_by(by, "invitation.revoked", "invitation", invitation.pk)
