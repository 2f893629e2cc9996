"""The words that dates are written with: English, and the months and digits of Arabic and Hebrew texts.

`static/js/lib/date_words.js` says the same to the browser; `tests/shared/date_cases.json` holds the two together.
"""

import re
from collections.abc import Iterable
from typing import Final

D: Final = "[0-9٠-٩۰-۹]"
_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")

# fmt: off
MONTH_NAMES: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)
# fmt: on
_MONTH_WORDS: Final = (
    "january|jan|يناير|كانون الثاني|جانفي|ינואר",
    "february|feb|فبراير|شباط|فيفري|פברואר",
    "march|mar|مارس|آذار|اذار|מרץ|מרס",
    "april|apr|أبريل|إبريل|ابريل|نيسان|أفريل|אפריל",
    "may|مايو|أيار|ايار|ماي|מאי",
    "june|jun|يونيو|يونيه|حزيران|جوان|יוני",
    "july|jul|يوليو|يوليه|تموز|جويلية|יולי",
    "august|aug|أغسطس|اغسطس|آب|أوت|אוגוסט",
    "september|sept|sep|سبتمبر|أيلول|ايلول|ספטמבר",
    "october|oct|أكتوبر|اكتوبر|تشرين الأول|تشرين الاول|אוקטובר",
    "november|nov|نوفمبر|تشرين الثاني|נובמבר",
    "december|dec|ديسمبر|كانون الأول|كانون الاول|דצמבר",
)
MONTHS: Final = {word: number for number, words in enumerate(_MONTH_WORDS, 1) for word in words.split("|")}
# Months whose names are also verbs or adjectives: without a capital and a year they name no month.
WORDS_TOO: Final = frozenset(("may", "march", "mar", "august", "sept", "ماي", "آب", "جوان", "أوت"))
# Months that name one even when they stand alone, with a capital.
SURE_MONTHS: Final = frozenset(
    ("january", "february", "july", "september", "october", "november", "december")
)
SEASONS: Final = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
QUARTERS: Final = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
    "1": 1, "2": 2, "3": 3, "4": 4,
}  # fmt: skip
HALVES: Final = {"first": 0, "second": 1, "1st": 0, "2nd": 1}
THIRDS: Final = {
    "early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2,
}  # fmt: skip
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip


def one_of(words: Iterable[str]) -> str:
    """A pattern that matches any of the words, the longest first."""
    return "|".join(word.replace(" ", r"\s") for word in sorted(words, key=len, reverse=True))


_OTHER_MONTHS: Final = one_of(word for word in MONTHS if not word.isascii())
MONTH: Final = rf"(?:ב?(?P<month>{one_of(MONTHS)})\.?(?:\s?/\s?(?:{_OTHER_MONTHS}))?)(?![^\W_])"
DAY: Final = rf"{D}{{1,2}}(?:st|nd|rd|th)?"
YEAR: Final = rf"(?P<year>[12١٢۱۲]{D}{{3}})(?!{D})"
# A citation marker may stand inside a date: "8 February,[65] 2007".
_MARKERS: Final = rf"(?:\[{D}{{1,4}}\]){{0,3}}"
GAP: Final = r"\s{1,3}"
BEFORE_YEAR: Final = rf"{_MARKERS}[,،]?{_MARKERS}{GAP}(?:(?:of|عام|سنة){GAP})?"
OF: Final = rf"{GAP}(?:(?:of|من){GAP}(?:(?:this|شهر){GAP})?)?"
TO: Final = rf"(?:\s?[–—‑−-]\s?|{GAP}(?:to|until|till|through|إلى|الى|حتى){GAP}(?:the{GAP})?)"
WEEKDAY: Final = r"(?:mon|tues?|wed(?:nes)?|thu(?:r(?:s)?)?|fri|sat(?:ur)?|sun)(?:day)?"
# After a date comes no letter or digit, and no further part of a number.
END: Final = rf"(?![^\W_]|[.,٬٫]{D}|['’]{D})"


def number(digits: str) -> int:
    """The number that Latin, Arabic or Persian digits write, whatever letters follow them ("3rd")."""
    return int(digits.translate(_DIGITS).rstrip("stndrh"))


def month_number(word: str) -> int:
    """The number of a month as it is written, 1 to 12; 0 when it is none."""
    return MONTHS.get(re.sub(r"\s", " ", word).lower().rstrip("."), 0)
