"""The person's own API tokens: seen once, listed by name, revoked."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.services import create_token, revoke_token, tokens_of
from common.errors import Invalid
from web.access import person
from web.forms.accounts import TokenForm

SHOWN = 200


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def token_list(request: HttpRequest) -> HttpResponse:
    """The tokens that work; posting makes one and shows its secret this once."""
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            secret = create_token(
                person(request), form.cleaned_data["name"], lifetime=form.cleaned_data["lifetime"]
            )
            form = TokenForm()
        except Invalid as refusal:
            form.take(refusal)
    context = {"tokens": tokens_of(person(request))[:SHOWN], "form": form, "secret": secret}
    return render(request, "tokens/list.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def token_revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """End a token."""
    revoke_token(person(request), token_id)
    return redirect("token-list")
