"""Storing what a file became, in the caller's transaction: sources, then their tags.

Sources that are new get their tags set-wise. A text the project has already keeps its cut and its work: tags that were
ever there are left alone, even where a person took them off again, and the others are added through the protocol.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.db import transaction

from accounts.models import Membership
from annotations.models import AnnotationSet, Revision
from annotations.operations.loading import load_tags
from annotations.operations.locking import lock_set
from annotations.operations.requests import Mandate, carry_out
from annotations.operations.values import twin_key
from annotations.operations.wire import WireOperation
from common.errors import AttestError
from sources.decoding import Received
from sources.models import Sentence, Source
from sources.services.importing import Arrival, ImportedRow, store_imports

from . import bulk
from .actors import Registry
from .drafts import Drafts, DraftSource, Refusal
from .mapping import Rules
from .placing import Placed, SentenceRow, place_tags, without

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file on its way in: whose, and what it was."""

    seat: Membership
    received: Received
    format_name: str
    file_name: str
    rights: str


@dataclass(slots=True)
class Outcome:
    """What came of an import."""

    rows: list[ImportedRow] = field(default_factory=list)
    tags: dict[str, int] = field(default_factory=lambda: {"event": 0, "actor": 0, "reliability": 0})
    tagged_sentences: int = 0
    known_tags: int = 0
    registry: Registry | None = None


def apply(delivery: Delivery, drafts: Drafts, rules: Rules) -> Outcome:
    """Store the drafts; what cannot stand is added to `drafts.refusals`. The caller decides whether that undoes all."""
    outcome = Outcome()
    arrival = Arrival(
        delivery.seat.project,
        delivery.seat.coder,
        delivery.received,
        delivery.format_name,
        delivery.rights,
        delivery.file_name,
    )
    outcome.rows = store_imports(arrival, [one.source for one in drafts.sources])
    outcome.registry = registry = Registry(delivery.seat, rules.actors)
    why = f"Imported from {delivery.file_name or delivery.format_name}"
    names = {tag.uid: tag.where for one in drafts.sources for tag in one.tags}
    late = _Latecomers(delivery.seat, names, drafts, outcome, why=why)
    fresh: list[bulk.Target] = []
    for pairs in _chunks(list(zip(outcome.rows, drafts.sources, strict=True))):
        sentences = _sentences({row["source"] for row, _ in pairs})
        for row, one in pairs:
            placed = place_tags(one.tags, sentences.get(row["source"], []), registry, drafts)
            if row["existing"]:
                late.add(row["source"], placed)
            else:
                fresh += [
                    bulk.Target(row["source"], pk, ops, placed.has_borrowed)
                    for pk, ops in placed.operations.items()
                ]
    written = bulk.write_tags(delivery.seat, fresh, names, why, drafts.refusals)
    outcome.tagged_sentences += written.sentences
    for kind, count in written.tags.items():
        outcome.tags[kind] += count
    return outcome


def _chunks(
    pairs: Sequence[tuple[ImportedRow, DraftSource]],
) -> Iterable[list[tuple[ImportedRow, DraftSource]]]:
    for start in range(0, len(pairs), _CHUNK):
        yield list(pairs[start : start + _CHUNK])


def _sentences(source_ids: set[int]) -> dict[int, list[SentenceRow]]:
    """The sentences of the present cuts of these sources, in order; one query."""
    current = Source.objects.filter(pk__in=source_ids).values("current_id")
    rows = (
        Sentence.objects.filter(version__in=current)
        .order_by("source_id", "ordinal")
        .values_list("source_id", "pk", "start", "end", "text")
    )
    return {
        source: [SentenceRow(*row[1:]) for row in group]
        for source, group in groupby(rows, key=lambda row: row[0])
    }


class _Latecomers:
    """Tags for sources that were there already: added through the protocol, what was ever there left alone."""

    def __init__(
        self, seat: Membership, names: Mapping[str, str], drafts: Drafts, outcome: Outcome, *, why: str
    ) -> None:
        self._seat, self._names, self._drafts, self._outcome = seat, names, drafts, outcome
        self._mandate = Mandate(seat, "import", why)

    def add(self, source_id: int, placed: Placed) -> None:
        """Add to the source what it never had."""
        known = _known(source_id)
        wanted = {op.tag for ops in placed.operations.values() for op in ops}
        self._outcome.known_tags += len(wanted & known)
        left = without(placed.operations, known)
        sets = AnnotationSet.objects.filter(
            sentence_id__in=left, project_id=self._seat.project_id, layer=None
        )
        present = load_tags([row.pk for row in sets])
        twins = {
            row.sentence_id: {twin_key(t.kind, t.value) for t in present[row.pk].values()} for row in sets
        }
        for sentence_id, operations in left.items():
            here = twins.get(sentence_id, set())
            fresh = [op for op in operations if twin_key(op.kind, op.value) not in here]
            self._outcome.known_tags += len(operations) - len(fresh)
            if fresh:
                self._carry_out(sentence_id, fresh)

    def _carry_out(self, sentence_id: int, operations: Sequence[WireOperation]) -> None:
        try:
            with transaction.atomic():
                carry_out(self._mandate, lock_set(self._seat, sentence_id, None), operations)
        except AttestError as refusal:
            where = self._names.get(operations[0].tag, "")
            self._drafts.refusals.append(Refusal(where, refusal.message))
            return
        self._outcome.tagged_sentences += 1
        for operation in operations:
            self._outcome.tags[operation.kind] += 1


def _known(source_id: int) -> set[str]:
    """The ids of all tags that the source's sentences ever had."""
    rows = Revision.objects.filter(annotation_set__source_id=source_id).values_list("operations", flat=True)
    return {entry.get("tag", "") for body in rows.iterator() for entry in body["operations"]}
