"""Operators may look at sets and their revisions; nobody writes here: work is saved through the protocol."""

from typing import Any

from django.contrib import admin
from django.db.models import Model

from .models import AnnotationSet, Revision


class ReadOnly(admin.ModelAdmin[Any]):
    """Shows rows and changes none."""

    def has_add_permission(self, request: Any) -> bool:
        """No."""
        return False

    def has_change_permission(self, request: Any, obj: Model | None = None) -> bool:
        """No."""
        return False

    def has_delete_permission(self, request: Any, obj: Model | None = None) -> bool:
        """No."""
        return False


@admin.register(AnnotationSet)
class AnnotationSetAdmin(ReadOnly):
    list_display = ["id", "project", "sentence_id", "layer", "state", "round", "revision", "updated_at"]
    list_filter = ["state"]
    list_select_related = ["project", "layer"]
    show_full_result_count = False


@admin.register(Revision)
class RevisionAdmin(ReadOnly):
    list_display = ["id", "annotation_set_id", "number", "author", "origin", "why", "created_at"]
    list_filter = ["origin"]
    list_select_related = ["author"]
    show_full_result_count = False
