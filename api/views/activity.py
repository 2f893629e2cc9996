"""What happened in a project: newest first to read, oldest first to follow."""

import re

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from activity import querysets
from activity.models import Activity
from annotations.telling import tellable
from api.pagination import limit_of
from api.problems import BadQuery
from api.schema import reads
from api.serializers import activity as wire

from .base import ProjectListing

AFTER = OpenApiParameter(
    "after",
    str,
    description=(
        "Follow the stream: settled rows after this row's `cursor`, oldest first; `0-0` is the beginning. "
        "Without it, newest first."
    ),
)
PLACE = re.compile(r"\d{1,18}-\d{1,18}")


class ActivityView(ProjectListing):
    """The history of a project."""

    ordering = ("-id",)
    also = frozenset({"after"})

    @reads("What happened in the project", answer=wire.Row(many=True), parameters=[AFTER])
    def get(self, request: Request, slug: str) -> Response:
        """Rows as they were recorded; nothing is ever changed or taken away."""
        place = request.query_params.get("after")
        if place is not None:
            return self.following(place)
        paginator = self.pagination_class()
        mine = self.filtered(Activity.objects.filter(project_id=self.seat.project_id))
        rows = paginator.paginate_queryset(mine, request, view=self)
        return paginator.get_paginated_response(wire.rows(tellable(self.seat, rows)))

    def following(self, place: str) -> Response:
        """Settled rows after `place`; `next` is null when the follower has caught up."""
        if not PLACE.fullmatch(place):
            raise BadQuery("after", "Take it from `cursor` of a row, or 0-0 for the beginning.")
        limit = limit_of(self.request)
        rows = querysets.after(self.seat.project_id, querysets.Cursor.parse(place), limit)
        following = None
        if len(rows) == limit:
            following = replace_query_param(
                self.request.get_full_path(), "after", str(querysets.Cursor(rows[-1].xact, rows[-1].pk))
            )
        return Response({"results": wire.rows(tellable(self.seat, rows)), "next": following})
