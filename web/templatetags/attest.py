"""The few words templates need: icons, relative times, where one is, what a state is called."""

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from web.navigation import places
from web.words import ROLE_WORDS, STATE_WORDS, job_word

register = template.Library()

THEMES = (("system", "System"), ("light", "Light"), ("dark", "Dark"))


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing of img/icons.svg, decorative: the words beside it carry the meaning."""
    flips = " flips" if name in ("next", "previous") else ""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        flips,
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
def url_or_root(name: str, *args: Any) -> str:
    """The address of a page, or the root where this installation does not have it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return "/"


def chosen_theme(request: HttpRequest | None) -> str:
    """What the person chose on this browser; their system decides otherwise."""
    value = request.COOKIES.get("theme", "") if request else ""
    return value if value in ("light", "dark") else "system"


@register.simple_tag(takes_context=True)
def theme_attribute(context: template.Context) -> SafeString:
    """` data-theme="…"` for <html>, so that no page flashes in the other colours first."""
    theme = chosen_theme(context.get("request"))
    return SafeString("") if theme == "system" else format_html(' data-theme="{}"', theme)


@register.simple_tag(takes_context=True)
def theme_buttons(context: template.Context) -> SafeString:
    """The three buttons of the appearance switch."""
    chosen = chosen_theme(context.get("request"))
    return format_html_join(
        "",
        '<button name="theme" value="{}" aria-pressed="{}">{}</button>',
        ((value, "true" if value == chosen else "false", word) for value, word in THEMES),
    )


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> SafeString:
    """The project's areas this installation has, the present one marked."""
    seat, request = context["seat"], context.get("request")
    return format_html_join(
        "",
        '<a href="{}"{}>{}</a>',
        (
            (place.address, SafeString(' aria-current="page"') if place.is_here else "", place.label)
            for place in places(seat.project.slug, request.path if request else "")
        ),
    )


def spoken(span: timedelta) -> str:
    """A duration as people say it: `just now`, `5 min`, `3 h`, `2 days`."""
    seconds = int(abs(span).total_seconds())
    if seconds < 60:
        return "just now"
    if seconds < 3600:
        return f"{seconds // 60} min"
    if seconds < 86400:
        return f"{seconds // 3600} h"
    days = seconds // 86400
    return "1 day" if days == 1 else f"{days} days"


@register.simple_tag
def ago(at: datetime | None) -> SafeString:
    """A time as distance, exact on hover and for machines; a date once it is older than a month."""
    if at is None:
        return SafeString("")
    distance = timezone.now() - at
    words = spoken(distance)
    if abs(distance) >= timedelta(days=30):
        words = date_format(timezone.localtime(at), "j M Y")
    elif words != "just now":
        words = f"{words} ago" if distance > timedelta(0) else f"in {words}"
    exact = date_format(timezone.localtime(at), "j M Y, H:i:s e")
    return format_html('<time datetime="{}" title="{}" data-relative>{}</time>', at.isoformat(), exact, words)


@register.simple_tag
def chip(state: str, word: str = "") -> SafeString:
    """A state as sign and word."""
    return format_html(
        '<span class="chip" data-state="{}">{}</span>', state, word or STATE_WORDS.get(state, state)
    )


@register.simple_tag
def meter(total: int, **parts: int) -> SafeString:
    """Shares of a whole as one bar. Widths are SVG attributes: the policy forbids style attributes."""
    drawn, start = [], 0.0
    for name in ("approved", "submitted", "draft"):
        width = round(100 * parts.get(name, 0) / total, 2) if total else 0
        if width:
            drawn.append((name, round(start, 2), width))
            start += width
    bars = format_html_join("", '<rect class="meter-{}" x="{}" width="{}" height="6"/>', drawn)
    words = ", ".join(
        f"{parts.get(n, 0)} {STATE_WORDS[n].lower()}" for n in ("approved", "submitted", "draft")
    )
    return format_html(
        '<svg class="meter" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="{} of {}">{}</svg>',
        words, total, bars,
    )  # fmt: skip


@register.filter
def counted(number: int | None, noun: str) -> str:
    """`1 sentence`, `1,204 sentences`; the plural may be given after a comma: `entry,entries`."""
    one, _, many = noun.partition(",")
    value = number or 0
    return f"{value:,} {one if value == 1 else many or one + 's'}"


@register.filter
def grouped(number: int | None) -> str:
    """A number with its thousands apart."""
    return f"{number or 0:,}"


@register.filter
def role_word(role: str) -> str:
    """What a role is called."""
    return ROLE_WORDS[role][0] if role in ROLE_WORDS else role


register.filter("job_word", job_word)


@register.filter
def remaining(seconds: float) -> str:
    """The time to go, rounded as people say it."""
    if seconds < 10:
        return "a few seconds left"
    if seconds < 90:
        return f"about {round(seconds / 5) * 5} s left"
    return f"about {round(seconds / 60)} min left"


@register.filter
def amount(value: object) -> int:
    """A number, or how many there are of a list."""
    return value if isinstance(value, int) else len(value) if isinstance(value, list) else 0


@register.filter
def role_hint(role: str) -> str:
    """What a role may do."""
    return ROLE_WORDS[role][1] if role in ROLE_WORDS else ""
