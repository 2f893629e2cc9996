"""Orphans whose words are back: which of them a revision of their source places again by itself.

An orphan returns to its own set only: to the sentence that continues the set's, when that changed, or to a new sentence
that reads as the one that was removed, where the set stands up again with its history.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sources.services.revising import Revised

from .codes_today import codes_today, with_codes_of_today
from .models import AnnotationSet, OrphanTag
from .operations.spots import Value
from .operations.state import SetState, Tag, step
from .querysets import states_of
from .replanting import Waiting, come_back

if TYPE_CHECKING:
    from .settling import Settled


@dataclass(slots=True)
class Returned:
    """What returns to one set. `authors` are coder codes by tag, for tags that someone touched since an approval."""

    row: AnnotationSet
    before: SetState
    sentence_id: int
    tags: list[Tag] = field(default_factory=list)
    back: dict[str, Value] = field(default_factory=dict)
    restored: dict[str, Value] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    authors: dict[str, str] = field(default_factory=dict)
    orphan_ids: list[int] = field(default_factory=list)
    revision: int = 0


def returned(revised: Revised, sets: Iterable[AnnotationSet], plans: Sequence["Settled"]) -> list[Returned]:
    """Everything that returns with this revision. The caller holds the locks."""
    waiting = _open_orphans(revised)
    kept = [orphan for orphans in waiting.values() for orphan in orphans]
    today = codes_today(revised.source.project_id, [orphan.value for orphan in kept])
    for orphan in kept:
        orphan.value = with_codes_of_today(orphan.value, today)
    found: list[Returned] = []
    for plan in plans:
        orphans = waiting.get(plan.row.pk, [])
        if plan.sentence_id is not None and orphans:
            state = step(plan.before, plan.before.revision + 1, plan.found.entries(plan.before))
            one = _to_set(plan.row, state, plan.sentence_id, plan.text, orphans)
            if one.back:
                found.append(one)
    return [*found, *_revived(revised, waiting)]


def _open_orphans(revised: Revised) -> dict[int, list[OrphanTag]]:
    rows = (
        OrphanTag.objects.select_for_update(of=("self",))
        .select_related("sentence", "made_by", "author")
        .filter(source_id=revised.source.pk, state="open")
        .order_by("id")
    )
    found: dict[int, list[OrphanTag]] = {}
    for orphan in rows:
        found.setdefault(orphan.annotation_set_id, []).append(orphan)
    return found


def _to_set(
    row: AnnotationSet, state: SetState, sentence_id: int, text: str, orphans: Sequence[OrphanTag]
) -> Returned:
    tags = {str(orphan.uid): tag_of(orphan) for orphan in orphans}
    waiting = [Waiting(tags[str(o.uid)], o.sentence.text, o.links) for o in orphans]
    back, restored, scores = come_back(state.tags, waiting, text)
    here = [orphan for orphan in orphans if str(orphan.uid) in back]
    return Returned(
        row,
        state,
        sentence_id,
        [tags[str(orphan.uid)] for orphan in here],
        back,
        restored,
        scores,
        {str(orphan.uid): orphan.author.code for orphan in here if orphan.author},
        [orphan.pk for orphan in here],
    )


def tag_of(orphan: OrphanTag) -> Tag:
    """The tag as it was; it has no row any more."""
    return Tag(orphan.kind, str(orphan.uid), 0, orphan.made_by.code, orphan.value)


def _revived(revised: Revised, waiting: dict[int, list[OrphanTag]]) -> list[Returned]:
    """Sets that were put aside and whose sentence is among the new ones, word for word; the nearest place first."""
    added: dict[str, list[int]] = {}
    for change in revised.changes:
        if change.kind == "added" and change.new_id is not None:
            added.setdefault(change.new_text, []).append(change.new_id)
    if not added:
        return []
    rows = list(
        AnnotationSet.objects.select_for_update(of=("self",))
        .select_related("sentence")
        .filter(source_id=revised.source.pk, absorbed_by_id__isnull=False, sentence__text__in=added)
        .order_by("sentence__ordinal", "-id")
    )
    rows = [row for row in rows if row.absorbed_by_id == row.pk]
    states = states_of(rows)
    taken: set[tuple[int, int | None]] = set()
    found: list[Returned] = []
    for row in rows:
        places = [pk for pk in added[row.sentence.text] if (pk, row.layer_id) not in taken]
        if places:
            taken.add((places[0], row.layer_id))
            text = row.sentence.text
            found.append(_to_set(row, states[row.pk], places[0], text, waiting.get(row.pk, [])))
    return found
