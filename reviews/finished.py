"""What keeps a sentence from being submitted: it must say something, and every event must say what it is."""

from typing import Any

from annotations.operations.state import SetState

Gap = dict[str, Any]


def gaps(state: SetState) -> list[Gap]:
    """What is still missing, as {field, message}; empty when the sentence may be submitted."""
    if not state.tags and state.status.outcome == "open":
        message = "Nothing is tagged here. Tag something, or mark the sentence “nothing to code”."
        return [{"field": "tags", "message": message}]
    return [
        {"field": f"tags.{tag.uid}.code", "message": f"The event “{tag.value['quote']}” has no type yet."}
        for tag in state.in_order()
        if tag.kind == "event" and not tag.value["code"]
    ]
