"""Operators may look at schemes and actors; people change them in the pages, where history is kept."""

from django.contrib import admin

from .models import Actor, Codebook


@admin.register(Codebook)
class CodebookAdmin(admin.ModelAdmin[Codebook]):
    list_display = ["slug", "version", "title", "project"]


@admin.register(Actor)
class ActorAdmin(admin.ModelAdmin[Actor]):
    list_display = ["label", "kind", "project", "merged_into"]
    search_fields = ["label"]
    list_select_related = ["project", "merged_into"]
