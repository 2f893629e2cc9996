"""What a change of a codebook touches, counted before anything is changed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection

from accounts.models import Membership
from codebook.changes import Outcome
from codebook.drafting import draft_of, outcome_of
from codebook.models import CodebookDraft
from codebook.permissions import can_change_codebooks
from codebook.schemes import Entry, Scheme
from common.errors import NotThere

NEEDING: Final = 20
"""How many of the tags that need a person are named before publishing; all are listed afterwards."""


@dataclass(frozen=True, slots=True)
class Use:
    """How much stands on one code."""

    tags: int = 0
    sentences: int = 0
    approved: int = 0


@dataclass(frozen=True, slots=True)
class Touched:
    """One code: what becomes of it and how much stands on it.

    `fate` is same, new, reworded, renamed, merged or retired; `to` the code its tags go to. `lost` counts modes of tags
    that lead nowhere. `reopens`: approved sentences that are opened again.
    """

    value: str
    label: str
    fate: str
    to: str
    use: Use
    lost: int

    @property
    def reopens(self) -> int:
        """Approved sentences that are reviewed again because a value changes."""
        return self.use.approved if self.fate in ("renamed", "merged", "retired") or self.lost else 0


@dataclass(frozen=True, slots=True)
class NeedsPerson:
    """A tag that a person has to look at once the change is published, and why: mode, twin or code."""

    source: int
    sentence: int
    quote: str
    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Preview:
    """All that a change touches. `blockers` say why it cannot be published yet."""

    codes: list[Touched]
    person: list[NeedsPerson] = field(default_factory=list)
    person_count: int = 0

    @property
    def tags(self) -> int:
        """All tags on the codebook: each goes to the new version."""
        return sum(one.use.tags for one in self.codes)

    @property
    def blockers(self) -> list[Touched]:
        """Codes that are retired without a replacement although tags stand on them."""
        return [one for one in self.codes if one.fate == "retired" and not one.to and one.use.tags]

    @property
    def affected(self) -> list[Touched]:
        """The codes of which something changes."""
        return [one for one in self.codes if one.fate != "same" or one.lost]


def preview_draft(seat: Membership, slug: str) -> tuple[CodebookDraft, Preview]:
    """What publishing the draft would touch, in a fixed number of queries; NotThere without a draft."""
    can_change_codebooks(seat).require()
    draft = draft_of(seat, slug)
    if draft is None:
        raise NotThere("Nothing is prepared for this codebook.")
    outcome = outcome_of(draft)
    return draft, _preview(seat, draft.base_id, draft.base.scheme(), outcome)


def _preview(seat: Membership, book: int, base: Scheme, outcome: Outcome) -> Preview:
    uses, lost = _uses(seat, book, outcome), _lost_modes(seat, book, outcome)
    after = {entry.value: entry for entry in outcome.scheme.codes}
    codes = [
        _touched(entry, outcome, after, uses.get(entry.value, Use()), lost.get(entry.value, 0))
        for entry in base.codes
    ]
    came = set(outcome.codes.values())
    codes += [
        Touched(entry.value, entry.label, "new", "", Use(), 0)
        for entry in outcome.scheme.codes
        if entry.value not in came
    ]
    person = _person(seat, book, outcome)
    return Preview(codes, person[:NEEDING], len(person))


def _touched(entry: Entry, outcome: Outcome, after: Mapping[str, Entry], use: Use, lost: int) -> Touched:
    to = outcome.codes.get(entry.value)
    together = [old for old, new in outcome.codes.items() if new == to]
    if to is None:
        fate = "retired"
    elif to == entry.value:
        fate = "same" if after[to] == entry else "reworded"
    else:
        fate = "merged" if len(together) > 1 else "renamed"
    return Touched(entry.value, entry.label, fate, to or "", use, lost)


# Every use of a code, as an event's type or as a further code of it, in the layers the person may know of.
_USED = """
WITH used AS (
  SELECT t.id AS tag, t.annotation_set_id, t.code_id, t.modes, t.start, t."end", t.quote, TRUE AS is_type
    FROM annotations_eventtag t
  UNION ALL
  SELECT t.id, t.annotation_set_id, o.code_id, o.modes, t.start, t."end", t.quote, FALSE
    FROM annotations_eventcode o JOIN annotations_eventtag t ON t.id = o.event_id
), seen AS (
  SELECT u.*, k.value, a.state, a.source_id, a.sentence_id
    FROM used u JOIN codebook_code k ON k.id = u.code_id JOIN annotations_annotationset a ON a.id = u.annotation_set_id
   WHERE k.codebook_id = %(book)s AND a.project_id = %(project)s
     AND (a.layer_id IS NULL OR a.layer_id = %(coder)s)
)
"""


def _rows(seat: Membership, book: int, query: str, outcome: Outcome) -> list[tuple[Any, ...]]:
    has = {entry.value: entry.mode_values for entry in outcome.scheme.codes}
    lost = {value: [mode for mode, to in went.items() if to is None] for value, went in outcome.modes.items()}
    named: dict[str, str | int] = {
        "book": book, "project": seat.project_id, "coder": seat.coder_id,
        "lost": json.dumps(lost), "codes": json.dumps(outcome.codes), "has": json.dumps(has), "most": NEEDING,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_USED + query, named)
        return list(cursor.fetchall())


def _uses(seat: Membership, book: int, outcome: Outcome) -> dict[str, Use]:
    query = """SELECT value, count(*), count(DISTINCT annotation_set_id),
                      count(DISTINCT annotation_set_id) FILTER (WHERE state = 'approved') FROM seen GROUP BY value"""
    return {
        value: Use(tags, sets, approved) for value, tags, sets, approved in _rows(seat, book, query, outcome)
    }


def _lost_modes(seat: Membership, book: int, outcome: Outcome) -> dict[str, int]:
    if not any(to is None for went in outcome.modes.values() for to in went.values()):
        return {}
    query = """SELECT value, count(*) FROM seen WHERE EXISTS (
                 SELECT 1 FROM unnest(modes) m WHERE (%(lost)s::jsonb -> seen.value) ? m::text) GROUP BY value"""
    return dict(_rows(seat, book, query, outcome))


def _person(seat: Membership, book: int, outcome: Outcome) -> list[NeedsPerson]:
    """The tags that need a person: a mode that leads nowhere, two events that would become one, a code without heir."""
    moves = any(old != new for old, new in outcome.codes.items()) or any(outcome.modes.values())
    if not moves:
        return []
    query = """, led AS (
      SELECT seen.*, %(codes)s::jsonb ->> value AS target FROM seen
    ), judged AS (
      SELECT led.*, CASE
        WHEN target IS NULL THEN 'code'
        WHEN is_type AND row_number() OVER (
          PARTITION BY annotation_set_id, start, "end", target, is_type ORDER BY tag) > 1 THEN 'twin'
        WHEN EXISTS (SELECT 1 FROM unnest(modes) m WHERE (%(lost)s::jsonb -> led.value) ? m::text) THEN 'mode'
        ELSE '' END AS why FROM led
    )
    SELECT source_id, sentence_id, quote, value, why FROM judged WHERE why <> ''
     ORDER BY source_id, sentence_id, tag LIMIT 1000"""
    return [NeedsPerson(*row) for row in _rows(seat, book, query, outcome)]
