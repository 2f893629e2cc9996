"""Projects, people, invitations and tokens on the wire."""

from typing import Any

from rest_framework import serializers

from accounts.models import ROLES, ApiToken, Invitation, Membership

from .base import Strict


class RolesField(serializers.ListField):
    """A set of roles. Which are known is the service's to say, so that pages and API say the same."""

    child = serializers.CharField(max_length=16)


def roles_field(**more: Any) -> serializers.ListField:
    """A set of roles; the service says which are known."""
    return RolesField(max_length=8, help_text=f"Any of {', '.join(ROLES)}.", **more)


class NewProject(Strict):
    """A project to open; whoever opens it owns it."""

    slug = serializers.SlugField(max_length=60, help_text="The project's address; it never changes.")
    name = serializers.CharField(max_length=200)
    description = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    time_zone = serializers.CharField(required=False, max_length=64)


class ProjectChange(Strict):
    """What to change of a project; the rest stays."""

    name = serializers.CharField(required=False, max_length=200)
    description = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    time_zone = serializers.CharField(required=False, max_length=64)


class Project(serializers.Serializer[Any]):
    """A project as the member who asks sees it."""

    slug = serializers.SlugField()
    name = serializers.CharField()
    description = serializers.CharField()
    time_zone = serializers.CharField()
    created_at = serializers.DateTimeField()
    archived_at = serializers.DateTimeField(allow_null=True)
    coder = serializers.CharField(help_text="Your coder code in this project.")
    roles = serializers.ListField(child=serializers.ChoiceField(ROLES), help_text="Your roles.")


def project(seat: Membership) -> dict[str, Any]:
    """The project of a seat."""
    one = seat.project
    return {
        "slug": one.slug,
        "name": one.name,
        "description": one.description,
        "time_zone": one.time_zone,
        "created_at": one.created_at,
        "archived_at": one.archived_at,
        "coder": seat.coder.code,
        "roles": seat.roles,
    }


class Me(serializers.Serializer[Any]):
    """Who is signed in, and where they have a seat."""

    username = serializers.CharField()
    name = serializers.CharField()
    email = serializers.EmailField(allow_blank=True)
    projects = Project(many=True)


class Member(serializers.Serializer[Any]):
    """A person in the project. Only here do people stand beside their coder codes."""

    coder = serializers.CharField()
    username = serializers.CharField()
    name = serializers.CharField()
    roles = serializers.ListField(child=serializers.ChoiceField(ROLES))
    joined_at = serializers.DateTimeField()


class MemberChange(Strict):
    """The roles a member is to have, exactly."""

    roles = roles_field()


def member(seat: Membership) -> dict[str, Any]:
    """A member for members."""
    return {
        "coder": seat.coder.code,
        "username": seat.user.username,
        "name": seat.user.get_full_name(),
        "roles": seat.roles,
        "joined_at": seat.created_at,
    }


class NewInvitation(Strict):
    """A seat to offer."""

    email = serializers.CharField(required=False, allow_blank=True, default="", max_length=254)
    roles = roles_field()


class OpenInvitation(serializers.Serializer[Any]):
    """An open seat."""

    id = serializers.IntegerField()
    email = serializers.CharField(allow_blank=True)
    roles = serializers.ListField(child=serializers.ChoiceField(ROLES))
    invited_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()


class MadeInvitation(OpenInvitation):
    """An open seat with its secret, which is shown this once."""

    secret = serializers.CharField()


class InvitationSecret(Strict):
    """The secret of an invitation link."""

    secret = serializers.CharField(max_length=200)


def invitation(one: Invitation) -> dict[str, Any]:
    """An invitation without its secret."""
    return {
        "id": one.pk,
        "email": one.email,
        "roles": one.roles,
        "invited_by": one.invited_by.code,
        "created_at": one.created_at,
        "expires_at": one.expires_at,
    }


class NewToken(Strict):
    """A program's key to ask for."""

    name = serializers.CharField(max_length=80, help_text="The program that will use it.")
    days = serializers.IntegerField(
        required=False, min_value=1, max_value=3650, help_text="How long it works; until revoked if left out."
    )


class Token(serializers.Serializer[Any]):
    """A program's key."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    created_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)


class MadeToken(serializers.Serializer[Any]):
    """A token's secret, which is shown this once."""

    token = serializers.CharField()


def token(one: ApiToken) -> dict[str, Any]:
    """A token without its secret."""
    return {
        "id": one.pk,
        "name": one.name,
        "created_at": one.created_at,
        "last_used_at": one.last_used_at,
        "expires_at": one.expires_at,
    }
