"""How the rooms are put together: settings, routes, entry points."""

from .celery import app as celery_app

__all__ = ["celery_app"]
