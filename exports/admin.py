"""Operators see data sets and releases; owners change them in the pages, where history is kept."""

from typing import Any

from django.contrib import admin
from django.db.models import Model

from .models import Dataset, Release


class Looked(admin.ModelAdmin[Model]):
    """Read only."""

    def has_add_permission(self, request: Any) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: Any, obj: Model | None = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: Any, obj: Model | None = None) -> bool:
        """Never: files would stay behind."""
        return False


@admin.register(Dataset)
class DatasetAdmin(Looked):
    list_display = ("slug", "title", "project", "formats", "text")
    list_select_related = ("project",)


@admin.register(Release)
class ReleaseAdmin(Looked):
    list_display = ("id", "dataset", "number", "project", "sentence_count", "tag_count", "published_at")
    list_select_related = ("dataset", "project")
    ordering = ("-id",)
