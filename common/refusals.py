"""A refusal in the reader's language. Services say it in plain English; the rim hands it through here.

The phrases stand in `locale/<language>/LC_MESSAGES/refusals.json`, each as the code says it, with `%(name)s` where a
value stands. A message is recognised by its phrase, its values are taken out, translated themselves where they are
phrases too (who can, what one wanted to do), and put into the translation. What is not recognised stays as it is.
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils.translation import get_language

_PLACE: Final = re.compile(r"%\((\w+)\)s|%%")
_OR: Final = " or "
_DEPTH: Final = 3


def said(message: str) -> str:
    """The message in the language of this request."""
    language = get_language()
    if not message or language is None or language == settings.LANGUAGE_CODE:
        return message
    return _phrases(language).said(message)


def each_said(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows with their `message` in the language of this request."""
    return [{**row, "message": said(str(row.get("message", "")))} for row in rows]


class Phrases:
    """The phrases of one language: those without values by their text, the others by what they look like."""

    def __init__(self, known: dict[str, str]) -> None:
        self.whole = {_filled(one, {}): _filled(other, {}) for one, other in known.items() if "%(" not in one}
        # The more of its own words a phrase has, the surer it is meant.
        patterned = sorted((one for one in known if "%(" in one), key=lambda one: -len(_PLACE.sub("", one)))
        self.patterned = [(_pattern(one), known[one]) for one in patterned]

    def said(self, message: str, depth: int = 0) -> str:
        """The message translated, or itself."""
        if (whole := self.whole.get(message)) is not None:
            return whole
        if depth >= _DEPTH:
            return message
        for pattern, translation in self.patterned:
            if found := pattern.fullmatch(message):
                taken = found.groupdict().items()
                values = {name.removeprefix("v_"): self._value(value, depth + 1) for name, value in taken}
                return _filled(translation, values)
        return message

    def _value(self, value: str, depth: int) -> str:
        """A value that is a phrase, or several joined by "or"; names and words of the text stay as they are."""
        if (known := self.said(value, depth)) != value or _OR not in value:
            return known
        parts = value.split(_OR)
        told = [self.whole.get(part, part) for part in parts]
        return f" {self.whole.get('or', 'or')} ".join(told) if told != parts else value


@cache
def _phrases(language: str) -> Phrases:
    path = Path(settings.BASE_DIR, "locale", language.partition("-")[0], "LC_MESSAGES", "refusals.json")
    return Phrases(json.loads(path.read_text()) if path.exists() else {})


def _pattern(phrase: str) -> re.Pattern[str]:
    pieces, last = [], 0
    for place in _PLACE.finditer(phrase):
        pieces.append(re.escape(phrase[last : place.start()]))
        pieces.append(f"(?P<v_{place[1]}>.+?)" if place[1] else "%")
        last = place.end()
    return re.compile("".join([*pieces, re.escape(phrase[last:])]), re.DOTALL)


def _filled(phrase: str, values: dict[str, str]) -> str:
    return _PLACE.sub(lambda place: values.get(place[1], "") if place[1] else "%", phrase)
