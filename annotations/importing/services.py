"""The doors of moving in: take a file and look at it, say what its labels become, import it."""

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from pathlib import PurePath
from typing import Any, Final

from django.db import transaction

from accounts.models import Membership
from accounts.permissions import can_edit
from activity.services import record
from annotations.models import TagImport
from codebook.querysets import codes_for
from common.errors import Conflict, Invalid, NotThere
from common.time import now
from jobs.models import DONE, QUEUED, RUNNING, Job
from jobs.services import enqueue
from sources.decoding import MAX_BYTES, Received
from sources.importers.problems import ImportProblem
from sources.models import RIGHTS
from sources.permissions import can_import

from .applying import Delivery, Outcome, apply
from .cutting import items_are
from .drafting import draft
from .drafts import Drafts
from .mapping import Rules, event_target, is_event, read_mapping
from .offsets import UNITS, find_unit
from .proposing import KnownCode, propose
from .reading import read
from .summary import read_summary, summarise

IMPORT_JOB: Final = "annotations.import"
KEPT_FOR: Final = timedelta(days=7)
SHOWN_REFUSALS: Final = 20
MOST_NAMES: Final = 900
"""How many names one dialog maps: what a form may send."""


def request_tag_import(
    seat: Membership,
    data: bytes,
    *,
    file_name: str = "",
    format_name: str = "",
    unit: str = "",
    rights: str = "none",
) -> TagImport:
    """Take a file in and look at it; nothing is imported yet. ImportProblem when it cannot be read.

    `unit` says what its offsets count, where the file does not tell. What people left unfinished for a week goes.
    """
    can_import(seat).require()
    for name, value, known in (("rights", rights, RIGHTS), ("unit", unit, ("", *UNITS))):
        if value not in known:
            message = f"Choose one of: {', '.join(filter(None, known))}."
            raise Invalid(message, errors=[{"field": name, "message": message}])
    if not data:
        raise ImportProblem.of("The file is empty.", "Choose the file that the other tool exported.")
    if len(data) > MAX_BYTES:
        raise ImportProblem.of(
            f"The file is larger than {MAX_BYTES // 1_000_000} MB.", "Export it in several parts."
        )
    short = PurePath(file_name).name[-255:]
    reading = read(data, short, format_name)
    summary = summarise(reading, find_unit(reading, unit), items_are(reading))
    names = len(summary.labels) + len(summary.links) + len(summary.attributes)
    if names > MOST_NAMES:
        raise ImportProblem.of(
            f"The file holds {names:,} different labels, relations and attributes; {MOST_NAMES} is the most.",
            "Labels are few and used often; export the project with its labels.",
        )
    TagImport.objects.filter(created_at__lt=now() - KEPT_FOR, job=None).delete()
    TagImport.objects.filter(created_at__lt=now() - KEPT_FOR, data__isnull=False).update(data=None)
    found = TagImport(
        project=seat.project,
        coder=seat.coder,
        file_name=short,
        format=reading.format,
        rights=rights,
        data=data,
        received_sha256=sha256(data).hexdigest(),
        received_bytes=len(data),
        summary=summary.as_json(),
        leftovers=[one.as_json() for one in reading.leftovers],
    )
    found.rules = propose(summary, known_codes(seat)).as_json() | {"unit": unit}
    found.save()
    return found


def known_codes(seat: Membership) -> list[KnownCode]:
    """The codes that labels can become, the default codebook's first."""
    return [
        KnownCode(
            f"{code.codebook.slug}@{code.codebook.version}", code.value, code.label, code.modes, code.quad
        )
        for code in codes_for(seat)
    ]


@transaction.atomic
def start_tag_import(
    seat: Membership, tag_import: TagImport, rules: Mapping[str, Any] | Rules, *, wake_worker: bool = True
) -> Job:
    """Queue the import under these rules. Asked twice while it waits or runs, it is the same job."""
    can_import(seat).require()
    answer = rules if isinstance(rules, Rules) else read_mapping(dict(rules))
    if answer.actors == "create":
        can_edit(seat).require()
    found = TagImport.objects.select_for_update().filter(pk=tag_import.pk, project=seat.project).first()
    if found is None:
        raise NotThere("There is no such import in this project.")
    if found.job is not None and found.job.state in (QUEUED, RUNNING):
        return found.job
    if found.data is None:
        raise Conflict(
            "This file is imported already, or was kept too long; bring it in again.", code="import-over"
        )
    check_rules(seat, answer)
    found.rules = answer.as_json()
    found.job = enqueue(seat, IMPORT_JOB, seat.project, {"import": found.pk}, wake_worker=wake_worker)
    found.save(update_fields=["rules", "job"])
    return found.job


def check_rules(seat: Membership, rules: Rules) -> None:
    """Invalid when a label is to become a code that the project does not have."""
    codes = known_codes(seat)
    faults = []
    for label, target in rules.labels.items():
        if not is_event(target) or target == "event":
            continue
        named = event_target(target)
        fitting = [
            one
            for one in codes
            if one.value == named.code
            and named.codebook in ("", one.codebook, one.codebook.partition("@")[0])
        ]
        if not fitting:
            message = f"“{named.code}” is in no codebook of this project."
            faults.append({"field": f"mapping.labels.{label[:60]}", "message": message})
        elif named.mode and not any(named.mode in one.modes for one in fitting):
            message = f"{named.code} has no mode “{named.mode}”."
            faults.append({"field": f"mapping.labels.{label[:60]}", "message": message})
    if faults:
        raise Invalid(f"{faults[0]['field']}: {faults[0]['message']}", errors=faults)


