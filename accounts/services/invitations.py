"""Verbs on invitations: an open seat handed over as a link that works once, for fourteen days.

Whoever holds the link may take the seat, under whichever account they sign in with; the address an owner noted says
whom it was meant for. Only the hash of the secret is kept, so a link cannot be shown again: revoke it and make another.
"""

from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.models import Invitation, Membership, User
from accounts.permissions import can_manage_members
from common.errors import Conflict, Invalid, NotThere
from common.time import now

from .seats import checked_roles, locked, record_by, seat_member

LIFETIME = timedelta(days=14)


@transaction.atomic
def invite(seat: Membership, email: str, roles: Iterable[str]) -> tuple[Invitation, str]:
    """Open a seat with `roles`; answers with the link's secret, which is never shown again. `email` may be empty."""
    seat = locked(seat)
    can_manage_members(seat).require()
    wanted = checked_roles(roles)
    email = email.strip()
    if email:
        _check_email(email)
    secret = token_urlsafe(32)
    invitation = Invitation.objects.create(
        project=seat.project,
        invited_by=seat.coder,
        email=email,
        roles=wanted,
        secret_sha256=_hash(secret),
        expires_at=now() + LIFETIME,
    )
    record_by(seat, "invitation.made", "invitation", invitation.pk, new={"roles": wanted})
    return invitation, secret


@transaction.atomic
def revoke(seat: Membership, invitation: Invitation) -> Invitation:
    """Make the link useless; a no-op when it already is."""
    seat = locked(seat)
    can_manage_members(seat).require()
    known = Invitation.objects.select_for_update().filter(project=seat.project_id, pk=invitation.pk).first()
    if known is None:
        raise NotThere("There is no such invitation in this project.")
    if known.accepted_at is None and known.revoked_at is None:
        known.revoked_at = now()
        known.save(update_fields=["revoked_at"])
        record_by(seat, "invitation.revoked", "invitation", known.pk)
    return known


def open_invitations(seat: Membership) -> QuerySet[Invitation]:
    """The links of the project that still work, newest first."""
    return (
        Invitation.objects.filter(
            project=seat.project_id, accepted_at=None, revoked_at=None, expires_at__gt=now()
        )
        .select_related("invited_by__user")
        .order_by("-id")
    )


def invitation_of(secret: str) -> Invitation:
    """What the link opens, with its project; NotThere for unknown links, Conflict for those that no longer work."""
    invitation = _by_secret(Invitation.objects.select_related("project", "invited_by__user"), secret)
    _check_open(invitation)
    return invitation


@transaction.atomic
def accept(user: User, secret: str) -> Membership:
    """Take the seat, under a lock on the invitation. A member keeps the seat they have, and the link stays open."""
    invitation = _by_secret(
        Invitation.objects.select_for_update(of=("self",)).select_related("project", "invited_by"), secret
    )
    seated = (
        Membership.objects.select_related("project", "coder", "user")
        .filter(project=invitation.project_id, user=user)
        .first()
    )
    if seated is not None:
        return seated
    _check_open(invitation)
    invitation.accepted_at = now()
    invitation.save(update_fields=["accepted_at"])
    seat = seat_member(invitation.project, user, invitation.roles)
    record_by(seat, "invitation.accepted", "invitation", invitation.pk)
    return seat


@transaction.atomic
def register(secret: str, *, username: str, email: str, password: str) -> Membership:
    """Make an account for a newcomer and take the seat, both or neither. Invalid names each fault of the form."""
    invitation_of(secret)
    username, email = User.normalize_username(username.strip()), User.objects.normalize_email(email.strip())
    user = User(username=username, email=email)
    _check_newcomer(user, password)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise Invalid("This name or address has just been taken; choose another.") from error
    return accept(user, secret)


def _check_newcomer(user: User, password: str) -> None:
    """Invalid with every fault of name, address and password at once."""
    faults: list[dict[str, str]] = []

    def fault(field: str, message: str) -> None:
        faults.append({"field": field, "message": message})

    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        for field, messages in error.message_dict.items():
            for message in messages:
                fault(field, message)
    if User.objects.filter(username__iexact=user.username).exists():
        fault("username", "This name is taken; choose another.")
    if User.objects.filter(email__iexact=user.email).exists():
        fault("email", "There is an account with this address: sign in, and open the link again.")
    try:
        validate_password(password, user)
    except ValidationError as error:
        for message in error.messages:
            fault("password", message)
    if faults:
        raise Invalid("The account could not be made; see the fields.", errors=list(faults))


def _check_email(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        message = "This is not an e-mail address."
        raise Invalid(message, errors=[{"field": "email", "message": message}]) from error


def _by_secret(invitations: QuerySet[Invitation], secret: str) -> Invitation:
    invitation = invitations.filter(secret_sha256=_hash(secret)).first()
    if invitation is None:
        raise NotThere("This invitation link is not known. Ask whoever sent it for a new one.")
    return invitation


def _check_open(invitation: Invitation) -> None:
    """Conflict with the reason when the link no longer works."""
    ask = "Ask an owner of the project for a new one."
    if invitation.accepted_at is not None:
        raise Conflict(f"This invitation has been used. {ask}", code="invitation-used")
    if invitation.revoked_at is not None:
        raise Conflict(f"This invitation was revoked. {ask}", code="invitation-revoked")
    if invitation.expires_at <= now():
        raise Conflict(f"This invitation expired after 14 days. {ask}", code="invitation-expired")
    if invitation.project.is_archived:
        raise Conflict("This project is archived and takes no new members.", code="project-archived")


def _hash(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
