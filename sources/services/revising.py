"""A new text of a source: taken in as a proposal, compared with the present one, made its next version.

Publishing writes the version and moves `current` on. What hangs on sentences lives above this room: `annotations` calls
`write_revision` inside its own transaction and moves the work by the `Revised` it gets. Lock order: the source's row
first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath
from typing import Final

from django.db import connection, transaction

from accounts.models import Coder, Membership
from activity.services import record
from common.errors import Conflict, Invalid, NotThere
from common.time import now
from jobs.services import enqueue
from sources.comparing import Pair, compare
from sources.decoding import Received, receive, receive_text, text_sha256
from sources.importers import documents
from sources.importers.detect import DOCUMENTS, READERS, chosen, read_sources
from sources.importers.drafts import Naming, draft_sentences
from sources.models import Proposal, Sentence, Source, SourceVersion
from sources.permissions import can_revise
from sources.recutting import keep_cuts
from sources.segmenting import Slice
from sources.storing import write_sentences

from .importing import READ_AT_ONCE, keep_file, lock_texts

READ_JOB: Final = "sources.read_revision"
KEPT_FOR: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one sentence; ids are null where there is none on that side."""

    kind: str
    old_id: int | None
    new_id: int | None
    old_text: str
    new_text: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Revised:
    """A new text of a source and what became of every sentence, in the order of the new text."""

    source: Source
    old_version_id: int
    version: SourceVersion
    changes: tuple[Change, ...]


@transaction.atomic
def propose(
    seat: Membership | None,
    source: Source,
    data: bytes | str,
    *,
    file_name: str = "",
    format_name: str = "",
    wake_worker: bool = True,
) -> Proposal:
    """Take in what would be the source's next text. Short plain text is read at once, all else by a job.

    Refuses, with ImportProblem or Invalid, what cannot be read, the text the source has, and that of another source.
    """
    if seat is not None:
        can_revise(seat).require()
    short_name = PurePath(file_name).name[-255:]
    if format_name not in {"", *READERS}:
        raise _invalid("format", f"“{format_name}” is not known. Choose one of {', '.join(READERS)}.")
    received = receive_text(data) if isinstance(data, str) else receive(data, short_name)
    name = chosen(received, format_name, short_name)
    proposal = Proposal(
        project_id=source.project_id,
        source=source,
        base=_current(source),
        data=received.data,
        received_sha256=received.received_sha256,
        received_bytes=received.received_bytes,
        file_name=short_name,
        format=name,
        encoding=received.encoding,
        made_by=seat.coder if seat else None,
    )
    Proposal.objects.filter(created_at__lt=now() - KEPT_FOR, published=None).delete()
    if name in DOCUMENTS or received.received_bytes > READ_AT_ONCE:
        if name in DOCUMENTS:
            documents.check(name, received.data)
        proposal.save()
        job = enqueue(seat, READ_JOB, source.project, {"proposal": proposal.pk}, wake_worker=wake_worker)
        proposal.job = job
        proposal.save(update_fields=["job"])
        return proposal
    read(proposal, received)
    proposal.save()
    return proposal


@transaction.atomic
def propose_earlier(seat: Membership | None, source: Source, number: int) -> Proposal:
    """Offer an earlier text of the source, with the cut it had, as its next one: how a revision is taken back."""
    if seat is not None:
        can_revise(seat).require()
    earlier = SourceVersion.objects.filter(source=source, number=number).first()
    if earlier is None:
        raise NotThere("This source has no such version.")
    base = _current(source)
    if earlier.sha256 == base.sha256:
        raise Conflict("The source has this text already.", code="same-text")
    return Proposal.objects.create(
        project_id=source.project_id,
        source=source,
        base=base,
        received_id=earlier.received_id,
        received_sha256=earlier.received_sha256,
        received_bytes=earlier.received_bytes,
        file_name=earlier.file_name,
        format=earlier.format,
        encoding=earlier.encoding,
        extraction=earlier.extraction,
        text=earlier.text,
        slices=_slices(earlier.pk),
        back_to=earlier.number,
        made_by=seat.coder if seat else None,
    )


