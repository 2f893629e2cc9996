"""The one clock."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """The present, with a time zone (UTC)."""
    return timezone.now()
