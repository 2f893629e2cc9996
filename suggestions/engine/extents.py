"""How far a mention reaches: titles before a name, the group's noun after it."""

from bisect import bisect_left

from .folding import Word
from .lists import name_words


def word_at(words: list[Word], offset: int) -> int:
    """The place of the first word that starts at `offset` or later."""
    return bisect_left(words, offset, key=lambda word: word.start)


def title_start(words: list[Word], start: int) -> int:
    """Where the titles before the name at `start` begin ("Prime Minister ..."), or `start` itself."""
    titles = name_words()["title"]
    at = word_at(words, start)
    while (
        at > 0
        and words[at - 1].is_capital
        and words[at - 1].low in titles
        and 0 < start - words[at - 1].end <= 2
    ):
        at -= 1
        start = words[at].start
    return start


def group_end(words: list[Word], text: str, end: int) -> int:
    """Where the nouns of a group after the name end ("... security forces"), or `end` itself."""
    groups = name_words()["group"]
    at = word_at(words, end)
    reach = end
    orgs = name_words()["org"]
    if (
        at < len(words)
        and words[at].is_capital
        and words[at].low in orgs
        and text[reach : words[at].start] == " "
    ):
        return words[at].end
    return reach if at >= len(words) else _nouns_end(words, text, at, reach, groups)


def _nouns_end(words: list[Word], text: str, at: int, reach: int, groups: frozenset[str]) -> int:
    for word in words[at : at + 2]:
        if word.low not in groups or word.is_capital or text[reach : word.start] != " ":
            break
        reach = word.end
    return reach


def has_body(words: list[Word], text: str, end: int) -> int:
    """Where a capitalised word for a body right after the name ends ("... Party"), or `end` itself."""
    at = word_at(words, end)
    reach = group_end(words, text, end)
    return reach if at < len(words) and words[at].is_capital else end


def words_within(words: list[Word], start: int, end: int) -> list[Word]:
    """The words that start within a span."""
    return words[word_at(words, start) : word_at(words, end)]
