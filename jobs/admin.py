"""Operators see what runs and why it failed; people cancel and retry in the pages, where history is kept."""

from typing import Any

from django.contrib import admin

from .models import Job


@admin.register(Job)
class JobAdmin(admin.ModelAdmin[Job]):
    list_display = ["id", "kind", "project", "state", "attempts", "progress_done", "progress_total", "worker"]
    list_filter = ["state", "kind"]
    list_select_related = ["project"]
    ordering = ["-id"]

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Job | None = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Job | None = None) -> bool:
        return False
