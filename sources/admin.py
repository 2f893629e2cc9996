"""Operators look at sources and outlets; people change them in the pages, where history is kept."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet

from .models import Outlet, Source, SourceVersion


class _ReadOnly(admin.ModelAdmin[Any]):
    def has_add_permission(self, request: Any) -> bool:
        """Never: texts come in through imports."""
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """Never: revisions, decisions and releases point here."""
        return False


@admin.register(Source)
class SourceAdmin(_ReadOnly):
    list_display = ("id", "title", "project", "outlet", "language", "published_on", "rights", "created_at")
    list_filter = ("rights",)
    list_select_related = ("project", "outlet")
    search_fields = ("title", "external_id")
    ordering = ("-id",)


@admin.register(SourceVersion)
class SourceVersionAdmin(_ReadOnly):
    list_display = (
        "id",
        "source",
        "number",
        "reason",
        "format",
        "encoding",
        "sentence_count",
        "received_bytes",
    )
    list_filter = ("reason", "format")
    list_select_related = ("source",)
    exclude = ("text",)
    ordering = ("-id",)

    def get_queryset(self, request: Any) -> QuerySet[SourceVersion]:
        """Without the texts, which may be long."""
        rows: QuerySet[SourceVersion] = super().get_queryset(request).defer("text")
        return rows


@admin.register(Outlet)
class OutletAdmin(_ReadOnly):
    list_display = ("id", "name", "project", "homepage")
    list_select_related = ("project",)
    search_fields = ("name",)
    ordering = ("name",)
