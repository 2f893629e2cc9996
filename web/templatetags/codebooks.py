"""What becomes of codes and tags, in words."""

from django import template

from web.codebook_words import FATES, REASONS

register = template.Library()


@register.filter
def fate_word(fate: str) -> str:
    """What becomes of a code."""
    return str(FATES.get(fate, fate))


@register.filter
def left_word(why: str) -> str:
    """Why a person has to look at a tag."""
    return str(REASONS.get(why, why))