def read(proposal: Proposal, received: Received | None = None) -> None:
    """Read and cut a proposal's text, in memory; ImportProblem or Invalid says why that cannot be."""
    received = received or receive(bytes(proposal.data or b""), proposal.file_name)
    source = proposal.source
    _, found = read_sources(
        received,
        Naming(source.title, source.title),
        format_name=proposal.format,
        file_name=proposal.file_name,
    )
    if len(found) != 1:
        raise _invalid("text", f"The file holds {len(found):,} sources. Give the text of this one only.")
    [one] = found
    digest = text_sha256(one.text)
    _refuse_known(source, digest)
    slices = [Slice(each.start, each.end) for each in one.sentences]
    earlier = SourceVersion.objects.filter(source=source, sha256=digest).order_by("-number").first()
    current = _current(source)
    kept = (
        [Slice(*each) for each in _slices(earlier.pk)]
        if earlier
        else keep_cuts(current.text, [Slice(*each) for each in _slices(current.pk)], one.text, slices)
    )
    proposal.back_to = earlier.number if earlier else None
    proposal.text, proposal.slices = one.text, [list(each) for each in kept]
    proposal.extraction, proposal.notes = one.extraction, list(one.notes)


def comparison(proposal: Proposal) -> list[Change]:
    """What publishing the proposal now would make of each sentence; ids of new ones are null."""
    old = list(_sentences(proposal.source.current_id or 0))
    texts = _texts(proposal)
    return [
        Change(
            pair.kind,
            None if pair.old is None else old[pair.old][0],
            None,
            "" if pair.old is None else old[pair.old][1],
            "" if pair.new is None else texts[pair.new],
            pair.likeness,
        )
        for pair in compare([text for _, text in old], texts)
    ]


def write_revision(coder: Coder | None, proposal: Proposal, seen: int) -> Revised:
    """Make the proposal the source's next version. The caller holds the transaction and has asked for permission.

    `seen` is the number of the version that the person compared with: Conflict (`stale-version`) when it moved on.
    """
    source = Source.objects.select_for_update().get(pk=proposal.source_id)
    old = _current(source)
    if proposal.text is None or proposal.slices is None:
        raise Conflict(proposal.problem or "The new text is not read yet. Wait a moment.", code="not-read")
    if old.number != seen:
        message = "The source was cut or revised since you compared it. Look at the comparison again."
        raise Conflict(message, code="stale-version", seen=seen, current=old.number)
    digest = text_sha256(proposal.text)
    lock_texts(source.project, [digest])
    _refuse_known(source, digest)
    received = proposal.received
    if received is None:
        came = Received(
            "",
            proposal.encoding,
            proposal.received_sha256,
            proposal.received_bytes,
            bytes(proposal.data or b""),
        )
        received = keep_file(source.project, came)
    version = SourceVersion.objects.create(
        source=source, project_id=source.project_id, number=old.number + 1, text=proposal.text, sha256=digest,
        received_sha256=proposal.received_sha256, received_bytes=proposal.received_bytes, received=received,
        file_name=proposal.file_name, extraction=proposal.extraction, encoding=proposal.encoding,
        format=proposal.format, reason="revision", sentence_count=len(proposal.slices), parent=old, made_by=coder,
    )  # fmt: skip
    before = list(_sentences(old.pk))
    texts = _texts(proposal)
    pairs = compare([text for _, text in before], texts)
    changes = _write(version, proposal, before, texts, pairs)
    _keep_owners(version.pk)
    source.current = version
    source.save(update_fields=["current"])
    proposal.published, proposal.data = version, None
    proposal.save(update_fields=["published", "data"])
    _record(coder, source, old, version, changes)
    return Revised(source, old.pk, version, tuple(changes))


