"""One of everything, so that each address has something to name."""

from dataclasses import dataclass
from hashlib import sha256

from accounts.services import invite
from annotations.importing.services import request_tag_import
from annotations.models import OrphanTag
from annotations.operations import apply_operations
from annotations.revising import publish as publish_revision
from codebook.drafting import add_change
from codebook.models import CodebookChange
from codebook.publishing import publish_draft
from codebook.registry import add_alias, add_relation, create_actor
from codebook.services import ensure_shipped
from common.time import now
from exports import folders
from exports.models import Release
from exports.services import default_dataset
from jobs.models import Job
from reviews.services import approve, submit_sentence
from sources.models import Citation, Source
from sources.services import create_outlet
from sources.services.revising import propose
from tests.cast import Cast
from tests.factories import actor_op, make_source, mark_op, sentence_of

EXPORT = b'{"text": "Police came.", "label": [[0, 6, "ORG"]]}'
SENTENCES = [
    "On 12 November militants of the group killed 6 people in the city.",
    "The movement denied the report.",
    "A third thing happened the day after.",
    "[7] Nobody was hurt in the fourth.",
]


@dataclass(frozen=True, slots=True)
class World:
    """A project with one of everything; the numbers are ids, `coder` the second editor's code."""

    cast: Cast
    coder: str
    invitation: int
    actor: int
    other_actor: int
    twin: int
    alias: int
    relation: int
    job: int
    outlet: int
    source: int
    tag_import: int
    sentence: int
    citation: int
    drafted: int
    submitted: int
    waiting: int
    decided: int
    decision: int
    proposal: int
    revised: int
    orphan: int
    stays: int
    codebook_change: int


def publish(cast: Cast) -> Release:
    """A release with its files, as the job that makes one leaves it."""
    job = Job.objects.create(kind="exports.release", project=cast.project, state="done")
    folder = folders.building(job)
    lines = b'{"set": 1}\n'
    (folder / "approved.jsonl").write_bytes(lines)
    (folder / "release.json").write_text("{}")
    dataset = default_dataset(cast.project)
    file = {
        "name": "approved.jsonl",
        "format": "jsonl",
        "media_type": "application/x-ndjson",
        "bytes": len(lines),
        "rows": 1,
        "sha256": sha256(lines).hexdigest(),
    }
    return Release.objects.create(
        dataset=dataset,
        project=cast.project,
        number=1,
        job=job,
        folder=folders.settle(folder, dataset, 1),
        manifest={"files": [file], "internal": None},
        sentence_count=1,
        tag_count=0,
        published_at=now(),
    )


def change_codebook(cast: Cast) -> int:
    """A change of the default codebook that is over, and a draft on another one."""
    draft = add_change(cast.owner, "plover", {"op": "change", "value": "AID", "fields": {"label": "Help"}})
    change = publish_draft(cast.owner, "plover", draft.revision)
    CodebookChange.objects.filter(pk=change.pk).update(finished_at=now())
    ensure_shipped("acled")
    add_change(cast.owner, "acled", {"op": "retire", "value": "other"})
    return change.pk


def make_world(cast: Cast) -> World:
    """Fill the cast's project through its services."""
    invitation, _ = invite(cast.owner, "", ["editor"])
    actor = create_actor(cast.editor, label="Fatah", kind="party")
    other = create_actor(cast.editor, label="The council", kind="organisation")
    twin = create_actor(cast.editor, label="Fateh", kind="party")
    alias = add_alias(cast.editor, actor.pk, text="The movement", kind="nickname")
    relation = add_relation(cast.editor, actor.pk, kind="member_of", object_id=other.pk)
    job = Job.objects.create(kind="probe", project=cast.project, requested_by=cast.editor.coder)
    outlet = create_outlet(cast.editor, name="The Times of Somewhere")
    source = make_source(cast.project, SENTENCES, outlet=outlet, imported_by=cast.editor.coder)
    drafted, submitted, judged = (sentence_of(source, ordinal) for ordinal in (2, 3, 4))
    for sentence in (drafted, submitted, judged):
        apply_operations(cast.editor, sentence.pk, [mark_op("nothing_to_code")])
    waiting = submit_sentence(cast.editor, submitted.pk, 1).annotation_set
    decision = approve(cast.reviewer, submit_sentence(cast.editor, judged.pk, 1).annotation_set_id, 1)
    publish(cast)
    revised, orphan = _revised(cast)
    codebook_change = change_codebook(cast)
    return World(
        cast=cast,
        coder=cast.second_editor.coder.code,
        invitation=invitation.pk,
        actor=actor.pk,
        other_actor=other.pk,
        twin=twin.pk,
        alias=alias.pk,
        relation=relation.pk,
        job=job.pk,
        outlet=outlet.pk,
        source=source.pk,
        tag_import=request_tag_import(cast.editor, EXPORT).pk,
        sentence=sentence_of(source, 1).pk,
        citation=Citation.objects.get(sentence__source=source).pk,
        drafted=drafted.pk,
        submitted=submitted.pk,
        waiting=waiting.pk,
        decided=decision.annotation_set_id,
        decision=decision.pk,
        proposal=propose(cast.owner, source, "A source\n\nAnother text.\n\nIt is short.").pk,
        revised=revised.pk,
        orphan=orphan.pk,
        stays=sentence_of(revised, 1).pk,
        codebook_change=codebook_change,
    )


def _revised(cast: Cast) -> tuple[Source, OrphanTag]:
    """A source that was revised, and the tag that lost its words by it."""
    before, stays = "The committee met in the old hall.", "Nobody came to the second meeting."
    source = make_source(cast.project, [before, stays], title="A revised source")
    apply_operations(cast.editor, sentence_of(source, 1).pk, [actor_op(before, "committee")])
    new = propose(cast.owner, source, f"A revised source\n\n{stays}\n\nIt rained.")
    publish_revision(cast.owner, new, 1)
    source.refresh_from_db()
    return source, OrphanTag.objects.get(source=source)
