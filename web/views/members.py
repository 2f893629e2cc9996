"""Who is in a project, what they may do, how others get in, and leaving."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Invitation, Membership
from accounts.permissions import can_leave, can_manage_members
from accounts.querysets import members_of
from accounts.services import change_roles, invite, open_invitations, remove_member, revoke
from annotations.progress import drafts_of
from common.errors import Conflict, Invalid, NotThere
from reviews.models import Lease
from reviews.querysets import counted, returned_to
from web.access import in_project
from web.forms.accounts import InviteForm, RolesForm
from web.words import roles_in_words

SHOWN = 500


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@in_project
def member_list(request: HttpRequest, seat: Membership) -> HttpResponse:
    """The members; owners also see open invitations, and posting makes one: its link is shown this once."""
    form, link = InviteForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            _, secret = invite(seat, form.cleaned_data["email"], form.cleaned_data["roles"])
            link, form = request.build_absolute_uri(reverse("invitation", args=[secret])), InviteForm()
        except Invalid as refusal:
            form.take(refusal)
    may_manage = can_manage_members(seat)
    context = {
        "seat": seat,
        "members": members_of(seat.project)[:SHOWN],
        "may_manage": may_manage,
        "invitations": open_invitations(seat)[:SHOWN] if may_manage else [],
        "form": form,
        "link": link,
    }
    return render(request, "members/list.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_project
def member(request: HttpRequest, seat: Membership, member_id: int) -> HttpResponse:
    """One member: change their roles."""
    can_manage_members(seat).require()
    other = _member(seat, member_id)
    form = RolesForm(request.POST or None, initial={"roles": other.roles})
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_roles(seat, other, form.cleaned_data["roles"])
            messages.success(
                request,
                gettext("%(name)s is now %(roles)s.")
                % {"name": other.user.username, "roles": roles_in_words(changed.roles)},
            )
            return redirect("member-list", seat.project.slug)
        except (Invalid, Conflict) as refusal:
            form.take(refusal)
    context = {"seat": seat, "other": other, "form": form}
    return render(request, "members/member.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_project
def member_remove(request: HttpRequest, seat: Membership, member_id: int) -> HttpResponse:
    """Say what becomes of the member's work, then remove them; anyone may leave."""
    other = _member(seat, member_id)
    (can_leave(seat) if other.pk == seat.pk else can_manage_members(seat)).require()
    if request.method == "POST":
        remove_member(seat, other)
        messages.success(
            request,
            gettext("%(name)s is no longer in %(project)s.")
            % {"name": other.user.username, "project": seat.project.name},
        )
        return (
            redirect("home") if other.user_id == seat.user_id else redirect("member-list", seat.project.slug)
        )
    context = {
        "seat": seat,
        "other": other,
        "is_self": other.pk == seat.pk,
        "leases": Lease.objects.filter(holder=other).count(),
        "drafts": counted(drafts_of(other.coder)),
        "returned": counted(returned_to(other)),
    }
    return render(request, "members/remove.html", context)


@require_POST
@in_project
def invitation_revoke(request: HttpRequest, seat: Membership, invitation_id: int) -> HttpResponse:
    """Make a link useless."""
    found = Invitation.objects.filter(project=seat.project, pk=invitation_id).first()
    if found is None:
        raise NotThere("There is no such invitation in this project.")
    revoke(seat, found)
    return redirect("member-list", seat.project.slug)


def _member(seat: Membership, member_id: int) -> Membership:
    found = members_of(seat.project).filter(pk=member_id).first()
    if found is None:
        raise NotThere("This person is not a member of this project.")
    found.project = seat.project
    return found
