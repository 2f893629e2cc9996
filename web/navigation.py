"""The areas of a project, in the order of the work."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import NoReverseMatch, reverse

AREAS: Final = (
    ("source-list", "Sources"),
    ("queue", "Queue"),
    ("actor-list", "Actors"),
    ("dataset-list", "Releases"),
    ("activity", "Activity"),
    ("member-list", "Members"),
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
        yield Place(address, label, path.startswith(address))
