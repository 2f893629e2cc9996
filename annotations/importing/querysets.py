"""Reading imports with tags: the project's own, without their bytes."""

from django.db.models import QuerySet

from accounts.models import Membership
from annotations.models import TagImport
from common.errors import NotThere
from sources.models import Source


def tag_imports_of(seat: Membership) -> QuerySet[TagImport]:
    """The imports of the seat's project, newest first, with coder and job; leftovers are read by themselves."""
    rows = TagImport.objects.filter(project_id=seat.project_id).select_related("coder__user", "job")
    return rows.defer("data", "leftovers", "refusals").order_by("-id")


def tag_import_of(seat: Membership, pk: int) -> TagImport:
    """One import of the project; NotThere for any other id."""
    found = tag_imports_of(seat).filter(pk=pk).first()
    if found is None:
        raise NotThere("There is no such import in this project.")
    return found


def tag_imports_with(seat: Membership, source: Source) -> QuerySet[TagImport]:
    """The imports that brought tags to this source."""
    return tag_imports_of(seat).filter(sources=source)
