"""Countries by their ISO 3166-1 alpha-2 codes, named in the reader's language from the Unicode CLDR."""

from functools import cache
from typing import Final

from babel import Locale, UnknownLocaleError

# In CLDR's list and not countries of ISO 3166-1: unions, outlying parts, pseudo-locales, "unknown". XK, which ISO
# leaves to its users, stays: data sets code Kosovo with it.
_NOT_ISO: Final = frozenset(
    {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
)


@cache
def countries(language: str = "en") -> dict[str, str]:
    """Name by code, in the order of the names; English where the language is unknown."""
    try:
        territories = Locale.parse(language, sep="-").territories
    except (UnknownLocaleError, ValueError):
        territories = Locale("en").territories
    named = {
        code: name
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NOT_ISO
    }
    return dict(sorted(named.items(), key=lambda pair: pair[1]))


def is_country(code: str) -> bool:
    """Whether `code` is an ISO 3166-1 alpha-2 code in capitals."""
    return code in countries()
