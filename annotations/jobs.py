"""The kinds of job this room knows."""

import time
from typing import Any, Final

from django.db import connection

from accounts.models import Membership
from activity.services import record
from codebook.models import CodebookChange
from common.errors import Invalid, NotAllowed
from common.time import now
from jobs.context import JobContext
from jobs.interruptions import Transient
from jobs.registry import kind
from sources.models import Proposal
from sources.permissions import can_import

from .importing.mapping import read_mapping
from .importing.services import IMPORT_JOB, carry_in, read_again, refuse_unless_partial
from .models import Recoding, TagImport
from .recoding.migrating import Journey, count_pending, migrate, pending, prepare
from .recoding.publishing import RECODE_JOB
from .revising import REVISE_JOB, publish_as

PATIENCE: Final = 60.0
"""Seconds to wait for saves that began before the new version was published."""


@kind(RECODE_JOB, unit="sentences")
def recode(context: JobContext) -> None:
    """Move all tags to the version that a change led to, chunk by chunk: each set whole, or not yet.

    A run that was stopped is taken up where it stopped: a set that was looked at is not looked at again.
    """
    found = CodebookChange.objects.filter(pk=context.params["change"], project=context.project)
    change = found.select_related("old", "new", "undoes__old", "undoes__new").first()
    if change is None:
        raise Invalid("The change of the codebook is gone.")
    journey = prepare(change)
    horizon = _newest_transaction()
    done = Recoding.objects.filter(change=change).count()
    context.progress(done, done + count_pending(change))
    done = _pass(context, journey, done)
    _await_older(context, horizon)
    _pass(context, journey, done)
    with context.publish() as result:
        CodebookChange.objects.filter(pk=change.pk).update(finished_at=now())
        result.update(summary(change))
        record(
            "codebook.applied",
            target_kind="codebook",
            target_id=change.new_id,
            project_id=change.project_id,
            actor_id=change.instigator_id,
            new={"slug": change.new.slug, "version": change.new.version, "title": change.new.title, **result},
        )


def summary(change: CodebookChange) -> dict[str, int]:
    """How many sentences were changed, and how many hold something for a person."""
    rows = Recoding.objects.filter(change=change)
    return {
        "change": change.pk,
        "sentences": rows.filter(revision__isnull=False).count(),
        "left": rows.exclude(left=[]).count(),
    }


def _pass(context: JobContext, journey: Journey, done: int) -> int:
    """Every set that waits, in order; how many are done by now."""
    after = 0
    while ids := pending(journey.change, after):
        migrate(journey, ids)
        after, done = ids[-1], done + len(ids)
        context.progress(done, max(done, context.total or 0))
    return done


def _newest_transaction() -> int:
    """A transaction id that is greater than those of all that have begun to write."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def _await_older(context: JobContext, horizon: int) -> None:
    """Return once all writers that began before the horizon are through: they may have read the older version."""
    until = time.monotonic() + PATIENCE
    while not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            if int(cursor.fetchone()[0]) >= horizon:
                return
        if time.monotonic() > until:
            raise Transient
        context.check_cancelled()
        time.sleep(0.1)


@kind(REVISE_JOB, unit="sentences")
def publish_revision(context: JobContext) -> dict[str, Any] | None:
    """Make a proposal the source's text, in the job's last transaction."""
    rows = Proposal.objects.select_related("source__project")
    proposal = rows.filter(pk=context.params["proposal"], project=context.project).first()
    if proposal is None:
        raise Invalid("The new text is no longer kept. Bring it in again.")
    with context.publish() as result:
        outcome = publish_as(
            context.requested_by, proposal, context.params["seen"], progress=context.progress
        )
        result.update({"title": proposal.source.title, **outcome.as_json()})
    return None


@kind(IMPORT_JOB, unit="sentences")
def import_tags(context: JobContext) -> dict[str, Any] | None:
    """Read the file again and store what it becomes; nothing is stored unless all of it is, or the person said so.

    One transaction holds all: a worker that dies leaves nothing behind. What was refused is kept with the import.
    """
    found = TagImport.objects.filter(pk=context.params["import"], project=context.project).first()
    if found is None:
        raise Invalid("The file is no longer kept. Bring it in again.")
    seat = (
        Membership.objects.select_related("project", "coder", "user")
        .filter(coder=context.requested_by or found.coder, project=context.project)
        .first()
    )
    if seat is None:
        raise NotAllowed("You are no longer a member of this project.", who_can="an owner of this project")
    can_import(seat).require()
    rules = read_mapping(found.rules)
    drafts = read_again(found, rules)
    total = sum(len(one.source.sentences) for one in drafts.sources)
    context.progress(0, total)
    try:
        refuse_unless_partial(drafts, rules)
        with context.publish() as result:
            result.update(carry_in(seat, found, drafts, rules))
            context.progress(total)
    except Invalid:
        refusals = [one.as_json() for one in drafts.refusals]
        TagImport.objects.filter(pk=found.pk).update(refusals=refusals)
        raise
    return None
