"""Names of a registry and of approved work, found in one pass over the folded text (Aho-Corasick)."""

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import ahocorasick

from .folding import Folded, folded
from .grammar import SMALL, is_past
from .lists import name_words

if TYPE_CHECKING:
    from .context import Example

_ARTICLES: Final = ("the ", "al-", "el-", "al ", "el ")
_ARABIC_PREFIX: Final = frozenset(
    "و ف ب ل ك ال وال فال بال كال لل ولل وب ول وك فب فل وبال".split()  # noqa: SIM905
)
_HEBREW_PREFIX: Final = frozenset("ו ה ב ל מ ש כ וה וב ול ומ וש בה לה מה שה".split())  # noqa: SIM905
_ARABIC: Final = re.compile("[\u0621-\u064a]")
_HEBREW: Final = re.compile("[\u05d0-\u05ea]")
SHORTEST: Final = 2
LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the registry. `kind` is the actor's kind if known; a name may belong to several actors."""

    text: str
    actor: Hashable | None
    kind: str = ""


class Found(NamedTuple):
    """A name at a span of the received text, with those who go by it and where the name came from."""

    start: int
    end: int
    core: str
    actors: tuple[Hashable, ...]
    origin: str
    confidence: float


@dataclass(slots=True)
class Bearers:
    """Who goes by a folded name. `origin`: registry, approved or derived; `caps`: how it must be capitalised."""

    actors: dict[Hashable, int] = field(default_factory=dict)
    origin: str = "derived"
    caps: str = "none"
    tagged: int = 0
    left: int = 0
    with_article: int = 0
    kind: str = ""


@dataclass(frozen=True, slots=True)
class NameIndex:
    """The automaton over folded names, and the habits of the project's coders as shares from 0 to 1."""

    automaton: Any
    bearers: dict[str, Bearers]
    titles: float
    groups: float
    nested: float
    inner: float
    by_last: dict[str, list[str]]


def core_of(text: str) -> str:
    """A name as it is looked up: folded, without a leading article."""
    core = folded(text)
    for article in _ARTICLES:
        if core.startswith(article) and len(core) > len(article) + 1:
            core = core[len(article) :]
            break
    if core.startswith("ال") and len(core) > 4:
        core = core[2:]
    return core.strip(" '\"")


def caps_of(text: str) -> str:
    """How a mention must be capitalised to be this name: `all` for acronyms, `some`, or `none`."""
    letters = [c for c in text if c.isalpha()]
    if letters and len(letters) <= 6 and all(c.isupper() for c in letters):
        return "all"
    return "some" if any(c.isupper() for c in letters) else "none"


def index_names(names: Iterable[Name], examples: Sequence["Example"]) -> NameIndex:
    """Compile the registry's names and the mentions of approved work."""
    from .habits import learn_habits
    from .variants import variants_of

    bearers: dict[str, Bearers] = {}
    known = list(names)
    for name in known:
        _add(bearers, name.text, name.actor, "registry", name.kind)
    for example in examples:
        for start, end, actor in example.actors:
            _add(bearers, example.text[start:end], actor, "approved", "")
    for name in known:
        for text in variants_of(name.text, name.kind):
            if core_of(text) not in bearers or bearers[core_of(text)].origin == "derived":
                _add(bearers, text, name.actor, "derived", name.kind)
    automaton = ahocorasick.Automaton()
    for core in bearers:
        automaton.add_word(core, core)
    if bearers:
        automaton.make_automaton()
    by_last: dict[str, list[str]] = {}
    for core in bearers:
        by_last.setdefault((core.replace("-", " ").split() or [core])[-1], []).append(core)
    index = NameIndex(automaton if bearers else None, bearers, 0.0, 0.0, 0.6, 0.5, by_last)
    return learn_habits(index, examples)


