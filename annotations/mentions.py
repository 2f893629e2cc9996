"""Where an actor occurs: every mention across sources, the events it takes part in, and with whom.

Tags keep the actor they were coded with; merged entries are read through their redirects (`family`: the ids that lead
to one actor). Only the team's layer and the reader's own blind one are looked at. Each read is one query over an index
and bounded: what is counted over events rests on the newest BOUND mentions.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection

from accounts.models import Membership

BOUND: Final = 10_000


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor tag with the sentence and source it stands in; `start` and `end` are code points of `text`."""

    id: int
    actor: int
    start: int
    end: int
    sentence: int
    ordinal: int
    text: str
    source: int
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class Occasion:
    """An event the actor takes part in: roles, code, when, and the trigger in its sentence."""

    id: int
    day: date | None
    when: str
    code: str
    codebook: str
    quote: str
    roles: list[str]
    sentence: int
    source: int
    title: str


@dataclass(frozen=True, slots=True)
class Appearance:
    """How often an actor occurs: mentions (BOUND + 1 is "more"), events, events by year, and with whom in how many."""

    mentions: int
    events: int
    years: list[tuple[int, int]]
    undated: int
    company: list[tuple[int, int]]


_VISIBLE: Final = (
    "a.project_id = %(project)s AND a.absorbed_by_id IS NULL"
    " AND (a.layer_id IS NULL OR a.layer_id = %(coder)s)"
)

_MENTIONS: Final = f"""
SELECT m.id, m.actor_id, m.start, m."end", s.id, s.ordinal, s.text, o.id, o.title, m.state
  FROM (SELECT x.* FROM unnest(%(family)s::bigint[]) f CROSS JOIN LATERAL (
          SELECT t.id, t.actor_id, t.start, t."end", a.sentence_id, a.source_id, a.state
            FROM annotations_actortag t JOIN annotations_annotationset a ON a.id = t.annotation_set_id
           WHERE t.actor_id = f AND t.id < %(before)s AND {_VISIBLE}
           ORDER BY t.id DESC LIMIT %(limit)s) x
         ORDER BY x.id DESC LIMIT %(limit)s) m
  JOIN sources_sentence s ON s.id = m.sentence_id
  JOIN sources_source o ON o.id = m.source_id
 ORDER BY m.id DESC
"""  # noqa: S608 - nothing of a request is in it

_EVENTS: Final = f"""
WITH recent AS MATERIALIZED (
  SELECT x.id FROM unnest(%(family)s::bigint[]) f CROSS JOIN LATERAL (
    SELECT t.id FROM annotations_actortag t JOIN annotations_annotationset a ON a.id = t.annotation_set_id
     WHERE t.actor_id = f AND {_VISIBLE} ORDER BY t.id DESC LIMIT %(bound)s) x
  ORDER BY x.id DESC LIMIT %(bound)s),
taken AS MATERIALIZED (
  SELECT p.event_id, p.role FROM recent r JOIN annotations_participant p ON p.actor_tag_id = r.id
  UNION
  SELECT b.event_id, b.role FROM (
    SELECT p.event_id, p.role FROM annotations_participant p
      JOIN annotations_annotationset a ON a.id = p.annotation_set_id
     WHERE p.from_actor_id = ANY(%(family)s) AND {_VISIBLE} ORDER BY p.id DESC LIMIT %(bound)s) b),
events AS MATERIALIZED (
  SELECT e.id, coalesce(e.date_min, e.date_max) AS day, e.annotation_set_id,
         array_agg(DISTINCT k.role::text) AS roles
    FROM taken k JOIN annotations_eventtag e ON e.id = k.event_id GROUP BY e.id)
"""  # noqa: S608 - nothing of a request is in it

_APPEARANCE: Final = f"""{_EVENTS},
pairs AS MATERIALIZED (
  SELECT DISTINCT e.id AS event, coalesce(t.actor_id, p.from_actor_id) AS actor
    FROM events e JOIN annotations_participant p ON p.event_id = e.id
    LEFT JOIN annotations_actortag t ON t.id = p.actor_tag_id
   WHERE coalesce(t.actor_id, p.from_actor_id) <> ALL(%(family)s)),
people AS MATERIALIZED (
  SELECT actor, codebook_survivor(actor) AS survivor FROM (SELECT DISTINCT actor FROM pairs) d),
company AS (
  SELECT w.survivor, count(DISTINCT p.event) AS times FROM pairs p JOIN people w USING (actor)
   GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %(limit)s)
SELECT (SELECT count(*) FROM (SELECT FROM unnest(%(family)s::bigint[]) f CROSS JOIN LATERAL (
          SELECT FROM annotations_actortag t JOIN annotations_annotationset a ON a.id = t.annotation_set_id
           WHERE t.actor_id = f AND {_VISIBLE} LIMIT %(bound)s + 1) x LIMIT %(bound)s + 1) c),
       (SELECT count(*) FROM events),
       (SELECT count(*) FROM events WHERE day IS NULL),
       (SELECT coalesce(jsonb_agg(jsonb_build_array(year, times) ORDER BY year), '[]') FROM (
          SELECT extract(year FROM day)::int AS year, count(*) AS times FROM events WHERE day IS NOT NULL
           GROUP BY 1) y),
       (SELECT coalesce(jsonb_agg(jsonb_build_array(survivor, times) ORDER BY times DESC, survivor), '[]')
          FROM company)
"""  # noqa: S608 - nothing of a request is in it

