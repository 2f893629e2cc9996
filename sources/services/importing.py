"""Bringing texts in: bytes are taken in at once, read and stored by a job, all or nothing.

One transaction stores an import. Its size is bounded by `decoding.MAX_BYTES`, so it lasts seconds at most and a worker
that dies leaves nothing behind: there is no half-written source to hide or to sweep.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import timedelta
from hashlib import sha256
from pathlib import PurePath
from typing import Any, Final, TypedDict

from django.db import connection, transaction

from accounts.models import Coder, Membership, Project
from activity.services import record
from common.errors import Invalid, NotAllowed
from common.time import now
from jobs.models import Job
from jobs.services import enqueue
from sources.decoding import Received, receive, receive_text, text_sha256
from sources.importers import documents
from sources.importers.detect import DOCUMENTS, READERS, chosen, read_sources
from sources.importers.drafts import ImportedSource, Naming, SourceMetadata
from sources.importers.metadata import read_metadata
from sources.importers.titles import checked_title
from sources.models import RIGHTS, Citation, ReceivedFile, Source, SourceVersion, Upload
from sources.permissions import can_import
from sources.storing import Written, write_sentences

from .outlets import outlet_named

IMPORT_JOB: Final = "sources.import"
READ_AT_ONCE: Final = 300_000
"""Up to this many bytes a text is read when it comes in, so that what is wrong is said at once."""
KEPT_FOR: Final = timedelta(days=7)


class ImportedRow(TypedDict):
    """What is said of one imported source."""

    source: int
    title: str
    sentences: int
    citations: dict[str, int]
    existing: bool
    format: str


@transaction.atomic
def request_import(
    seat: Membership | None,
    project: Project,
    data: bytes | str,
    *,
    file_name: str = "",
    title: str = "",
    format_name: str = "",
    stated: Mapping[str, str] | None = None,
    rights: str = "none",
    wake_worker: bool = True,
) -> Job:
    """Take in a file's bytes or a pasted text and queue its import.

    Refuses at once, with ImportProblem, what cannot be decoded and, in texts up to READ_AT_ONCE bytes, what cannot be
    read; documents (HTML, Word, PDF) are only read by the job. `stated` holds url, outlet, author, language, published,
    licence, external_id where the person knows them; a file's own words come first. `seat` is None for the operator.
    """
    _allow(seat, project)
    known = {name: value for name, value in (stated or {}).items() if value}
    read_metadata(known)
    _check_choice("rights", rights, RIGHTS)
    _check_choice("format", format_name, ["", *READERS])
    clean_title, short_name = checked_title(title), PurePath(file_name).name[-255:]
    received = receive_text(data) if isinstance(data, str) else receive(data, short_name)
    name = chosen(received, format_name, short_name)
    if name in DOCUMENTS:
        documents.check(name, received.data)
    elif received.received_bytes <= READ_AT_ONCE:
        read_sources(received, naming(clean_title, short_name), format_name=name, file_name=short_name)
    Upload.objects.filter(created_at__lt=now() - KEPT_FOR).delete()
    upload = Upload.objects.create(
        project=project,
        data=data.encode() if isinstance(data, str) else data,
        file_name=short_name,
        title=clean_title,
        format=format_name,
        stated={**known, "rights": rights},
    )
    return enqueue(seat, IMPORT_JOB, project, {"upload": upload.pk}, wake_worker=wake_worker)


def naming(title: str, file_name: str) -> Naming:
    """Where a title comes from: the person, the text, the file's name."""
    return Naming(title, PurePath(file_name).stem.replace("_", " ").strip())


