"""The review queue: what waits, take the next, decide, take back."""

from typing import Any

from django.db.models import QuerySet
from django_filters import CharFilter, ChoiceFilter, FilterSet, NumberFilter
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Coder
from annotations.models import AnnotationSet
from annotations.operations import present
from annotations.operations.requests import state_of
from annotations.states import IN_QUEUE
from api.schema import reads, writes
from api.serializers import reviews as wire
from common.time import now
from reviews import services
from reviews.models import Decision
from reviews.querysets import authors_of, decisions_of, queue, shared_set

from .base import ProjectListing, ProjectView, found


class QueueFilters(FilterSet):  # type: ignore[misc]
    """What the queue can be narrowed by."""

    source = NumberFilter(
        field_name="source_id", min_value=1, max_value=2**63 - 1, help_text="A source's id."
    )
    editor = CharFilter(
        field_name="last_author__code", max_length=12, help_text="Coder code of the last author."
    )
    state = ChoiceFilter(choices=[(state, state) for state in IN_QUEUE])


def shown(rows: QuerySet[AnnotationSet]) -> QuerySet[AnnotationSet]:
    """The sets with all that a queue shows of them."""
    return rows.select_related("sentence", "source", "lease__holder__coder").defer("source__current")


class QueueView(ProjectListing):
    """What waits for a decision."""

    ordering = ("submitted_at", "id")
    filters = QueueFilters

    @reads("The review queue", answer=wire.QueueItem(many=True), filters=QueueFilters)
    def get(self, request: Request, slug: str) -> Response:
        """The longest waiting first, with who wrote it and who is looking at it."""
        authors: dict[int, list[Coder]] = {}
        return self.page(
            shown(queue(self.seat)),
            lambda row: wire.queue_item(row, authors[row.pk]),
            lambda rows: authors.update(authors_of(rows)),
        )


class NextView(ProjectView):
    """The next one to decide on."""

    @writes("Take the next sentence", body=wire.Next, answer=wire.Taken)
    def post(self, request: Request, slug: str) -> Response:
        """Under a lease of five minutes: nobody else is offered it meanwhile. What one holds comes first."""
        skip = self.given(wire.Next).get("skip", [])
        row = services.take_next(self.seat, skip)
        if row is None:
            why = services.why_nothing(self.seat, skip)
            return Response({"item": None, "reason": why.reason, "who": why.who})
        whole = shown(AnnotationSet.objects.filter(pk=row.pk)).get()
        item = wire.queue_item(whole, authors_of([whole])[whole.pk])
        return Response({"item": item, "reason": "", "who": []})


class SetView(ProjectView):
    """One set."""

    @reads("A set with its tags, authors and lease", answer=wire.SetDetail)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """The team's layer."""
        row = shared_set(self.seat, pk)
        lease = wire.lease_of(row)
        return Response(
            {
                **present(row, state_of(row)),
                "lease": wire.held(lease if lease and lease.expires_at > now() else None),
                "authors": [coder.code for coder in authors_of([row])[row.pk]],
            }
        )


class DecisionsView(ProjectListing):
    """What was said of a set."""

    @reads("The decisions on a set", answer=wire.Decision(many=True))
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Newest first; those taken back are left out of `standing`, not of this list."""
        return self.page(decisions_of(shared_set(self.seat, pk)), wire.decision)


class Deciding(ProjectView):
    """What decisions share."""

    def told(self, decision: Decision) -> Response:
        """The decision on the wire."""
        rows = Decision.objects.select_related("reviewer", "revision").defer("revision__operations")
        return Response(wire.decision(rows.get(pk=decision.pk)))


class ApproveView(Deciding):
    """Yes."""

    @writes("Approve a revision", body=wire.Approval, answer=wire.Decision)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Exactly the revision the reviewer saw. Refused for its authors, and when the set has moved on."""
        return self.told(services.approve(self.seat, pk, **self.given(wire.Approval)))


class ReturnView(Deciding):
    """No."""

    @writes("Return a revision to its editor", body=wire.Return, answer=wire.Decision)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """With a reason; what was approved before stays in the data set."""
        return self.told(services.return_to_editor(self.seat, pk, **self.given(wire.Return)))


class RetractView(Deciding):
    """Taking one's word back."""

    @writes("Take back my decision", body=wire.Retraction, answer=wire.Decision)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Within ten seconds; the set is where it was before, and held by this reviewer."""
        asked: dict[str, Any] = self.given(wire.Retraction)
        mine = Decision.objects.filter(
            pk=asked["decision"], annotation_set=pk, project=self.seat.project_id
        ).first()
        return self.told(services.retract(self.seat, found(mine, "decision on this set").pk))


class LeaseView(ProjectView):
    """Looking at a set."""

    @writes("Hold a set, or hold it longer", answer=wire.Held)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """For five minutes from now; a conflict when another reviewer holds it."""
        return Response(wire.held(services.renew_lease(self.seat, pk)))

    @writes("Let a set go", status=204)
    def delete(self, request: Request, slug: str, pk: int) -> Response:
        """Others are offered it again; a no-op when it is not held."""
        services.release_lease(self.seat, pk)
        return Response(status=204)
