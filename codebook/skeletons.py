"""What stays of a name whoever transliterates it: its consonants, levelled across Latin, Arabic and Hebrew script.

`Hanieh`, `Haniyeh`, `Haniya` and هنية share one skeleton, and so do `al-Aqsa`, `Al Aksa` and الأقصى. Vowels, the
letters that stand for long ones (w, y), articles and a final h (ة) are left out; sounds that are romanised in several
ways count as one (q and k, gh and j, p and f). A skeleton only finds candidates; the letters decide how like they are.
"""

import re
import unicodedata
from typing import Final

from .names import normalised

_DIGRAPHS: Final = (
    ("sch", "s"), ("tch", "s"), ("dj", "j"), ("kh", "k"), ("gh", "j"), ("sh", "s"), ("ch", "s"), ("th", "t"),
    ("dh", "d"), ("zh", "s"), ("ph", "f"), ("ck", "k"), ("ts", "s"), ("tz", "s"), ("dz", "s"),
)  # fmt: skip
_LATIN: Final = str.maketrans(
    {
        "p": "f", "v": "f", "q": "k", "c": "k", "x": "ks", "g": "j", "z": "s", "ß": "s", "ł": "l", "đ": "d", "ø": "",
        "þ": "t", "ð": "d", "'": "",
    }
)  # fmt: skip
_SEMITIC: Final = str.maketrans(
    {
        **dict.fromkeys("اأإآٱءؤئىويةعـ", ""),
        "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "k", "د": "d", "ذ": "d", "ر": "r", "ز": "s", "س": "s",
        "ش": "s", "ص": "s", "ض": "d", "ط": "t", "ظ": "s", "غ": "j", "ف": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m",
        "ن": "n", "ه": "h", "پ": "f", "چ": "s", "ژ": "s", "گ": "j", "ک": "k", "ی": "", "ڤ": "f", "ہ": "h", "ٹ": "t",
        "ڈ": "d", "ڑ": "r", "ے": "",
        "ב": "b", "ג": "j", "ד": "d", "ה": "h", "ז": "s", "ח": "h", "ט": "t", "כ": "k", "ך": "k", "ל": "l", "מ": "m",
        "ם": "m", "נ": "n", "ן": "n", "ס": "s", "פ": "f", "ף": "f", "צ": "s", "ץ": "s", "ק": "k", "ר": "r", "ש": "s",
        "ת": "t", "א": "", "ו": "", "י": "", "ע": "",
    }
)  # fmt: skip
_IS_SEMITIC: Final = re.compile(r"[\u0590-\u06ff]")
_ASSIMILATED: Final = re.compile(r"^(?:a[lrnsdtz]|el|ul|ash|ath|adh)-(?=\w{2})")
_ARABIC_ARTICLE: Final = re.compile(r"^[وفبك]?ال(?=\w{3}|له$)")
_ARTICLES: Final = frozenset({"the", "al", "el", "ul", "of", "and"})
_WORD: Final = re.compile(r"[^\W_]+(?:['-][^\W_]+)*'?", re.UNICODE)
_SOFT_C: Final = re.compile(r"c(?=[eiy])")
_VOWELS: Final = re.compile(r"[aeiouyw]+")
_DOUBLE: Final = re.compile(r"(.)\1+")


def keys(name: str) -> list[str]:
    """The skeleton of each word of the name, in order; articles have none."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", normalised(name)) if not unicodedata.combining(c))
    words = [part for word in _WORD.findall(bare) for part in _ASSIMILATED.sub("", word).split("-")]
    return [key for word in words if word not in _ARTICLES and (key := _key(word))]


def skeleton(name: str) -> str:
    """The consonants of the whole name without spaces, so that words written together are found too."""
    return "".join(keys(name))[:200]


def _key(word: str) -> str:
    """One word's skeleton; the word itself when nothing but vowels is in it."""
    if _IS_SEMITIC.search(word):
        bare = _ARABIC_ARTICLE.sub("", word)
        left = _final(bare.translate(_SEMITIC), bare)
    else:
        soft = _SOFT_C.sub("s", word)
        for letters, one in _DIGRAPHS:
            soft = soft.replace(letters, one)
        levelled = _DOUBLE.sub(r"\1", soft.translate(_LATIN))
        left = _final(_VOWELS.sub("", levelled), levelled)
    return (left or word)[:200]


def _final(left: str, word: str) -> str:
    """Without a final h: it is written or not."""
    return left[:-1] if len(left) > 1 and left.endswith("h") and not word.endswith("hh") else left