def read_upload(upload: Upload) -> tuple[Received, str, list[ImportedSource]]:
    """Decode and read an upload: all of the work that touches no database."""
    received = receive(bytes(upload.data), upload.file_name)
    name, sources = read_sources(
        received,
        naming(upload.title, upload.file_name),
        format_name=upload.format,
        file_name=upload.file_name,
    )
    stated = read_metadata(upload.stated)
    return received, name, [replace(each, metadata=_filled(each.metadata, stated)) for each in sources]


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the sources of one import have in common."""

    project: Project
    coder: Coder | None
    received: Received
    format_name: str
    rights: str = "none"
    file_name: str = ""


def store_imports(arrival: Arrival, sources: list[ImportedSource]) -> list[ImportedRow]:
    """Store what was read, in the caller's transaction; a text that is there already is reported, not stored again.

    Takes an advisory lock per text, in one order, so that the same text cannot come in twice at once.
    """
    _allow_coder(arrival)
    hashes = [text_sha256(each.text) for each in sources]
    lock_texts(arrival.project, hashes)
    kept = keep_file(arrival.project, arrival.received)
    return [
        _existing(arrival, digest) or _store(arrival, each, digest, kept)
        for each, digest in zip(sources, hashes, strict=True)
    ]


def keep_file(project: Project, received: Received) -> ReceivedFile:
    """The kept bytes of an arrival: the row that holds the same ones already, else a new one."""
    digest = received.received_sha256
    found = ReceivedFile.objects.filter(project=project, sha256=digest).defer("data").first()
    return (
        found
        or ReceivedFile.objects.get_or_create(
            project=project,
            sha256=digest,
            defaults={"data": received.data, "size": received.received_bytes},
        )[0]
    )


def summary(rows: list[ImportedRow], notes: tuple[str, ...] = ()) -> dict[str, Any]:
    """One answer for the whole file: totals, and each source."""
    return {
        "title": rows[0]["title"],
        "source": rows[0]["source"],
        "sentences": sum(row["sentences"] for row in rows),
        "citations": {place: sum(row["citations"][place] for row in rows) for place in ("leading", "inline")},
        "existing": all(row["existing"] for row in rows),
        "format": rows[0]["format"],
        "sources": rows,
        "notes": list(notes),
    }


def _check_choice(field: str, value: str, choices: Sequence[str]) -> None:
    if value not in choices:
        message = f"“{value}” is not known. Choose one of {', '.join(filter(None, choices))}."
        raise Invalid(message, errors=[{"field": field, "message": message}])


def _allow(seat: Membership | None, project: Project) -> None:
    """Ask for permission; the operator at the server is bound by the archive only."""
    if seat is not None:
        can_import(seat).require()
    elif project.is_archived:
        raise NotAllowed(
            "This project is archived: it can be read and exported, not changed.", who_can="an owner"
        )


def _allow_coder(arrival: Arrival) -> None:
    """Ask again when the job runs: roles and archive may have changed since the file came in."""
    if arrival.coder is None:
        _allow(None, arrival.project)
        return
    seat = Membership.objects.select_related("project").filter(coder=arrival.coder).first()
    if seat is None:
        raise NotAllowed("You are no longer a member of this project.", who_can="an owner of this project")
    can_import(seat).require()


def _filled(own: SourceMetadata, stated: SourceMetadata) -> SourceMetadata:
    """The text's own words, and the person's where it says nothing."""
    return SourceMetadata(
        **{each.name: getattr(own, each.name) or getattr(stated, each.name) for each in fields(own)}
    )


def lock_texts(project: Project, hashes: list[str]) -> None:
    """Make others who bring the same texts into the project wait until this transaction ends."""
    keys = {
        int.from_bytes(sha256(f"{project.pk}:{digest}".encode()).digest()[:8], "big", signed=True)
        for digest in hashes
    }
    with connection.cursor() as cursor:
        for key in sorted(keys):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _existing(arrival: Arrival, digest: str) -> ImportedRow | None:
    """What is said of a text the project has."""
    rows = SourceVersion.objects.filter(
        project=arrival.project, sha256=digest, reason__in=["import", "revision"]
    )
    version = rows.select_related("source").defer("text").order_by("id").first()
    if version is None:
        return None
    places = list(Citation.objects.filter(sentence__version=version).values_list("place", flat=True))
    leading = places.count("leading")
    written = Written(version.sentence_count, leading, len(places) - leading)
    return _row(version.source, written, version.format, existing=True)


def _store(arrival: Arrival, imported: ImportedSource, digest: str, kept: ReceivedFile) -> ImportedRow:
    """Write one source with its first version, sentences and citations."""
    project, coder, received = arrival.project, arrival.coder, arrival.received
    known = asdict(imported.metadata)
    outlet = outlet_named(project, known.pop("outlet"))
    source = Source.objects.create(
        project=project,
        title=imported.title,
        outlet=outlet,
        rights=arrival.rights,
        imported_by=coder,
        **known,
    )
    version = SourceVersion.objects.create(
        source=source,
        project=project,
        number=1,
        text=imported.text,
        sha256=digest,
        received_sha256=received.received_sha256,
        received_bytes=received.received_bytes,
        received=kept,
        file_name=arrival.file_name,
        extraction=imported.extraction,
        encoding=received.encoding,
        format=arrival.format_name,
        sentence_count=len(imported.sentences),
        made_by=coder,
    )
    written = write_sentences(version, imported.sentences)
    source.current = version
    source.save(update_fields=["current"])
    record(
        "source.imported",
        target_kind="source",
        target_id=source.pk,
        project_id=project.pk,
        actor_id=coder.pk if coder else None,
        new={
            "title": source.title,
            "sentences": written.sentences,
            "format": arrival.format_name,
            "sha256": digest,
        },
    )
    return _row(source, written, arrival.format_name, existing=False)


def _row(source: Source, written: Written, format_name: str, *, existing: bool) -> ImportedRow:
    return {
        "source": source.pk,
        "title": source.title,
        "sentences": written.sentences,
        "citations": {"leading": written.leading, "inline": written.inline},
        "existing": existing,
        "format": format_name,
    }
