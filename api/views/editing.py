"""The hot path: operations on one sentence. The service reads what is sent; nothing stands between."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from annotations.models import AnnotationSet
from annotations.operations import apply_operations, present
from annotations.operations.answers import Answer
from annotations.operations.requests import state_of
from annotations.operations.restoring import Preview, preview_restore, restore_revision
from annotations.operations.undoing import redo, undo
from api.problems import MEDIA_TYPE
from api.schema import reads, writes
from api.serializers import annotations as wire
from common.errors import Invalid
from common.refusals import each_said
from reviews.querysets import shared_sets
from reviews.services import submit_all_finished, submit_sentence, withdraw
from sources.querysets import source_of

from .base import ProjectView, found

CONFLICT = {(409, MEDIA_TYPE): wire.EditConflict}


def body_of(request: Request, *known: str) -> dict[str, Any]:
    """The body as an object with no other fields than `known`; Invalid names what else was sent."""
    data = request.data
    if not isinstance(data, dict):
        raise Invalid("Send a JSON object.", errors=[{"field": "", "message": "Send a JSON object."}])
    faults = [
        {"field": str(name)[:60], "message": "There is no such field here."}
        for name in data
        if name not in known
    ]
    if faults:
        raise Invalid(f"{faults[0]['field']}: {faults[0]['message']}", errors=faults)
    return data


def revision_in(body: dict[str, Any], field: str) -> int | None:
    """A revision number the person had in view, or None; Invalid for what is no number."""
    given = body.get(field)
    if given is None or (isinstance(given, int) and not isinstance(given, bool) and 0 <= given < 2**31):
        return given
    message = "Send the number of a revision, or leave it out."
    raise Invalid(message, errors=[{"field": field, "message": message}])


def _told(answer: Answer | Preview) -> Response:
    """The answer, its notices in the reader's language."""
    body = answer.body()
    if "notices" in body:
        body["notices"] = each_said(body["notices"])
    return Response(body)


class OperationsView(ProjectView):
    """Saving tags."""

    @writes("Save changes of tags", body=wire.Operations, answer=wire.Saved, also=CONFLICT)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """All operations together or none. Sent again, it changes nothing and gives the same answers."""
        body = body_of(request, "operations", "base")
        answer = apply_operations(self.seat, pk, body.get("operations"), base=revision_in(body, "base"))
        return _told(answer)


class UndoView(ProjectView):
    """Taking back."""

    @writes("Undo my last request on a sentence", body=wire.StepBack, answer=wire.Saved, also=CONFLICT)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """The inverse is saved as a new revision; a conflict if someone touched those tags since."""
        return _told(undo(self.seat, pk, body_of(request, "id").get("id")))


class RedoView(ProjectView):
    """Doing again."""

    @writes("Redo what I undid last", body=wire.StepBack, answer=wire.Saved, also=CONFLICT)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Saved as a new revision; a conflict if someone touched those tags since."""
        return _told(redo(self.seat, pk, body_of(request, "id").get("id")))


class RestoreView(ProjectView):
    """Going back to how a sentence once was."""

    @reads("What restoring a revision would change", restricted=True, answer=wire.RestorePreview)
    def get(self, request: Request, slug: str, pk: int, number: int) -> Response:
        """Changes nothing."""
        return _told(preview_restore(self.seat, pk, number))

    @writes("Restore a revision", body=wire.Restore, answer=wire.Saved, also=CONFLICT)
    def post(self, request: Request, slug: str, pk: int, number: int) -> Response:
        """As one new revision; a conflict when the set moved on since the preview."""
        body = body_of(request, "id", "seen", "why")
        why = body.get("why", "")
        if not isinstance(why, str):
            raise Invalid("Send a text.", errors=[{"field": "why", "message": "Send a text."}])
        seen = seen_revision(body, "seen")
        return _told(restore_revision(self.seat, pk, number, body.get("id"), seen=seen, why=why))


class SubmitView(ProjectView):
    """Putting work before the reviewers."""

    @writes("Submit a sentence", body=wire.SeenRevision, answer=wire.Set)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Exactly the revision the editor saw; what waits already stays as it is."""
        seen = seen_revision(body_of(request, "revision"))
        return as_it_stands(submit_sentence(self.seat, pk, seen).annotation_set)


class WithdrawView(ProjectView):
    """Taking work back out of the queue."""

    @writes("Withdraw a submitted sentence", answer=wire.Set)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """A no-op when it was taken out; a conflict once it was decided on."""
        mine = shared_sets(self.seat).filter(sentence=pk, absorbed_by=None).only("pk").first()
        return as_it_stands(withdraw(self.seat, found(mine, "sentence that anyone has read").pk))


class SubmitFinishedView(ProjectView):
    """Putting all of one's finished work before the reviewers."""

    @writes("Submit all my finished drafts of a source", answer=wire.SubmittedAll)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Drafts with an open question, what came back unchanged and others' drafts are left alone."""
        done = submit_all_finished(self.seat, source_of(self.seat, pk).pk)
        return Response(
            {
                "submitted": [one.annotation_set.sentence_id for one in done.submissions],
                "unfinished": [
                    {"set": row.pk, "sentence": row.sentence_id, "errors": gaps}
                    for row, gaps in done.unfinished
                ],
            }
        )


def seen_revision(body: dict[str, Any], field: str = "revision") -> int:
    """The revision the person saw; Invalid when it was not sent."""
    seen = revision_in(body, field)
    if seen is None:
        message = "Send the revision you saw, so that nothing newer is meant."
        raise Invalid(message, errors=[{"field": field, "message": message}])
    return seen


def as_it_stands(row: AnnotationSet) -> Response:
    """The set with its tags."""
    return Response(present(row, state_of(row)))
