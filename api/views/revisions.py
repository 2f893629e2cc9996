"""New texts of a source: bring one in, look at what it would do, publish it; go back to an earlier one."""

from django.urls import reverse
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.revising import Outcome, preview, request_publish
from api.rendering import OrjsonParser
from api.schema import reads, writes
from api.serializers import jobs as jobs_wire
from api.serializers import revisions as wire
from sources.decoding import read_limited
from sources.models import Proposal
from sources.permissions import can_revise
from sources.querysets import source_of
from sources.services.revising import proposal_of, propose, propose_earlier

from .base import ProjectView


class _Revising(ProjectView):
    """What the views share."""

    def told(self, proposal: Proposal, status: int = 200) -> Response:
        """The proposal, with what it would do once it is read."""
        is_open = proposal.text is not None and proposal.published is None
        body = wire.revision(proposal, preview(self.seat, proposal) if is_open else None)
        where = reverse(
            "api:revision",
            kwargs={"slug": self.seat.project.slug, "pk": proposal.source_id, "proposal": proposal.pk},
        )
        return Response(body, status=status, headers={"Location": where} if status == 201 else None)


class RevisionsView(_Revising):
    """Bringing a new text in."""

    parser_classes = [OrjsonParser, MultiPartParser]

    @writes(
        "Bring in a new text of a source",
        body={"application/json": wire.NewRevisionText, "multipart/form-data": wire.NewRevisionFile},
        answer=wire.SourceRevision,
        status=201,
    )
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Nothing changes yet: the answer says what publishing would do. A job reads documents and long texts."""
        source = source_of(self.seat, pk)
        if (request.content_type or "").startswith("multipart/"):
            known = self.given(wire.NewRevisionFile)
            name = known["file"].name or ""
            data: bytes | str = read_limited(known["file"])
        else:
            known = self.given(wire.NewRevisionText)
            name, data = known.get("file_name", ""), known["text"]
        proposal = propose(self.seat, source, data, file_name=name, format_name=known.get("format", ""))
        return self.told(proposal, 201)


class RevisionView(_Revising):
    """One new text."""

    @reads("What publishing a new text would do", answer=wire.SourceRevision, restricted=True)
    def get(self, request: Request, slug: str, pk: int, proposal: int) -> Response:
        """Compared with the source as it stands now."""
        can_revise(self.seat).require()
        return self.told(proposal_of(self.seat, source_of(self.seat, pk), proposal))


class PublishView(_Revising):
    """Publishing."""

    @writes(
        "Make a new text the source's",
        body=wire.PublishRevision,
        answer=wire.RevisionOutcome,
        also={(202, "application/json"): jobs_wire.Job},
    )
    def post(self, request: Request, slug: str, pk: int, proposal: int) -> Response:
        """Tags go with their words, the rest are orphans. A job (202) where much work hangs on the source."""
        seen = self.given(wire.PublishRevision)["seen"]
        done = request_publish(self.seat, proposal_of(self.seat, source_of(self.seat, pk), proposal), seen)
        if isinstance(done, Outcome):
            return Response(done.as_json())
        where = reverse("api:job", kwargs={"slug": slug, "pk": done.pk})
        return Response(jobs_wire.job(done), status=202, headers={"Location": where})


class EarlierView(_Revising):
    """Going back."""

    @writes("Bring an earlier text back", answer=wire.SourceRevision, status=201)
    def post(self, request: Request, slug: str, pk: int, number: int) -> Response:
        """As a new text to publish, with the sentences it had; orphans whose words are back return."""
        return self.told(propose_earlier(self.seat, source_of(self.seat, pk), number), 201)
