"""Giving up a codebook: only while nothing is coded with it."""

from django.db import transaction
from django.db.models import Q

from accounts.models import Membership, Project
from activity.services import record
from annotations.models import EventTag
from codebook.models import Adoption
from codebook.permissions import can_change_codebooks
from codebook.versions import book_of
from common.errors import Conflict


@transaction.atomic
def unadopt(seat: Membership, slug: str) -> None:
    """Code with this codebook no longer; a no-op when the project does not. Locks the project's row and the adoption.

    Conflict when it is the default, or while tags stand on its codes: then it says how many.
    """
    can_change_codebooks(seat).require()
    Project.objects.select_for_update(no_key=True).get(pk=seat.project_id)
    book = book_of(seat, slug)
    standing = Adoption.objects.select_for_update().filter(
        project=seat.project_id, codebook=book, ended_at=None
    )
    adoption = standing.first()
    if adoption is None:
        return
    if adoption.is_default:
        raise Conflict("This is the default codebook; make another one the default first.", code="is-default")
    of_project = Q(annotation_set__project=seat.project_id)
    coded = Q(code__codebook__slug=slug) | Q(other_codes__code__codebook__slug=slug)
    tags = EventTag.objects.filter(of_project & coded).distinct()
    if tags.exists():
        mine = Q(annotation_set__layer=None) | Q(annotation_set__layer=seat.coder_id)
        count = tags.filter(mine).count()
        told = f"{count:,} event{'s are' if count != 1 else ' is'}" if count else "events are"
        raise Conflict(
            f"The project cannot give up {book.title}: {told} coded with it. Recode them first, or keep it.",
            code="codebook-in-use",
            tags=count,
        )
    Adoption.objects.filter(project=seat.project_id, codebook__slug=slug).delete()
    record(
        "codebook.left",
        target_kind="codebook",
        target_id=book.pk,
        project_id=seat.project_id,
        actor_id=seat.coder_id,
        new={"slug": book.slug, "version": book.version, "title": book.title},
    )
