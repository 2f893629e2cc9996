"""What an accepted request is answered with."""

from dataclasses import dataclass
from typing import Any

from annotations.models import AnnotationSet

from .state import SetState


@dataclass(frozen=True, slots=True)
class Answer:
    """The set as it stands now, and the answer to each operation in the order sent, repeated ones included.

    `notices` are {code, message}: what else the request brought about (reopened, left-queue, new-round, merged).
    """

    annotation_set: AnnotationSet
    state: SetState
    operations: tuple[dict[str, Any], ...] = ()
    notices: tuple[dict[str, str], ...] = ()

    @property
    def revision(self) -> int:
        """The number of the newest revision."""
        return self.state.revision

    def body(self) -> dict[str, Any]:
        """The answer as JSON."""
        return present(self.annotation_set, self.state) | {
            "operations": [
                {key: part for key, part in answer.items() if key != "versions"} for answer in self.operations
            ],
            "notices": list(self.notices),
        }


def present(row: AnnotationSet, state: SetState) -> dict[str, Any]:
    """A set as answers, conflicts and pages carry it. `tags` are in reading order."""
    return {
        "set": row.pk,
        "sentence": row.sentence_id,
        "revision": state.revision,
        "round": row.round,
        "state": row.state,
        "outcome": state.status.outcome,
        "question": state.status.question,
        "status_version": state.status.version,
        "tags": [tag.as_json() for tag in state.in_order()],
    }
