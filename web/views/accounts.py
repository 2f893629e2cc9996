"""Signing in and out, passwords, invitations, and how the pages look on this browser."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.contrib.messages.views import SuccessMessageMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.services import accept, choose_language, invitation_of, register
from common.errors import Invalid
from web.forms.accounts import NewcomerForm
from web.templatetags.attest import THEMES
from web.words import roles_in_words

YEAR = 365 * 24 * 3600


class SignIn(LoginView):
    """The door. A browser that was told no language gets the person's; a person who has none gets the browser's."""

    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in, and settle the language between browser and person."""
        response = super().form_valid(form)
        user = form.get_user()
        told = self.request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if isinstance(user, User) and told in dict(settings.LANGUAGES):
            choose_language(user, told)
        elif isinstance(user, User) and user.language:
            _tell_language(response, user.language)
        return response


class PasswordChange(SuccessMessageMixin, PasswordChangeView):  # type: ignore[type-arg]
    """A new password, and a word that it holds."""

    success_url = "/"
    success_message = gettext_lazy("Your password is changed.")


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
    response = _back(request)
    if chosen in dict(THEMES) and chosen != "system":
        response.set_cookie("theme", chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Read the pages in another language, on this browser and wherever the person signs in next."""
    chosen = request.POST.get("language", "")
    response = _back(request)
    if chosen not in dict(settings.LANGUAGES):
        return response
    if isinstance(request.user, User):
        choose_language(request.user, chosen)
    _tell_language(response, chosen)
    return response


def _tell_language(response: HttpResponse, chosen: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page the form stood on; the front page when the address is not ours."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    return HttpResponseRedirect(back)
