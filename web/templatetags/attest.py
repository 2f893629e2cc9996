"""The few words templates need: icons, relative times, where one is, what a state is called."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext

from accounts.models import Coder, Membership
from common.refusals import said
from web import words as spoken_words
from web.navigation import places
from web.words import CHANGE_WORDS, ROLE_WORDS, STATE_WORDS, UNIT_WORDS, job_word, word_of

register = template.Library()

THEMES = (
    ("system", gettext_lazy("System")),
    ("light", gettext_lazy("Light")),
    ("dark", gettext_lazy("Dark")),
)


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


@register.simple_tag
def own_languages() -> list[tuple[str, str]]:
    """The languages of the pages, each by the name it has for itself."""
    return list(settings.LANGUAGES)


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
        return gettext("just now")
    if seconds < 3600:
        return _span(seconds // 60, lambda n: ngettext("%(count)s min", "%(count)s min", n))
    if seconds < 86400:
        return _span(seconds // 3600, lambda n: ngettext("%(count)s h", "%(count)s h", n))
    return _span(seconds // 86400, lambda n: ngettext("%(count)s day", "%(count)s days", n))


def _span(number: int, words: Callable[[int], str]) -> str:
    return words(number) % {"count": number}


@register.simple_tag
def ago(at: datetime | None) -> SafeString:
    """A time as distance, exact on hover and for machines; a date once it is older than a month."""
    if at is None:
        return SafeString("")
    distance = timezone.now() - at
    words = spoken(distance)
    if abs(distance) >= timedelta(days=30):
        words = date_format(timezone.localtime(at), gettext("j M Y"))
    elif abs(distance) >= timedelta(minutes=1):
        frame = gettext("%(span)s ago") if distance > timedelta(0) else gettext("in %(span)s")
        words = frame % {"span": words}
    exact = date_format(timezone.localtime(at), gettext("j M Y, H:i:s e"))
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
    words = spoken_words.listed(
        [f"{parts.get(n, 0)} {str(STATE_WORDS[n]).lower()}" for n in ("approved", "submitted", "draft")]
    )
    return format_html(
        '<svg class="meter" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        gettext("%(parts)s of %(total)s") % {"parts": words, "total": total},
        bars,
    )


register.filter("counted", spoken_words.counted)
register.filter("listed", spoken_words.listed)
register.filter("either", spoken_words.either)
register.filter("said", said)


@register.filter
def grouped(number: int | None) -> str:
    """A number with its thousands apart."""
    return f"{number or 0:,}"


@register.filter
def role_word(role: str) -> str:
    """What a role is called."""
    return str(ROLE_WORDS[role][0]) if role in ROLE_WORDS else role


register.filter("job_word", job_word)


@register.filter
def as_words(detail: object) -> str:
    """What another tool's file said, on one line: names and values, or the words."""
    if isinstance(detail, dict):
        return ", ".join(f"{name}: {as_words(value)}" for name, value in detail.items())
    return ", ".join(map(as_words, detail)) if isinstance(detail, list) else str(detail)


@register.filter
def unit_word(unit: str) -> str:
    """What a job counts, after its number."""
    return str(UNIT_WORDS.get(unit, unit))


@register.filter
def change_word(what: str) -> str:
    """What became of a tag since an earlier revision."""
    return word_of(CHANGE_WORDS, what)


@register.filter
def coders_named(coders: Sequence[Coder]) -> SafeString:
    """`C02 Edith, C03`: codes with the people behind them."""
    return _joined(
        pgettext("between two facts", ", "),
        (
            format_html("{} <bdi>{}</bdi>", coder.code, coder.user.get_full_name() or coder.user.username)
            if coder.user
            else coder.code
            for coder in coders
        ),
    )


@register.filter
def owners_named(seats: Sequence[Membership]) -> SafeString:
    """`Olga (C01) or Omar (C09)`: whom to ask."""
    return _joined(
        pgettext("between two names", " or "),
        (
            format_html(
                "<bdi>{}</bdi> ({})", seat.user.get_full_name() or seat.user.username, seat.coder.code
            )
            for seat in seats
        ),
    )


def _joined(between: str, words: Iterable[str]) -> SafeString:
    return format_html_join(between, "{}", ((word,) for word in words))


@register.filter
def remaining(seconds: float) -> str:
    """The time to go, rounded as people say it."""
    if seconds < 10:
        return gettext("a few seconds left")
    if seconds < 90:
        number = round(seconds / 5) * 5
        return ngettext("about %(count)s s left", "about %(count)s s left", number) % {"count": number}
    number = round(seconds / 60)
    return ngettext("about %(count)s min left", "about %(count)s min left", number) % {"count": number}


@register.filter
def amount(value: object) -> int:
    """A number, or how many there are of a list."""
    return value if isinstance(value, int) else len(value) if isinstance(value, list) else 0


@register.filter
def role_hint(role: str) -> str:
    """What a role may do."""
    return str(ROLE_WORDS[role][1]) if role in ROLE_WORDS else ""
