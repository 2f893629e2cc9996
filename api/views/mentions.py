"""Where an actor occurs: mentions across sources, events, and with whom."""

from datetime import date

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from annotations.mentions import appearance_of, mentions_of, occasions_of
from api.pagination import limit_of, place_of, text_of
from api.problems import BadQuery
from api.schema import reads
from api.serializers import actors as wire
from codebook.models import Actor
from codebook.registry.reading import actor_of
from codebook.registry.structure import family_of

from .base import ProjectView

CURSOR = OpenApiParameter("cursor", str, description="From `next` of the page before.")
LIMIT = OpenApiParameter("limit", int, description="Rows per page.")
YEAR = OpenApiParameter("year", int, description="Only events of this year.")


class MentionsView(ProjectView):
    """The mentions of an actor."""

    @reads("Every mention of an actor", answer=wire.MentionPage, parameters=[CURSOR, LIMIT])
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Newest first, across sources, those coded with entries merged into it too; your layers only."""
        family = family_of(actor_of(self.seat, pk).pk)
        limit, text = limit_of(request), request.query_params.get("cursor", "")
        before = place_of(text, [Actor._meta.pk])[0] if text else None
        rows = mentions_of(self.seat, family, before=before, limit=limit + 1)
        more = text_of([rows[limit - 1].id]) if len(rows) > limit else ""
        return paged(request, [wire.mention(one) for one in rows[:limit]], more)


class OccasionsView(ProjectView):
    """The events an actor takes part in."""

    @reads(
        "The events an actor takes part in",
        answer=wire.OccasionPage,
        parameters=[CURSOR, LIMIT, YEAR],
    )
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """By date, undated ones last, of its newest 10,000 mentions."""
        family = family_of(actor_of(self.seat, pk).pk)
        limit, year = limit_of(request), request.query_params.get("year")
        if year is not None and not (year.isascii() and year.isdigit() and len(year) == 4):
            raise BadQuery("year", "Give a year such as 2007.")
        after = place(request.query_params.get("cursor", ""))
        rows = occasions_of(self.seat, family, year=int(year) if year else None, after=after, limit=limit + 1)
        last = rows[limit - 1] if len(rows) > limit else None
        more = text_of([last.day.isoformat() if last.day else "", last.id]) if last else ""
        return paged(request, [wire.occasion(one) for one in rows[:limit]], more)


class AppearanceView(ProjectView):
    """How often, when and with whom an actor occurs."""

    @reads("How often, when and with whom an actor occurs", answer=wire.Appearance)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Counts over your layers."""
        seen = appearance_of(self.seat, family_of(actor_of(self.seat, pk).pk))
        labels = Actor.objects.filter(pk__in=[other for other, _ in seen.company])
        return Response(wire.appearance(seen, list(labels)))


def place(text: str) -> tuple[date | None, int]:
    """Where a page of events ended: its last event's day and id."""
    if not text:
        return None, 0
    day, event = place_of(text, [Actor._meta.get_field("label"), Actor._meta.pk])
    try:
        return (date.fromisoformat(day) if day else None), event
    except ValueError as error:
        raise BadQuery("cursor", "Take the cursor from `next` of a page.") from error


def paged(request: Request, rows: list[dict[str, object]], cursor: str) -> Response:
    """`results` and the address of what follows, null at the end."""
    following = replace_query_param(request.get_full_path(), "cursor", cursor) if cursor else None
    return Response({"results": rows, "next": following})
