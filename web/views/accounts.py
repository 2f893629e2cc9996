"""Signing in and out, passwords, invitations, and how the pages look on this browser."""

from django.contrib.auth import login
from django.contrib.auth.views import PasswordChangeView
from django.contrib.messages.views import SuccessMessageMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.services import accept, invitation_of, register
from common.errors import Invalid
from web.forms.accounts import NewcomerForm
from web.templatetags.attest import THEMES
from web.words import roles_in_words

YEAR = 365 * 24 * 3600


class PasswordChange(SuccessMessageMixin, PasswordChangeView):  # type: ignore[type-arg]
    """A new password, and a word that it holds."""

    success_url = "/"
    success_message = "Your password is changed."


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """What a link opens; whoever is signed in takes the seat, a newcomer makes an account first."""
    if isinstance(request.user, User):
        if request.method == "POST":
            return redirect("project", accept(request.user, secret).project.slug)
        return _show_invitation(request, secret, None)
    form = NewcomerForm(request.POST or None, initial={"email": invitation_of(secret).email})
    if request.method == "POST" and form.is_valid():
        try:
            seat = register(secret, **form.cleaned_data)
        except Invalid as refusal:
            form.take(refusal)
        else:
            login(request, seat.user)
            return redirect("project", seat.project.slug)
    return _show_invitation(request, secret, form)


def _show_invitation(request: HttpRequest, secret: str, form: NewcomerForm | None) -> HttpResponse:
    invitation = invitation_of(secret)
    context = {"invitation": invitation, "roles": roles_in_words(invitation.roles), "form": form}
    status = 422 if form is not None and form.errors else 200
    response = render(request, "registration/invitation.html", context, status=status)
    response["Referrer-Policy"] = "no-referrer"  # the address holds the secret
    return response


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or the system's choice on this browser."""
    chosen = request.POST.get("theme", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if chosen in dict(THEMES) and chosen != "system":
        response.set_cookie("theme", chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response
