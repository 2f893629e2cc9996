"""Writing the files of a release from one instant of the database."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction

from common.errors import AttestError
from jobs.context import JobContext
from reviews.models import UNDO_SECONDS

from .approved import Approved, newest_approval
from .formats import FORMATS, Format, Writer
from .models import Dataset
from .output import Output
from .records import Record

SETTLED: Final = timedelta(seconds=UNDO_SECONDS + 1)
"""How old a decision is when nobody can take it back; a second for a retraction that is being committed."""


@dataclass(frozen=True, slots=True)
class Built:
    """What was written: counts, files as the manifest lists them, hashes of what was read."""

    cutoff: datetime
    counts: dict[str, Any]
    files: list[dict[str, Any]]
    inputs: dict[str, str]
    sources_without_full_rights: int


def close_the_window(context: JobContext) -> datetime:
    """The cut-off: the present. Returns once no approval up to it can be taken back, some eleven seconds at most."""
    cutoff = _database_clock()
    newest = newest_approval(context.project)
    if newest is not None:
        wait = (newest + SETTLED - cutoff).total_seconds()
        until = time.monotonic() + wait
        while time.monotonic() < until:
            context.check_cancelled()
            time.sleep(min(0.2, max(0.0, until - time.monotonic())))
    return cutoff


def build(
    context: JobContext, dataset: Dataset, formats: Sequence[str], folder: Path, cutoff: datetime
) -> Built:
    """Write one file per format into `folder`; AttestError when the files do not hold exactly what is approved."""
    with one_instant():
        approved = Approved(context.project, cutoff, text=dataset.text)
        expected = approved.count()
        context.progress(0, expected)
        counts: Counter[str] = Counter()
        with ExitStack() as stack:
            files = [_File(stack, folder, dataset.slug, FORMATS[name]) for name in formats]
            for records in approved.chunks():
                _count(counts, records)
                for file in files:
                    file.writer.write(records)
                context.progress(counts["sentences"])
    for file in files:
        _compare(file, expected, counts)
    return Built(
        cutoff=cutoff,
        counts=_counts(counts) | {"sources": len(approved.sources)},
        files=[file.facts() for file in files],
        inputs=approved.inputs(),
        sources_without_full_rights=approved.sources.without_full_rights(),
    )


@contextmanager
def one_instant() -> Iterator[None]:
    """Every query of the block sees the same instant, and none can write. Inside a transaction it is taken as it is."""
    begun = connection.in_atomic_block
    with transaction.atomic():
        if not begun:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


class _File:
    """One format's file while it is written."""

    def __init__(self, stack: ExitStack, folder: Path, stem: str, known: Format) -> None:
        self.format = known
        self.name = f"{stem}.{known.extension}"
        self._out = stack.enter_context(Output(folder / self.name))
        self.writer: Writer = known.writer(self._out)

    def facts(self) -> dict[str, Any]:
        """The file as the manifest lists it."""
        return {
            "name": self.name,
            "format": self.format.name,
            "media_type": self.format.media_type,
            "bytes": self._out.bytes,
            "rows": self.writer.rows,
            "sha256": self._out.sha256,
        }


def _count(counts: Counter[str], records: Sequence[Record]) -> None:
    counts["sentences"] += len(records)
    for record in records:
        counts["nothing_to_code"] += record["outcome"] == "nothing_to_code"
        for tag in record["tags"]:
            counts[tag["kind"]] += 1


def _counts(counts: Counter[str]) -> dict[str, Any]:
    kinds = {kind: counts[kind] for kind in ("event", "actor", "reliability")}
    return {
        "sentences": counts["sentences"],
        "nothing_to_code": counts["nothing_to_code"],
        "tags": sum(kinds.values()),
        "tags_by_kind": kinds,
    }


def _compare(file: _File, expected: int, counts: Counter[str]) -> None:
    """Refuse a file that holds other than what is approved."""
    tags = sum(counts[kind] for kind in ("event", "actor", "reliability"))
    if (file.writer.sentences, file.writer.tags) != (expected, tags):
        raise AttestError(
            f"{file.name} would hold {file.writer.sentences} sentences and {file.writer.tags} tags, but "
            f"{expected} sentences with {tags} tags are approved; nothing was published. "
            "Tell whoever runs this server.",
            code="counts-differ",
        )


def _database_clock() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row: tuple[datetime] = cursor.fetchone()
    return row[0]
