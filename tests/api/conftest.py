"""A client per member of the cast, and releases in a folder of their own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings

from accounts.models import Membership

from .client import Api


@pytest.fixture
def api() -> Callable[[Membership | None], Api]:
    """`api(cast.editor)`: a signed-in client whose addresses start at the project; `api(None)`: nobody."""
    return Api


@pytest.fixture(autouse=True)
def files(settings: LazySettings, tmp_path: Path) -> None:
    """Files of a test go with it."""
    local = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path / "files")},
    }
    settings.STORAGES = {**settings.STORAGES, "default": local}