def read_again(tag_import: TagImport, rules: Rules) -> Drafts:
    """What the file as it came becomes under the rules: all of the work that touches no database."""
    if tag_import.data is None:
        raise Invalid("The file is no longer kept. Bring it in again.")
    reading = read(bytes(tag_import.data), tag_import.file_name, tag_import.format)
    return draft(reading, find_unit(reading, rules.unit), rules, tag_import.file_name)


def carry_in(seat: Membership, tag_import: TagImport, drafts: Drafts, rules: Rules) -> dict[str, Any]:
    """Store everything in the caller's transaction; the report. Invalid when a part is refused and all was wanted."""
    received = Received(
        "", "utf-8", tag_import.received_sha256, tag_import.received_bytes, bytes(tag_import.data or b"")
    )
    delivery = Delivery(seat, received, tag_import.format, tag_import.file_name, tag_import.rights)
    outcome = apply(delivery, drafts, rules)
    refuse_unless_partial(drafts, rules)
    report = _report(outcome, drafts, tag_import)
    tag_import.report = report
    tag_import.leftovers = [one.as_json() for one in drafts.leftovers]
    tag_import.refusals = [one.as_json() for one in drafts.refusals]
    tag_import.data = None
    tag_import.save(update_fields=["report", "leftovers", "refusals", "data"])
    tag_import.sources.add(*{row["source"] for row in outcome.rows})
    record(
        "tags.imported",
        target_kind="tag_import",
        target_id=tag_import.pk,
        project_id=seat.project_id,
        actor_id=seat.coder_id,
        new={
            "format": tag_import.format,
            "file": tag_import.file_name,
            "sha256": tag_import.received_sha256,
            "annotators": list(read_summary(tag_import.summary).annotators),
            **{name: report[name] for name in ("sentences", "tags", "refused", "leftovers")},
        },
    )
    return report


def refuse_unless_partial(drafts: Drafts, rules: Rules) -> None:
    """Raise Invalid with the first refusals unless the person wants the good ones imported."""
    if not drafts.refusals or rules.partial:
        return
    rows = drafts.refusals
    listed = "\n".join(f"{one.where}: {one.why}" for one in rows[:SHOWN_REFUSALS])
    more = f"\nand {len(rows) - SHOWN_REFUSALS:,} more" if len(rows) > SHOWN_REFUSALS else ""
    raise Invalid(
        f"Nothing was imported: {len(rows):,} texts or tags cannot be.\n{listed}{more}\n"
        "Mend the file, or import the others and have these listed.",
        code="import-refused",
        errors=[{"field": one.where, "message": one.why} for one in rows[:SHOWN_REFUSALS]],
    )


def _report(outcome: Outcome, drafts: Drafts, tag_import: TagImport) -> dict[str, Any]:
    """What came of it, for the job, the page and the command. `sources` as plain imports report them."""
    registry = outcome.registry
    return {
        "import": tag_import.pk,
        "format": tag_import.format,
        "sources": outcome.rows[:100],
        "source_count": len(outcome.rows),
        "sentences": sum(row["sentences"] for row in outcome.rows),
        "tagged_sentences": outcome.tagged_sentences,
        "tags": outcome.tags,
        "tags_known": outcome.known_tags,
        "actors": {
            "linked": registry.linked if registry else 0,
            "created": registry.created if registry else 0,
            "ambiguous": registry.ambiguous if registry else 0,
        },
        "twins_merged": drafts.merged_twins,
        "sentences_joined": drafts.merged_sentences,
        "refused": len(drafts.refusals),
        "leftovers": len(drafts.leftovers),
        "notes": notes_of(outcome, drafts),
    }


def notes_of(outcome: Outcome, drafts: Drafts) -> list[str]:
    """What was done beside the rules, in words."""
    notes = list(drafts.notes)
    total = sum(outcome.tags.values())
    notes.append(f"{total:,} tags on {outcome.tagged_sentences:,} sentences.")
    said = (
        (outcome.known_tags, "tags were here already and were left alone"),
        (drafts.merged_twins, "spans said the same twice and became one tag"),
        (drafts.merged_sentences, "sentences were joined to the one before, because a span reached across"),
        (len(drafts.leftovers), "things of the file became no tag; they are listed"),
        (len(drafts.refusals), "could not be imported; they are listed with the reason"),
    )
    notes += [f"{count:,} {words}." for count, words in said if count]
    if outcome.registry is not None and outcome.registry.ambiguous:
        notes.append(f"{outcome.registry.ambiguous:,} names are borne by several actors and were not linked.")
    return notes


def job_state(tag_import: TagImport) -> str:
    """How far an import is: `waiting` for its mapping, or the state of its job."""
    if tag_import.job is None:
        return DONE if tag_import.report is not None else "waiting"
    return tag_import.job.state
