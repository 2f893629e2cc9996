"""What taking a change back touches: by what is recorded of each tag, not by codes alone."""

import json
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from accounts.models import Membership
from codebook.changes import backwards
from codebook.models import CodebookChange
from codebook.permissions import can_change_codebooks

from .preview import NEEDING, NeedsPerson


@dataclass(frozen=True, slots=True)
class UndoPreview:
    """`tags` in `sentences` become what they were; `reopens` approved sentences are reviewed again for it.

    `others` are further tags on the version: they keep their code where it exists; `person_count` of them cannot.
    """

    tags: int
    sentences: int
    reopens: int
    others: int
    person: list[NeedsPerson]
    person_count: int


# The tags on the version in the layers the person may know of; `returns`: untouched since the change moved them.
_TAGS: Final = """
WITH steps AS (
  SELECT r.annotation_set_id, (e ->> 'tag')::uuid AS uid, v.number,
         (e -> 'value') - 'codebook' IS DISTINCT FROM (e -> 'before') - 'codebook' AS changed
    FROM annotations_recoding r JOIN annotations_revision v ON v.id = r.revision_id
   CROSS JOIN LATERAL jsonb_array_elements(v.operations -> 'operations') e
   WHERE r.change_id = %(change)s AND e ->> 'action' = 'change'
), tags AS (
  SELECT t.annotation_set_id, a.source_id, a.sentence_id, a.state, t.quote, k.value, t.id,
         s.number IS NOT NULL AND s.number = t.version AS returns, coalesce(s.changed, FALSE) AS changed
    FROM annotations_eventtag t JOIN annotations_annotationset a ON a.id = t.annotation_set_id
    JOIN codebook_code k ON k.id = t.code_id
    LEFT JOIN steps s ON s.annotation_set_id = t.annotation_set_id AND s.uid = t.uid
   WHERE k.codebook_id = %(book)s AND a.project_id = %(project)s
     AND (a.layer_id IS NULL OR a.layer_id = %(coder)s)
)
"""
_COUNTS: Final = """
SELECT count(*) FILTER (WHERE returns), count(DISTINCT annotation_set_id) FILTER (WHERE returns),
       count(DISTINCT annotation_set_id) FILTER (WHERE returns AND changed AND state = 'approved'),
       count(*) FILTER (WHERE NOT returns)
  FROM tags
"""
_PERSON: Final = """
SELECT source_id, sentence_id, quote, value, 'edited', count(*) OVER ()
  FROM tags WHERE NOT returns AND %(codes)s::jsonb ->> value IS NULL
 ORDER BY source_id, sentence_id, id LIMIT %(most)s
"""


def preview_undo(seat: Membership, change: CodebookChange) -> UndoPreview:
    """What undoing the change would touch; two queries beside the change's own."""
    can_change_codebooks(seat).require()
    codes, _ = backwards(change.codes, change.modes)
    named: dict[str, str | int] = {
        "change": change.pk, "book": change.new_id, "project": seat.project_id, "coder": seat.coder_id,
        "codes": json.dumps(codes), "most": NEEDING,
    }  # fmt: skip
    tags, sentences, reopens, others = _rows(_COUNTS, named)[0]
    person = _rows(_PERSON, named)
    return UndoPreview(
        tags,
        sentences,
        reopens,
        others,
        [NeedsPerson(*row[:5]) for row in person],
        int(person[0][5]) if person else 0,
    )


def _rows(query: str, named: dict[str, str | int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_TAGS + query, named)
        return list(cursor.fetchall())
