"""Members, invitations and tokens."""

from datetime import timedelta

from django.utils.functional import cached_property
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import services
from accounts.models import Invitation, Membership
from accounts.permissions import can_manage_members
from accounts.querysets import members_of
from api.schema import reads, writes
from api.serializers import accounts as wire

from .base import ApiView, Listing, ProjectListing, ProjectView, found


class MembersView(ProjectListing):
    """The people of a project."""

    ordering = ("id",)

    @reads("The members, with their coder codes", answer=wire.Member(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """Oldest first."""
        return self.page(members_of(self.seat.project), wire.member)


class MemberView(ProjectView):
    """One member, by coder code."""

    @cached_property
    def other(self) -> Membership:
        """The member the address names."""
        return found(members_of(self.seat.project).filter(coder__code=self.kwargs["code"]).first(), "member")

    @reads("A member", answer=wire.Member)
    def get(self, request: Request, slug: str, code: str) -> Response:
        """The person behind a coder code."""
        return Response(wire.member(self.other))

    @writes("Change a member's roles", body=wire.MemberChange, answer=wire.Member)
    def patch(self, request: Request, slug: str, code: str) -> Response:
        """Exactly the given roles; the last owner stays an owner."""
        roles = self.given(wire.MemberChange)["roles"]
        self.other.roles = services.change_roles(self.seat, self.other, roles).roles
        return Response(wire.member(self.other))

    @writes("Remove a member, or leave", status=204)
    def delete(self, request: Request, slug: str, code: str) -> Response:
        """Their leases are released; their drafts stay under their coder code."""
        services.remove_member(self.seat, self.other)
        return Response(status=204)


class InvitationsView(ProjectListing):
    """The open invitations."""

    @reads("The invitations that still work", restricted=True, answer=wire.OpenInvitation(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """Newest first; for owners."""
        can_manage_members(self.seat).require()
        return self.page(services.open_invitations(self.seat), wire.invitation)

    @writes("Invite someone by link", body=wire.NewInvitation, answer=wire.MadeInvitation, status=201)
    def post(self, request: Request, slug: str) -> Response:
        """The secret is shown this once."""
        invitation, secret = services.invite(self.seat, **self.given(wire.NewInvitation))
        return Response({**wire.invitation(invitation), "secret": secret}, status=201)


class InvitationView(ProjectView):
    """One invitation."""

    @writes("Revoke an invitation", status=204)
    def delete(self, request: Request, slug: str, pk: int) -> Response:
        """The link stops working; repeating it changes nothing."""
        mine = Invitation.objects.filter(project=self.seat.project_id, pk=pk)
        services.revoke(self.seat, found(mine.first(), "invitation"))
        return Response(status=204)


class AcceptView(ApiView):
    """Taking a seat."""

    @writes("Accept an invitation", body=wire.InvitationSecret, answer=wire.Project)
    def post(self, request: Request) -> Response:
        """A member keeps the seat they have, and the link stays open."""
        return Response(
            wire.project(services.accept(self.person, self.given(wire.InvitationSecret)["secret"]))
        )


class TokensView(Listing):
    """The person's own tokens."""

    @reads("Your tokens that still work", answer=wire.Token(many=True))
    def get(self, request: Request) -> Response:
        """Newest first, without their secrets."""
        return self.page(services.tokens_of(self.person), wire.token)

    @writes("Make a token", body=wire.NewToken, answer=wire.MadeToken, status=201)
    def post(self, request: Request) -> Response:
        """The secret is shown this once."""
        asked = self.given(wire.NewToken)
        lifetime = timedelta(days=asked["days"]) if "days" in asked else None
        return Response(
            {"token": services.create_token(self.person, asked["name"], lifetime=lifetime)}, status=201
        )


class TokenView(ApiView):
    """One token."""

    @writes("Revoke a token", status=204)
    def delete(self, request: Request, pk: int) -> Response:
        """Your own only; repeating it changes nothing."""
        services.revoke_token(self.person, pk)
        return Response(status=204)
