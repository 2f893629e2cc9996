"""What the page of an actor shows of its life in the sources, in a fixed number of queries however much there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import Membership
from annotations.mentions import BOUND, Mention, Occasion, appearance_of, mentions_of, occasions_of
from codebook.models import Actor
from sources.markers import DisplayText

MENTIONS: Final = 20
OCCASIONS: Final = 25
FIRST_OCCASIONS: Final = 8
AROUND: Final = 90


@dataclass(frozen=True, slots=True)
class Year:
    """A year with its events; `width` is its share of the fullest year, 1 to 100."""

    year: int
    events: int
    width: float


@dataclass(frozen=True, slots=True)
class Shown:
    """A mention with its words marked in a stretch of the display text."""

    mention: Mention
    words: SafeString


@dataclass(frozen=True, slots=True)
class Life:
    """Counts, years, company, events of a year, and a page of mentions; the next page begins before `more_before`."""

    mentions: int
    is_more: bool
    events: int
    undated: int
    years: list[Year]
    company: list[tuple[Actor, int]]
    year: int | None
    is_undated: bool
    occasions: list[Occasion]
    is_more_occasions: bool
    shown: list[Shown]
    more_before: int | None
    is_first_page: bool


def life_of(
    seat: Membership, family: Sequence[int], *, before: int | None, year: int | None, undated: bool
) -> Life:
    """What the reader may see of the actor in the sources. Four queries."""
    seen = appearance_of(seat, family, company=12)
    year = year if year is not None and 0 < year < 10_000 else None
    most_shown = OCCASIONS if year or undated else FIRST_OCCASIONS
    occasions = occasions_of(seat, family, year=year, undated=undated, limit=most_shown + 1)
    rows = mentions_of(seat, family, before=before, limit=MENTIONS + 1)
    others = Actor.objects.in_bulk([pk for pk, _ in seen.company])
    most = max((times for _, times in seen.years), default=1)
    return Life(
        mentions=min(seen.mentions, BOUND),
        is_more=seen.mentions > BOUND,
        events=seen.events,
        undated=seen.undated,
        years=[Year(one, times, max(1.0, round(100 * times / most, 1))) for one, times in seen.years],
        company=[(others[pk], times) for pk, times in seen.company],
        year=year,
        is_undated=undated,
        occasions=occasions[:most_shown],
        is_more_occasions=len(occasions) > most_shown,
        shown=[Shown(row, in_context(row)) for row in rows[:MENTIONS]],
        more_before=rows[MENTIONS - 1].id if len(rows) > MENTIONS else None,
        is_first_page=before is None,
    )


def in_context(mention: Mention) -> SafeString:
    """The sentence around the mention as it reads, the mention marked."""
    display = DisplayText(mention.text)
    start, end = display.to_display(mention.start, mention.end)
    left, right = max(0, start - AROUND), min(len(display.text), end + AROUND)
    return format_html(
        "{}{}<mark>{}</mark>{}{}",
        "…" if left else "",
        display.text[left:start],
        display.text[start:end],
        display.text[end:right],
        "…" if right < len(display.text) else "",
    )


def twins_of(actor: Actor) -> list[Actor]:
    """Other entries with the same Wikidata id: perhaps the same actor twice. At most one query."""
    if not actor.wikidata or actor.merged_into_id is not None:
        return []
    same = Actor.objects.filter(project=actor.project_id, wikidata=actor.wikidata, merged_into=None)
    return list(same.exclude(pk=actor.pk).order_by("pk")[:5])
