"""The kinds of job this room knows."""

from typing import Any

from common.errors import AttestError, Invalid
from jobs.context import JobContext
from jobs.registry import kind

from .models import Proposal, Upload
from .services.importing import IMPORT_JOB, Arrival, read_upload, store_imports, summary
from .services.revising import READ_JOB, read


@kind(IMPORT_JOB, unit="sentences")
def import_upload(context: JobContext) -> dict[str, Any] | None:
    """Read an upload and store what it holds; nothing is stored unless all of it is."""
    upload = Upload.objects.filter(pk=context.params["upload"], project=context.project).first()
    if upload is None:
        raise Invalid("The file is no longer kept. Import it again.")
    received, format_name, sources = read_upload(upload)
    rights = upload.stated.get("rights", "none")
    arrival = Arrival(context.project, context.requested_by, received, format_name, rights, upload.file_name)
    total = sum(len(each.sentences) for each in sources)
    context.progress(0, total)
    with context.publish() as result:
        rows = store_imports(arrival, sources)
        result.update(summary(rows, sources[0].notes))
        context.progress(total)
        upload.delete()
    return None


@kind(READ_JOB, unit="sentences")
def read_revision(context: JobContext) -> dict[str, Any] | None:
    """Read what would be the next text of a source; the comparison waits for a person."""
    rows = Proposal.objects.select_related("source__current", "source__project")
    proposal = rows.filter(pk=context.params["proposal"], project=context.project).first()
    if proposal is None:
        raise Invalid("The file is no longer kept. Bring in the new text again.")
    try:
        read(proposal)
    except AttestError as refusal:
        Proposal.objects.filter(pk=proposal.pk).update(problem=refusal.message)
        raise
    count = len(proposal.slices or ())
    context.progress(count, count)
    with context.publish() as result:
        proposal.save()
        result.update(
            {
                "source": proposal.source_id,
                "title": proposal.source.title,
                "proposal": proposal.pk,
                "sentences": count,
                "notes": proposal.notes,
            }
        )
    return None
