"""The hot path: operations on one sentence. The service reads what is sent; nothing stands between."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from annotations.operations import apply_operations
from api.problems import MEDIA_TYPE
from api.schema import writes
from api.serializers import annotations as wire
from common.errors import Invalid

from .base import ProjectView

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


class OperationsView(ProjectView):
    """Saving tags."""

    @writes("Save changes of tags", body=wire.Operations, answer=wire.Saved, also=CONFLICT)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """All operations together or none. Sent again, it changes nothing and gives the same answers."""
        body = body_of(request, "operations", "base")
        answer = apply_operations(self.seat, pk, body.get("operations"), base=revision_in(body, "base"))
        return Response(answer.body())
