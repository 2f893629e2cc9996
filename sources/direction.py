"""Which way a text runs. Its letters decide, and what its source is for where they are divided.

A sentence of an Arabic source may begin with a Latin name, and an English one may quote a Hebrew word: the first letter
alone would turn either around. Only letters count: digits and punctuation run with what they stand in.
"""

import unicodedata
from collections.abc import Iterable
from typing import Final

LEFT_TO_RIGHT: Final = "ltr"
RIGHT_TO_LEFT: Final = "rtl"
# Languages that are written from right to left, unless another script is named.
_LANGUAGES: Final = frozenset(
    {"ar", "fa", "he", "iw", "ur", "ps", "ckb", "dv", "yi", "ji", "sd", "ug", "syr", "arc"}
)
_SCRIPTS: Final = frozenset({"arab", "hebr", "syrc", "thaa", "nkoo", "adlm", "rohg", "mand", "samr"})
_ENOUGH: Final = 0.3
"""The share of a sentence's letters that keeps it in its source's direction."""


def of_language(language: str) -> str:
    """The direction of a language code such as `ar-EG` or `ku-Arab`; empty when it states none."""
    if not language:
        return ""
    main, *parts = language.lower().replace("_", "-").split("-")
    scripts = [part for part in parts if len(part) == 4]
    is_turned = scripts[0] in _SCRIPTS if scripts else main in _LANGUAGES
    return RIGHT_TO_LEFT if is_turned else LEFT_TO_RIGHT


def of_source(language: str, texts: Iterable[str]) -> str:
    """The direction of a whole source: its language's, else that of most of its letters."""
    if stated := of_language(language):
        return stated
    left, right = _letters("".join(texts))
    return RIGHT_TO_LEFT if right > left else LEFT_TO_RIGHT


def of_sentence(text: str, source: str) -> str:
    """The direction of a sentence in a source that runs `source`: its own where hardly a letter runs that way."""
    left, right = _letters(text)
    if not left + right:
        return source or LEFT_TO_RIGHT
    own = right if source == RIGHT_TO_LEFT else left if source else max(left, right)
    if source and own >= _ENOUGH * (left + right):
        return source
    return RIGHT_TO_LEFT if right > left else LEFT_TO_RIGHT


def _letters(text: str) -> tuple[int, int]:
    """How many letters run from left to right, and how many the other way."""
    classes = [unicodedata.bidirectional(character) for character in text]
    return classes.count("L"), classes.count("R") + classes.count("AL")
