"""A text as names and cues are compared in it, with the exact way back to the received text.

Folding goes cluster by cluster (a character with the marks that follow it), so that whatever a cluster becomes, its
letters know where it began and ended. Citation markers read as white space; a run of white space reads as one space.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from sources.markers import blank_markers

_LEVELLED: Final = {
    **dict.fromkeys("’‘ʼʿʾ`´", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("“”„«»", '"'),
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي",
}  # fmt: skip
_DROPPED: Final = frozenset("\u0640\u200b\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069\ufeff")
MARKS: Final = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
)
_LETTER = f"(?:[^\\W_]|[{MARKS}])"
_WORD = re.compile(rf"['’]s\b|[^\W_]{_LETTER}*(?:['’](?!s\b){_LETTER}+)*")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is folded; letter i of it stands for `raw[starts[i]:ends[i]]`."""

    raw: str
    text: str
    starts: list[int]
    ends: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The received span of a folded span that is not empty."""
        return self.starts[start], self.ends[end - 1]


def fold(raw: str) -> Folded:
    """The text without case, marks and kinds of quotes and dashes; reads it once."""
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    seen = blank_markers(raw)
    at, length = 0, len(seen)
    while at < length:
        end = at + 1
        while end < length and unicodedata.combining(seen[end]):
            end += 1
        became = _folded_cluster(seen[at:end])
        if became == " " and letters and letters[-1] == " ":
            ends[-1] = end
        else:
            letters.extend(became)
            starts.extend([at] * len(became))
            ends.extend([end] * len(became))
        at = end
    return Folded(raw, "".join(letters), starts, ends)


def _folded_cluster(cluster: str) -> str:
    if len(cluster) == 1 and cluster.isascii():
        return " " if cluster.isspace() else cluster.lower()
    if cluster[0] in _DROPPED:
        return ""
    if cluster[0].isspace():
        return " "
    bare = "".join(_LEVELLED.get(c, c) for c in unicodedata.normalize("NFC", cluster))
    parts = unicodedata.normalize("NFKD", bare)
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold()


def folded(text: str) -> str:
    """Only the folded letters, ends trimmed."""
    return fold(text).text.strip()


@dataclass(frozen=True, slots=True)
class Word:
    """One word: where it stands in the received text, as written, folded to lower case, and its stem."""

    start: int
    end: int
    raw: str
    low: str
    stem: str

    @property
    def is_capital(self) -> bool:
        """Whether it starts with a capital letter."""
        return self.raw[0].isupper()


def words_of(raw: str) -> list[Word]:
    """The words in order; a possessive 's is a word of its own, hyphens part words."""
    found = []
    for match in _WORD.finditer(blank_markers(raw)):
        low = match[0].replace("’", "'").lower()
        found.append(Word(match.start(), match.end(), match[0], low, stem(low)))
    return found


_IRREGULAR: Final = {
    "shot": "shoot", "fought": "fight", "met": "meet", "struck": "strike", "took": "take", "taken": "take",
    "said": "say", "says": "say", "told": "tell", "thought": "think", "wrote": "write", "written": "write",
    "beaten": "beat", "sent": "send", "sought": "seek", "led": "lead", "blew": "blow", "blown": "blow",
    "fell": "fall", "fallen": "fall", "withdrew": "withdraw", "withdrawn": "withdraw", "broke": "break",
    "broken": "break", "stole": "steal", "stolen": "steal", "forbade": "forbid", "forbidden": "forbid",
    "swore": "swear", "sworn": "swear", "threw": "throw", "thrown": "throw", "began": "begin", "begun": "begin",
    "gave": "give", "given": "give", "held": "hold", "kept": "keep", "left": "leave", "fled": "flee",
    "found": "find", "saw": "see", "seen": "see", "went": "go", "overthrew": "overthrow",
    "overthrown": "overthrow", "overtook": "overtake", "spoke": "speak", "knew": "know", "known": "know",
    "died": "die", "dying": "die", "dies": "die", "lost": "lose", "slew": "slay", "slain": "slay",
    "hung": "hang", "burnt": "burn", "drove": "drive", "driven": "drive", "understood": "understand",
    "bore": "bear", "denied": "deny", "denies": "deny", "tried": "try", "paid": "pay", "bought": "buy",
    "won": "win", "sued": "sue", "suing": "sue", "freed": "free", "freeing": "free", "agreed": "agree",
    "tied": "tie", "lied": "lie", "bid": "bid", "cut": "cut", "hit": "hit", "set": "set", "quit": "quit",
    "brought": "bring", "stabbed": "stab", "banned": "ban", "seized": "seize", "wed": "wed", "need": "need",
}  # fmt: skip


def stem(low: str) -> str:
    """A light stem of an English word in lower case: kills, killed, killing -> kill. Other words stay as they are."""
    if low in _IRREGULAR:
        low = _IRREGULAR[low]
    if not low.isascii() or len(low) < 4:
        return low
    return _bare(low)


def _bare(low: str) -> str:
    for ending, least in (("ings", 6), ("ing", 6), ("ied", 5), ("ies", 5), ("ed", 5), ("es", 5), ("s", 4)):
        if low.endswith(ending) and len(low) >= least and not low.endswith(("ss", "eed", "us", "is")):
            low = low[: -len(ending)] + ("y" if ending in ("ied", "ies") else "")
            break
    if len(low) > 4 and low[-1] == low[-2] and low[-1] not in "aeiouslz":
        low = low[:-1]
    return low[:-1] if len(low) > 3 and low.endswith("e") else low
