"""What operators see: accounts and seats. No secret or hash is shown, and history-bearing rows are not deleted here.

People change projects and members in the pages, where permission is asked and history kept; operators look, and may
shut an account or let someone back in.
"""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import Model

from .models import ApiToken, Invitation, Membership, Project, User


@admin.register(User)
class AccountAdmin(UserAdmin[User]):
    list_display = ("username", "email", "is_active", "is_demo", "last_login")

    def has_delete_permission(self, request: Any, obj: Model | None = None) -> bool:
        """Never: an account is made inactive, so that projects keep their owners."""
        return False


class ReadOnly(admin.ModelAdmin[Model]):
    def has_add_permission(self, request: Any) -> bool:
        """Never: rows are made by the people they belong to."""
        return False

    def has_change_permission(self, request: Any, obj: Model | None = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: Any, obj: Model | None = None) -> bool:
        """Never."""
        return False


@admin.register(Project)
class ProjectAdmin(ReadOnly):
    list_display = ("slug", "name", "created_at", "archived_at")
    search_fields = ("slug", "name")


@admin.register(Membership)
class MembershipAdmin(ReadOnly):
    list_display = ("project", "user", "coder", "roles", "created_at")
    list_select_related = ("project", "user", "coder")
    search_fields = ("project__slug", "user__username")


@admin.register(Invitation)
class InvitationAdmin(ReadOnly):
    shown: ClassVar = ("project", "email", "roles", "created_at", "expires_at", "accepted_at", "revoked_at")
    list_display = shown
    fields = shown
    list_select_related = ("project",)


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnly):
    shown: ClassVar = ("user", "name", "created_at", "last_used_at", "expires_at", "revoked_at")
    list_display = shown
    fields = shown
    list_select_related = ("user",)
