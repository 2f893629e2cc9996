"""The kinds of job this room knows."""

from typing import Any

from common.errors import Invalid
from jobs.context import JobContext
from jobs.registry import kind

from .models import RegistryUpload
from .registry.files.importing import IMPORT_JOB, import_registry, seat_of


@kind(IMPORT_JOB, unit="rows")
def import_actors(context: JobContext) -> dict[str, Any] | None:
    """Import a file that is large; nothing is imported unless all of it is."""
    upload = RegistryUpload.objects.filter(pk=context.params["upload"], project=context.project).first()
    if upload is None:
        raise Invalid("The file is no longer kept. Import it again.")
    data = bytes(upload.data)
    context.progress(0, data.count(b"\n"))
    with context.publish() as result:
        seat = seat_of(context.project, context.requested_by)
        done = import_registry(seat, context.project, data, upload.file_name)
        result.update(done.told())
        context.progress(data.count(b"\n"))
        upload.delete()
    return None
