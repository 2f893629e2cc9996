"""Writing a source and its sentences with COPY: the one place that fills a version."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple

from django.db import connection

from .importers.drafts import SentenceDraft
from .markers import Marker
from .models import SourceVersion

_SENTENCES: Final = (
    "COPY sources_sentence "
    '(id, version_id, project_id, source_id, ordinal, start, "end", text, came_from_id) FROM STDIN'
)
_CITATIONS: Final = 'COPY sources_citation (sentence_id, start, "end", label, place) FROM STDIN'


class Written(NamedTuple):
    """How much was written."""

    sentences: int
    leading: int
    inline: int


def write_sentences(
    version: SourceVersion,
    drafts: Sequence[SentenceDraft],
    *,
    came_from: Sequence[int | None] | None = None,
) -> Written:
    """Write the sentences of a version just made, and their citations. The caller holds the transaction.

    `came_from` names for each the sentence of the version before that it continues.
    """
    ids = reserve_ids(len(drafts))
    text, head = version.text, (version.pk, version.project_id, version.source_id)
    copy_rows(
        _SENTENCES,
        (
            (pk, *head, ordinal, draft.start, draft.end, text[draft.start : draft.end], before)
            for ordinal, (pk, draft, before) in enumerate(
                zip(ids, drafts, came_from or [None] * len(drafts), strict=True), start=1
            )
        ),
    )
    copy_rows(_CITATIONS, _citation_rows(zip(ids, drafts, strict=True)))
    markers = list(chain.from_iterable(draft.citations for draft in drafts))
    leading = sum(marker.place == "leading" for marker in markers)
    return Written(len(drafts), leading, len(markers) - leading)


def reserve_ids(count: int) -> list[int]:
    """Fresh ids of sentences, ascending."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('sources_sentence', 'id')) FROM generate_series(1, %s)",
            [count],
        )
        return [int(row[0]) for row in cursor.fetchall()]


def copy_rows(statement: str, rows: Iterable[Sequence[Any]]) -> None:
    """Send rows through COPY."""
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _citation_rows(pairs: Iterable[tuple[int, SentenceDraft]]) -> Iterator[tuple[int, int, int, str, str]]:
    marker: Marker
    for pk, draft in pairs:
        for marker in draft.citations:
            yield pk, marker.start, marker.end, marker.label, marker.place
