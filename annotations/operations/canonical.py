"""A whole set in canonical form, and keeping it beside a revision."""

from typing import Any, Final

from annotations.models import AnnotationSet, Revision, Snapshot
from sources.models import Sentence

from .state import SetState
from .wire import sha256

FORMAT: Final = 2
SNAPSHOT_EVERY: Final = 20


def canonical_body(row: AnnotationSet, state: SetState) -> dict[str, Any]:
    """The set as data sets read it: it repeats the sentence, so it can be read without its source's version.

    `sentence.start` and `end` count in the received text whose sha256 is `version_sha256`; those of tags in
    `sentence.text`. Tags stand in reading order. The same state gives the same body.
    """
    sentence = (
        Sentence.objects.filter(pk=row.sentence_id)
        .values("text", "start", "end", "version__sha256", "source_id")
        .get()
    )
    return {
        "format": FORMAT,
        "set": row.pk,
        "source": sentence["source_id"],
        "layer": row.layer.code if row.layer else None,
        "sentence": {
            "text": sentence["text"],
            "start": sentence["start"],
            "end": sentence["end"],
            "version_sha256": sentence["version__sha256"],
        },
        "outcome": state.status.outcome,
        "question": state.status.question,
        "tags": [tag.as_json() for tag in state.in_order()],
    }


def store_snapshot(row: AnnotationSet, state: SetState, revision: Revision) -> Snapshot:
    """Keep `state` as the snapshot of its revision; a no-op when there is one."""
    kept = Snapshot.objects.filter(revision=revision).first()
    if kept is not None:
        return kept
    body = canonical_body(row, state)
    return Snapshot.objects.create(revision=revision, body=body, sha256=sha256(body))
