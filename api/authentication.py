"""Who is asking: a program with a token, or a person's browser with its session."""

from django.contrib.auth.base_user import AbstractBaseUser
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from accounts.services import user_of_token


class ApiTokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer attest_…`. A wrong token is 401, never quietly anonymous."""

    def authenticate(self, request: Request) -> tuple[AbstractBaseUser, None] | None:
        """The token's person; None when no bearer token was sent."""
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        user = user_of_token(secret.strip())
        if user is None:
            raise AuthenticationFailed("This token is unknown, expired or revoked; make a new one.")
        return user, None

    def authenticate_header(self, request: Request) -> str:
        """What WWW-Authenticate offers."""
        return 'Bearer realm="attest"'


class Session(SessionAuthentication):
    """The browser's session cookie; anything that changes state must carry the CSRF token too."""

    def enforce_csrf(self, request: Request) -> None:
        """Refuse with 403 and a plain reason."""
        try:
            super().enforce_csrf(request)
        except PermissionDenied as error:
            raise PermissionDenied(
                "The page's security token is missing or old; reload the page and try again.", code="csrf"
            ) from error
