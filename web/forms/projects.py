"""What is asked about a project."""

from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from .base import ServiceForm

ZONES = [
    (zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone or zone == "UTC"
]


class ProjectForm(ServiceForm):
    """What can change."""

    name = forms.CharField(label=_("Name"), max_length=200)
    description = forms.CharField(
        label=_("Description"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What the data set is about, for the people who join."),
    )
    time_zone = forms.ChoiceField(
        choices=ZONES, initial="UTC", label=_("Time zone"), help_text=_("For schedules.")
    )


class NewProjectForm(ProjectForm):
    """A project to open."""

    slug = forms.SlugField(
        max_length=60,
        label=_("Address"),
        help_text=_("Short, in a-z, 0-9 and hyphens. It stays: links contain it."),
    )
    field_order = ["name", "slug", "description", "time_zone"]