def _add(bearers: dict[str, Bearers], text: str, actor: Hashable | None, origin: str, kind: str) -> None:
    core = core_of(text)
    if not SHORTEST <= len(core) <= LONGEST:
        return
    bare = text[4:] if text[:4].lower() == "the " else text
    one = bearers.setdefault(core, Bearers(caps=caps_of(bare), origin=origin))
    if one.caps != "none" and not any(c.isupper() for c in bare):
        one.caps = "none"
    if origin == "registry" and one.origin != "registry":
        one.origin = origin
    one.kind = one.kind or kind
    if actor is not None:
        one.actors[actor] = one.actors.get(actor, 0) + 1
    if origin != "derived" and folded(text).startswith("the "):
        one.with_article += 1


def find_names(text: Folded, index: NameIndex) -> list[Found]:
    """Every whole-word occurrence of every name, overlapping ones too, by start and then longest first."""
    if index.automaton is None:
        return []
    found = []
    for last, core in index.automaton.iter(text.text):
        start, end = last - len(core) + 1, last + 1
        if not _is_whole(text, start, end):
            continue
        one = index.bearers[core]
        first, stop = text.span(start, end)
        if not _is_capitalised(text.raw[first:stop], one.caps, core):
            continue
        sure = _confidence(one)
        if one.caps == "none":
            sure *= _as_common_noun(text, first, stop)
        first = _with_article(text, start, first, one)
        found.append(Found(first, stop, core, tuple(one.actors), one.origin, sure))
    return sorted(found, key=lambda f: (f.start, -f.end))


def _is_whole(text: Folded, start: int, end: int) -> bool:
    letters = text.text
    if end < len(letters) and letters[end].isalnum() and letters[end - 1].isalnum():
        return False
    if start == 0 or not letters[start - 1].isalnum():
        return True
    at = start
    while at > 0 and start - at <= 5 and letters[at - 1].isalnum():
        at -= 1
    prefix = letters[at:start]
    return (prefix in _ARABIC_PREFIX and bool(_ARABIC.match(letters[start]))) or (
        prefix in _HEBREW_PREFIX and bool(_HEBREW.match(letters[start]))
    )


def _is_capitalised(mention: str, caps: str, core: str) -> bool:
    if caps == "none" or not core.isascii():
        return True
    letters = [c for c in mention if c.isalpha()]
    if caps == "all":
        return all(c.isupper() for c in letters)
    words = [word for word in re.split(r"[\s-]+", mention) if word[:1].isalpha()]
    return bool(words) and sum(word[0].isupper() for word in words) * 2 >= len(words)


def _with_article(text: Folded, start: int, first: int, one: Bearers) -> int:
    """The start with `al-` before the name, or with `the` where the project tags it so."""
    before = text.text[max(0, start - 4) : start]
    if before.endswith(("al-", "el-")) and not text.text[max(0, start - 4) : start - 3].isalnum():
        return text.starts[start - 3]
    if before.endswith("ال") and _ARABIC.match(text.text[start]):
        return text.starts[start - 2]
    if before == "the " and one.with_article * 2 > max(1, one.tagged):
        return text.starts[start - 4] if start - 4 == 0 or not text.text[start - 5].isalnum() else first
    return first


def _as_common_noun(text: Folded, first: int, stop: int) -> float:
    """1, or less where a name in lower case is only part of another noun: "police station", "the X Commission"."""
    raw = text.raw
    following = re.match(r" ([^\W\d_]+)", raw[stop : stop + 40])
    if following and raw[first:stop].isascii():
        low = following[1]
        is_other = low.lower() not in SMALL and not is_past(low.lower()) and not low.endswith("ly")
        if is_other and not low[0].isupper() and low not in name_words()["group"]:
            return 0.5
    before = re.search(r"([^\W\d_]+) $", raw[max(0, first - 40) : first])
    if before and raw[first].isupper() and before[1][0].isupper() and before[1].lower() != "the":
        return 0.4
    return 1.0


def _confidence(one: Bearers) -> float:
    prior = {"registry": 0.9, "approved": 0.7, "derived": 0.65}[one.origin]
    weight = 2 if one.caps != "none" else 1
    return (prior * weight + one.tagged) / (weight + one.tagged + one.left)
