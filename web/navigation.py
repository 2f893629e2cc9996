"""The areas of a project, in the order of the work."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy

AREAS: Final = (
    ("source-list", gettext_lazy("Sources")),
    ("queue", gettext_lazy("Queue")),
    ("actor-list", gettext_lazy("Actors")),
    ("dataset-list", gettext_lazy("Releases")),
    ("activity", gettext_lazy("Activity")),
    ("member-list", gettext_lazy("Members")),
)


@dataclass(frozen=True, slots=True)
class Place:
    """One area: its address, its name, whether the page is inside it."""

    address: str
    label: str
    is_here: bool


def places(slug: str, path: str) -> Iterator[Place]:
    """The areas of the project that have pages."""
    for name, label in AREAS:
        try:
            address = reverse(name, args=[slug])
        except NoReverseMatch:
            continue
        yield Place(address, str(label), path.startswith(address))
