"""The life of an annotation set: one table that services, buttons, the API, tests and docs read."""

from dataclasses import dataclass

DRAFT, SUBMITTED, APPROVED_ONCE, APPROVED, RETURNED, WITHDRAWN = STATES = (
    "draft", "submitted", "approved_once", "approved", "returned", "withdrawn",
)  # fmt: skip

IN_QUEUE = (SUBMITTED, APPROVED_ONCE)


@dataclass(frozen=True, slots=True)
class Transition:
    """`verb` takes a set from any of `sources` to `target`; `role` is the membership role it needs."""

    verb: str
    sources: tuple[str, ...]
    target: str
    role: str


TRANSITIONS = (
    Transition("edit", (DRAFT, SUBMITTED, APPROVED_ONCE, APPROVED, RETURNED, WITHDRAWN), DRAFT, "editor"),
    Transition("submit", (DRAFT, RETURNED, WITHDRAWN), SUBMITTED, "editor"),
    Transition("withdraw", (SUBMITTED, APPROVED_ONCE), WITHDRAWN, "editor"),
    Transition("approve", (SUBMITTED, APPROVED_ONCE), APPROVED, "reviewer"),
    Transition("approve_first", (SUBMITTED,), APPROVED_ONCE, "reviewer"),
    Transition("return", (SUBMITTED, APPROVED_ONCE), RETURNED, "reviewer"),
)


def transition(verb: str, state: str) -> Transition | None:
    """The transition `verb` makes from `state`, or None where it makes none."""
    return next((t for t in TRANSITIONS if t.verb == verb and state in t.sources), None)
