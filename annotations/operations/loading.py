"""Reading tags and revisions: one query for the tags of any number of sets, whatever their kinds."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from annotations.models import ROLES, Revision

from .history import Past, Touch
from .state import Entry, Tag
from .values import Value

_TAGS = """
SELECT t.annotation_set_id, 'event', t.id, t.uid, t.version, c.code, jsonb_build_object(
    'start', t.start, 'end', t."end", 'quote', t.quote, 'note', t.note,
    'code', k.value, 'codebook', b.slug || '@' || b.version,
    'date_edtf', t.date_edtf, 'date_start', t.date_start, 'date_end', t.date_end,
    'modality', t.modality, 'polarity', t.polarity,
    'participants', coalesce((
        SELECT jsonb_agg(jsonb_build_object('role', p.role, 'actor', a.uid)
                         ORDER BY array_position(%(roles)s::text[], p.role::text), a.uid::text COLLATE "C")
          FROM annotations_participant p JOIN annotations_actortag a ON a.id = p.actor_tag_id
         WHERE p.event_id = t.id), '[]'))
  FROM annotations_eventtag t
  JOIN accounts_coder c ON c.id = t.created_by_id
  LEFT JOIN codebook_code k ON k.id = t.code_id
  LEFT JOIN codebook_codebook b ON b.id = k.codebook_id
 WHERE t.annotation_set_id = ANY(%(sets)s)
UNION ALL
SELECT t.annotation_set_id, 'actor', t.id, t.uid, t.version, c.code, jsonb_build_object(
    'start', t.start, 'end', t."end", 'quote', t.quote, 'note', t.note, 'actor', t.actor_id)
  FROM annotations_actortag t JOIN accounts_coder c ON c.id = t.created_by_id
 WHERE t.annotation_set_id = ANY(%(sets)s)
UNION ALL
SELECT t.annotation_set_id, 'reliability', t.id, t.uid, t.version, c.code, jsonb_build_object(
    'start', t.start, 'end', t."end", 'quote', t.quote, 'note', t.note,
    'credibility', t.credibility, 'rationale', t.rationale,
    'source_start', t.source_start, 'source_end', t.source_end,
    'cue_start', t.cue_start, 'cue_end', t.cue_end,
    'hedge_start', t.hedge_start, 'hedge_end', t.hedge_end)
  FROM annotations_reliabilitytag t JOIN accounts_coder c ON c.id = t.created_by_id
 WHERE t.annotation_set_id = ANY(%(sets)s)
"""


def load_tags(set_ids: Sequence[int]) -> dict[int, dict[str, Tag]]:
    """The tags of these sets by set and uid, in one query."""
    found: dict[int, dict[str, Tag]] = {set_id: {} for set_id in set_ids}
    if not set_ids:
        return found
    with connection.cursor() as cursor:
        cursor.execute(_TAGS, {"sets": list(set_ids), "roles": list(ROLES)})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    for set_id, kind, pk, uid, version, by, value in rows:
        parsed = json.loads(value) if isinstance(value, str) else value
        found[set_id][str(uid)] = Tag(kind, str(uid), version, by, parsed, pk)
    return found


class SetHistory:
    """The past of one set, read from its revisions at the first question."""

    def __init__(self, set_id: int) -> None:
        self._set_id = set_id
        self._past: Past | None = None

    def last_touch(self, uid: str) -> Touch | None:
        """The newest touch of the tag, or of the marks."""
        return self._read().last_touch(uid)

    def value_at(self, uid: str, version: int) -> Value | None:
        """How the tag read as of that revision."""
        return self._read().value_at(uid, version)

    def _read(self) -> Past:
        if self._past is None:
            self._past = Past(read_revisions(self._set_id))
        return self._past


def read_revisions(set_id: int, after: int = 0) -> list[tuple[int, str, str, str, list[Entry]]]:
    """(number, coder code, time, origin, entries) of the revisions after a number, oldest first."""
    rows = (
        Revision.objects.filter(annotation_set_id=set_id, number__gt=after)
        .order_by("number")
        .values_list("number", "author__code", "created_at", "origin", "operations")
    )
    return [(n, by or "", at.isoformat(), origin, body["operations"]) for n, by, at, origin, body in rows]