def proposal_of(seat: Membership, source: Source, proposal_id: int) -> Proposal:
    """That proposal for the source; NotThere for any other id."""
    rows = Proposal.objects.select_related("source", "published", "job", "made_by").defer("data")
    found = rows.filter(pk=proposal_id, source=source, project_id=seat.project_id).first()
    if found is None:
        raise NotThere("There is no such revision of this source. What is not published is kept for a week.")
    return found


def _write(
    version: SourceVersion,
    proposal: Proposal,
    before: Sequence[tuple[int, str]],
    texts: Sequence[str],
    pairs: Sequence[Pair],
) -> list[Change]:
    """Write the sentences with where each came from; what became of each, with ids on both sides."""
    came_from: list[int | None] = [None] * len(texts)
    for pair in pairs:
        if pair.old is not None and pair.new is not None:
            came_from[pair.new] = before[pair.old][0]
    slices = [Slice(*each) for each in proposal.slices or ()]
    write_sentences(version, draft_sentences(version.text, slices), came_from=came_from)
    made = [pk for pk, _ in _sentences(version.pk)]
    return [
        Change(
            pair.kind,
            None if pair.old is None else before[pair.old][0],
            None if pair.new is None else made[pair.new],
            "" if pair.old is None else before[pair.old][1],
            "" if pair.new is None else texts[pair.new],
            pair.likeness,
        )
        for pair in pairs
    ]


def _record(
    coder: Coder | None, source: Source, old: SourceVersion, version: SourceVersion, changes: Sequence[Change]
) -> None:
    counts = {
        kind: sum(each.kind == kind for each in changes) for kind in ("changed", "added", "removed", "moved")
    }
    record(
        "source.revised",
        target_kind="source",
        target_id=source.pk,
        project_id=source.project_id,
        actor_id=coder.pk if coder else None,
        old={"version": old.number, "sentences": old.sentence_count},
        new={
            "version": version.number,
            "sentences": version.sentence_count,
            "sha256": version.sha256,
            **counts,
        },
    )


def _refuse_known(source: Source, digest: str) -> None:
    """Refuse the text that the source has, and one that is another source of the project."""
    if _current(source).sha256 == digest:
        raise _invalid("text", "This is the text that the source has; nothing would change.")
    others = SourceVersion.objects.filter(
        project_id=source.project_id, sha256=digest, reason__in=["import", "revision"]
    ).exclude(source=source)
    other = others.select_related("source").defer("text").first()
    if other is not None:
        raise _invalid("text", f"This is the text of another source, “{other.source.title[:80]}”.")


def _keep_owners(version_id: int) -> None:
    """Carry over what people said of leading markers of sentences that kept their words."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE sources_citation fresh SET owner_id = owner_now.id
                 FROM sources_sentence now, sources_sentence was, sources_citation known, sources_sentence owner_now
                WHERE now.version_id = %(version)s AND now.came_from_id = was.id AND now.text = was.text
                  AND known.sentence_id = was.id AND known.owner_id IS NOT NULL
                  AND owner_now.version_id = %(version)s AND owner_now.came_from_id = known.owner_id
                  AND fresh.sentence_id = now.id AND fresh.start = known.start""",
            {"version": version_id},
        )


def _texts(proposal: Proposal) -> list[str]:
    text = proposal.text or ""
    return [text[start:end] for start, end in proposal.slices or ()]


def _sentences(version_id: int) -> Sequence[tuple[int, str]]:
    rows = Sentence.objects.filter(version_id=version_id).order_by("ordinal")
    return list(rows.values_list("pk", "text"))


def _slices(version_id: int) -> list[list[int]]:
    rows = Sentence.objects.filter(version_id=version_id).order_by("ordinal").values_list("start", "end")
    return [list(each) for each in rows]


def _current(source: Source) -> SourceVersion:
    if source.current is None:
        raise NotThere("There is no such source in this project.")
    return source.current


def _invalid(field: str, message: str) -> Invalid:
    return Invalid(message, errors=[{"field": field, "message": message}])
