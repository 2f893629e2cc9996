"""Releases in a folder of their own, without the eleven seconds' wait."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from exports import building
from tests.cast import Cast

from .stories import Shelf, make_shelf


@pytest.fixture(autouse=True)
def files(settings: LazySettings, tmp_path: Path) -> Path:
    """The data folder's `files`, empty."""
    folder = tmp_path / "files"
    local = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(folder)},
    }
    settings.STORAGES = {**settings.STORAGES, "default": local}
    return folder


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Decisions count as settled when they are made."""
    monkeypatch.setattr(building, "SETTLED", timedelta(0))


@pytest.fixture
def shelf(cast: Cast, at_once: None) -> Shelf:
    """A source of difficult sentences, all tagged and approved."""
    return make_shelf(cast)
