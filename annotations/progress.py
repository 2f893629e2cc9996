"""How far sentences are, and what waits for a person: reads for overviews, in the team's shared layer only."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from accounts.models import Coder, Membership, Project, User
from sources.models import Source

from .models import AnnotationSet
from .states import APPROVED, DRAFT, IN_QUEUE, RETURNED, WITHDRAWN

OPEN: Final = (DRAFT, RETURNED, WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Progress:
    """Sentences by how far they are. `unread` is the rest of `total`."""

    total: int = 0
    approved: int = 0
    submitted: int = 0
    draft: int = 0
    returned: int = 0

    @property
    def unread(self) -> int:
        """Sentences nobody has touched."""
        return max(0, self.total - self.approved - self.submitted - self.draft)

    @property
    def share_approved(self) -> int:
        """Percent approved, rounded down, so that 100 means all."""
        return 100 * self.approved // self.total if self.total else 0


def _folded(total: int, counts: dict[str, int]) -> Progress:
    return Progress(
        total=total,
        approved=counts.get(APPROVED, 0),
        submitted=sum(counts.get(state, 0) for state in IN_QUEUE),
        draft=sum(counts.get(state, 0) for state in OPEN),
        returned=counts.get(RETURNED, 0),
    )


def progress_of_sources(sources: Iterable[Source]) -> dict[int, Progress]:
    """Progress of each source by id, in one query; give sources with `current` selected."""
    totals = {s.pk: s.current.sentence_count if s.current else 0 for s in sources}
    counts: dict[int, dict[str, int]] = {pk: {} for pk in totals}
    rows = (
        AnnotationSet.objects.filter(source_id__in=totals, layer=None, absorbed_by=None)
        .values_list("source_id", "state")
        .annotate(n=Count("id"))
    )
    for source_id, state, n in rows:
        counts[source_id][state] = n
    return {pk: _folded(total, counts[pk]) for pk, total in totals.items()}


def progress_of_project(project: Project) -> Progress:
    """Progress of the whole project, in two queries."""
    total = Source.objects.filter(project=project).aggregate(n=Sum("current__sentence_count"))["n"] or 0
    rows = (
        AnnotationSet.objects.filter(project=project, layer=None, absorbed_by=None)
        .values_list("state")
        .annotate(n=Count("id"))
    )
    return _folded(total, dict(rows))


def drafts_of(coder: Coder) -> QuerySet[AnnotationSet]:
    """What this coder left unfinished, the latest first, with source and sentence."""
    return (
        AnnotationSet.objects.filter(
            project_id=coder.project_id,
            last_author=coder,
            state__in=[DRAFT, WITHDRAWN],
            layer=None,
            absorbed_by=None,
        )
        .select_related("source", "sentence")
        .order_by("-updated_at", "-id")
    )


def seats_with_work(user: User) -> QuerySet[Membership]:
    """The person's seats, each with whether something came back to them and whether something waits for a reviewer."""
    sets = AnnotationSet.objects.filter(project=OuterRef("project"), layer=None, absorbed_by=None)
    returned = sets.filter(last_author=OuterRef("coder"), state=RETURNED)
    waiting = sets.filter(state__in=IN_QUEUE).exclude(last_author=OuterRef("coder"))
    return (
        Membership.objects.filter(user=user)
        .select_related("project", "coder")
        .annotate(has_returned=Exists(returned), has_waiting=Exists(waiting))
        .order_by("project__name", "id")
    )