_OCCASIONS: Final = f"""{_EVENTS}
SELECT e.id, e.day, coalesce(nullif(t.date_resolved, ''), t.date_edtf), coalesce(c.value, ''), coalesce(b.slug, ''),
       t.quote, e.roles, a.sentence_id, a.source_id, o.title
  FROM events e JOIN annotations_eventtag t ON t.id = e.id
  JOIN annotations_annotationset a ON a.id = e.annotation_set_id
  JOIN sources_source o ON o.id = a.source_id
  LEFT JOIN codebook_code c ON c.id = t.code_id
  LEFT JOIN codebook_codebook b ON b.id = c.codebook_id
 WHERE (%(year)s::int IS NULL OR extract(year FROM e.day) = %(year)s)
   AND (%(undated)s = false OR e.day IS NULL)
   AND (%(after_day)s::date IS NULL OR (e.day, e.id) > (%(after_day)s::date, %(after_id)s))
   AND (%(after_day)s::date IS NOT NULL OR %(after_id)s = 0 OR e.day IS NULL AND e.id > %(after_id)s)
 ORDER BY e.day NULLS LAST, e.id LIMIT %(limit)s
"""  # noqa: S608 - nothing of a request is in it


def mentions_of(
    seat: Membership, family: Sequence[int], *, before: int | None = None, limit: int = 50
) -> list[Mention]:
    """The mentions, newest first, below the id `before`. One query; page 2,000 costs what page 2 costs."""
    rows = _rows(_MENTIONS, seat, family, before=before if before is not None else 2**62, limit=limit)
    return [Mention(*row) for row in rows]


def appearance_of(seat: Membership, family: Sequence[int], *, company: int = 20) -> Appearance:
    """How often the actor occurs, when, and with whom most. One query."""
    [(mentions, events, undated, years, others)] = _rows(_APPEARANCE, seat, family, limit=company)
    pairs = [json.loads(one) if isinstance(one, str) else one for one in (years, others)]
    return Appearance(
        mentions=mentions,
        events=events,
        years=[(year, times) for year, times in pairs[0]],
        undated=undated,
        company=[(actor, times) for actor, times in pairs[1]],
    )


def occasions_of(
    seat: Membership,
    family: Sequence[int],
    *,
    year: int | None = None,
    undated: bool = False,
    after: tuple[date | None, int] = (None, 0),
    limit: int = 50,
) -> list[Occasion]:
    """The events by date, undated ones last; of one year, or only undated ones; after a (day, id). One query."""
    rows = _rows(
        _OCCASIONS,
        seat,
        family,
        year=year,
        undated=undated,
        after_day=after[0],
        after_id=after[1],
        limit=limit,
    )
    return [Occasion(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Touched:
    """What of the reader's layers a merge would be read through for: mentions, and words two entries both stand on."""

    mentions: int
    twins: int


def touched_by_merge(seat: Membership, ours: Sequence[int], theirs: Sequence[int]) -> Touched:
    """Mentions of the one family, and those on exactly the words that the other is tagged on too. One query."""
    [(mentions, twins)] = _rows(
        f"""SELECT count(*), count(*) FILTER (WHERE EXISTS (
                     SELECT 1 FROM annotations_actortag u WHERE u.annotation_set_id = t.annotation_set_id
                        AND u.start = t.start AND u."end" = t."end" AND u.actor_id = ANY(%(theirs)s)))
              FROM annotations_actortag t JOIN annotations_annotationset a ON a.id = t.annotation_set_id
             WHERE t.actor_id = ANY(%(family)s) AND {_VISIBLE}""",  # noqa: S608 - nothing of a request is in it
        seat,
        ours,
        theirs=list(theirs),
    )
    return Touched(mentions, twins)


def _rows(sql: str, seat: Membership, family: Sequence[int], **more: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            sql,
            {
                "family": list(family),
                "project": seat.project_id,
                "coder": seat.coder_id,
                "bound": BOUND,
                **more,
            },
        )
        return list(cursor.fetchall())
