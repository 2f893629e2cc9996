"""Removing what unfinished attempts left behind."""

import logging

from . import registry
from .models import Job

log = logging.getLogger(__name__)


def clean(job: Job) -> bool:
    """Have the job's room remove its debris; False when that failed, and then a later sweep tries again."""
    kind = registry.find(job.kind)
    try:
        if kind is not None and kind.cleanup is not None:
            kind.cleanup(job)
    except Exception:
        log.exception("Job %s: its debris could not be removed", job.pk)
        return False
    Job.objects.filter(pk=job.pk, token=job.token).update(has_debris=False)
    return True
