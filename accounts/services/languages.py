"""The language a person reads the pages in. It is theirs alone: no project sees it and no history keeps it."""

from django.conf import settings

from accounts.models import User
from common.errors import Invalid


def choose_language(user: User, language: str) -> None:
    """Remember the person's language, so that the next browser they sign in on speaks it too."""
    if language not in dict(settings.LANGUAGES):
        message = "Attest does not speak that language."
        raise Invalid(message, errors=[{"field": "language", "message": message}])
    if user.language != language:
        user.language = language
        user.save(update_fields=["language"])
