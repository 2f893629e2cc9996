"""Verbs on API tokens: a program's key to a person's rights, shown once and kept as a hash.

A secret holds 256 random bits, so a fast hash is enough and looking it up by its hash tells nothing about others.
"""

from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.backends import Passwords
from accounts.models import ApiToken, User
from activity.services import record
from common.errors import Invalid, NotThere
from common.time import now

PREFIX = "attest_"
USE_IS_NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def create_token(user: User, name: str, *, lifetime: timedelta | None = None) -> str:
    """A new token of `user`; answers with its secret, which is never shown again.

    Without a lifetime it works until it is revoked.
    """
    name = name.strip()
    if not name or len(name) > 80 or not name.isprintable():
        message = "Name the program that will use it, in 1 to 80 characters."
        raise Invalid(message, errors=[{"field": "name", "message": message}])
    secret = PREFIX + token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        name=name,
        secret_sha256=_hash(secret),
        expires_at=None if lifetime is None else now() + lifetime,
    )
    record("token.created", target_kind="token", target_id=token.pk)
    return secret


@transaction.atomic
def revoke_token(user: User, token_id: int) -> ApiToken:
    """Make one of the person's own tokens useless; a no-op when it already is. NotThere for anyone else's."""
    token = ApiToken.objects.select_for_update().filter(user=user, pk=token_id).first()
    if token is None:
        raise NotThere("You have no such token.")
    if token.revoked_at is None:
        token.revoked_at = now()
        token.save(update_fields=["revoked_at"])
        record("token.revoked", target_kind="token", target_id=token.pk)
    return token


def tokens_of(user: User) -> QuerySet[ApiToken]:
    """The person's tokens that still work, newest first."""
    return ApiToken.objects.filter(_working(), user=user).order_by("-id")


def user_of_token(secret: str) -> User | None:
    """Whose token this is; None when it is unknown, revoked, expired or the account may not be used. One query.

    Use is noted at most once a minute, so that a busy program does not write a row a request.
    """
    if not secret.startswith(PREFIX):
        return None
    token = ApiToken.objects.filter(_working(), secret_sha256=_hash(secret)).select_related("user").first()
    if token is None or not Passwords().user_can_authenticate(token.user):
        return None
    moment = now()
    if token.last_used_at is None or token.last_used_at < moment - USE_IS_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=moment)
    return token.user


def _working() -> Q:
    return Q(revoked_at=None) & (Q(expires_at=None) | Q(expires_at__gt=now()))


def _hash(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
