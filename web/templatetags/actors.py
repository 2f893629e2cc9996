"""What the pages of the registry call stored words."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext

from annotations.mentions import Occasion
from codebook.models import Actor
from codebook.registry.reading import Bond
from codebook.registry.sectors import sectors
from common.countries import countries
from web.words import (
    ACTOR_KIND_WORDS,
    ACTOR_STATUS_WORDS,
    ALIAS_KIND_WORDS,
    INTER_WORDS,
    PARTICIPANT_WORDS,
    RELATION_WORDS,
    listed,
    word_of,
)

register = template.Library()


@register.filter
def kind_word(actor: Actor) -> str:
    """What kind of actor it is."""
    return word_of(ACTOR_KIND_WORDS, actor.kind)


@register.filter
def status_word(actor: Actor) -> str:
    """Its status, retired ones with what that means."""
    return word_of(ACTOR_STATUS_WORDS, actor.status)


@register.filter
def alias_word(kind: str) -> str:
    """What kind of name it is."""
    return word_of(ALIAS_KIND_WORDS, kind)


@register.filter
def country_word(code: str) -> str:
    """A country's name in the reader's language."""
    return countries(get_language() or "en").get(code, code)


@register.filter
def inter_word(code: int) -> str:
    """An ACLED inter code with its meaning."""
    return f"{code} {INTER_WORDS[code]}" if code in INTER_WORDS else str(code)


@register.filter
def sector_words(codes: list[str]) -> str:
    """Sectors with their meanings."""
    return listed([f"{code} {sectors().get(code, '').partition(';')[0]}".strip() for code in codes])


@register.filter
def bond_word(bond: Bond) -> str:
    """How our actor stands to the other."""
    ways = RELATION_WORDS.get(bond.relation.kind)
    return str(ways[0 if bond.is_subject else 1]) if ways else bond.relation.kind


@register.filter
def relation_word(kind: str) -> str:
    """How a subject stands to an object."""
    return str(RELATION_WORDS[kind][0]) if kind in RELATION_WORDS else kind


@register.simple_tag
def window(valid_from: str, valid_to: str) -> SafeString:
    """`1987-12 – 2007`, `since 1987-12`, `until 2007`; nothing when both sides are open. EDTF reads left to right."""
    if valid_from and valid_to:
        return format_html('<bdi dir="ltr" class="edtf">{} – {}</bdi>', valid_from, valid_to)
    if valid_from or valid_to:
        frame = pgettext("a date", "since %(date)s") if valid_from else pgettext("a date", "until %(date)s")
        before, _, after = (frame % {"date": "\0"}).partition("\0")
        return format_html('{}<bdi dir="ltr" class="edtf">{}</bdi>{}', before, valid_from or valid_to, after)
    return SafeString("")


@register.filter
def role_in_event(role: str) -> str:
    """What part someone has in an event."""
    return word_of(PARTICIPANT_WORDS, role)


@register.filter
def occasion_date(occasion: Occasion) -> str:
    """The date as it was coded, or that it has none."""
    return occasion.when or gettext("No date")
