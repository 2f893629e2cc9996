"""Reading tags and revisions: one query for the tags of any number of sets, whatever their kinds."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from annotations.models import ROLES, Revision

from .fields import PLAIN
from .history import Past, Touch
from .spots import Value
from .state import Entry, Tag
from .upgrading import completed_entry


def _told(kind: str) -> str:
    """The pairs of jsonb_build_object for the plain columns of a kind."""
    return ", ".join(f"'{field}', t.\"{field}\"" for field in PLAIN[kind])


# Links are ordered as `event_values` orders them: the same state reads the same however it came about.
_TAGS = f"""
SELECT t.annotation_set_id, 'event', t.id, t.uid, t.version, c.code, jsonb_build_object(
    {_told("event")},
    'code', k.value, 'codebook', b.slug || '@' || b.version,
    'other_codes', coalesce((
        SELECT jsonb_agg(jsonb_build_object('codebook', ob.slug || '@' || ob.version, 'code', ok.value,
                                            'modes', o.modes)
                         ORDER BY (ob.slug || '@' || ob.version) COLLATE "C", ok.value COLLATE "C")
          FROM annotations_eventcode o JOIN codebook_code ok ON ok.id = o.code_id
          JOIN codebook_codebook ob ON ob.id = ok.codebook_id
         WHERE o.event_id = t.id), '[]'),
    'participants', coalesce((
        SELECT jsonb_agg(jsonb_build_object('role', p.role, 'actor', a.uid, 'basis', p.basis, 'from',
                   CASE WHEN p.from_sentence_id IS NOT NULL THEN jsonb_build_object(
                       'sentence', p.from_sentence_id, 'start', p.from_start, 'end', p.from_end,
                       'quote', p.from_quote, 'actor', p.from_actor_id) END)
                   ORDER BY array_position(%(roles)s::text[], p.role::text), coalesce(a.uid::text, '') COLLATE "C",
                            p.from_sentence_id, p.from_start, p.from_end)
          FROM annotations_participant p LEFT JOIN annotations_actortag a ON a.id = p.actor_tag_id
         WHERE p.event_id = t.id), '[]'))
  FROM annotations_eventtag t
  JOIN accounts_coder c ON c.id = t.created_by_id
  LEFT JOIN codebook_code k ON k.id = t.code_id
  LEFT JOIN codebook_codebook b ON b.id = k.codebook_id
 WHERE t.annotation_set_id = ANY(%(sets)s)
UNION ALL
SELECT t.annotation_set_id, 'actor', t.id, t.uid, t.version, c.code, jsonb_build_object(
    {_told("actor")}, 'actor', t.actor_id)
  FROM annotations_actortag t JOIN accounts_coder c ON c.id = t.created_by_id
 WHERE t.annotation_set_id = ANY(%(sets)s)
UNION ALL
SELECT t.annotation_set_id, 'reliability', t.id, t.uid, t.version, c.code, jsonb_build_object(
    {_told("reliability")})
  FROM annotations_reliabilitytag t JOIN accounts_coder c ON c.id = t.created_by_id
 WHERE t.annotation_set_id = ANY(%(sets)s)
"""  # noqa: S608


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

    def only_recoded_since(self, uid: str, version: int) -> bool:
        """Whether only codebooks touched the tag since."""
        return self._read().only_recoded_since(uid, version)

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
    return [(n, by or "", at.isoformat(), origin, entries_of(body)) for n, by, at, origin, body in rows]


def entries_of(body: dict[str, Any]) -> list[Entry]:
    """The steps of a revision's `operations`, each with whole values."""
    return [completed_entry(entry) for entry in body["operations"]]
