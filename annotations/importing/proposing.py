"""A first answer to what each label becomes, by its name: the dialog starts from it, a person decides.

Names are compared with the codes, labels and modes of the project's codebooks, with roles, and with a short list of the
names that annotation schemes commonly give to people, places, times and numbers.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from annotations.models import GENERICITIES, MODALITIES, POLARITIES, TENSES

from .mapping import ATTACH, NONE, AttributeRule, Rules
from .summary import Summary

_COMMON: Final[Mapping[str, tuple[str, ...]]] = {
    "actor": (
        "actor", "per", "person", "people", "org", "organisation", "organization", "gpe", "norp", "group", "agent",
        "perpetrator", "victim", "target", "recipient", "government", "party", "institution", "mention", "entity",
        "namedentity",
    ),
    "date": ("date", "time", "when", "timex", "timex3", "temporal", "day"),
    "place": ("place", "loc", "location", "where", "fac", "facility", "city", "country", "site"),
    "deaths": ("deaths", "death", "killed", "fatalities", "dead", "casualties"),
    "injured": ("injured", "wounded", "injuries"),
    "arrested": ("number arrested", "detainees"),
    "source": ("source", "attribution", "speaker", "sayer"),
    "cue": ("cue", "attribution cue", "reporting verb"),
    "hedge": ("hedge", "speculation", "uncertainty"),
    "reliability": ("reliability", "claim", "credibility", "statement"),
    "event": ("event", "trigger", "action", "eventmention"),
}  # fmt: skip
_ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "actor": (
        "actor",
        "agent",
        "attacker",
        "perpetrator",
        "source",
        "arg0",
        "subject",
        "giver",
        "initiator",
        "by",
    ),
    "recipient": ("recipient", "addressee", "beneficiary of", "arg2", "receiver", "to"),
    "victim": ("victim", "target", "patient", "arg1", "object", "undergoer", "against"),
    "place": ("place", "location", "loc", "where", "argm loc"),
    "time": ("time", "date", "when", "argm tmp"),
    "instrument": ("instrument", "weapon", "means"),
    "beneficiary": ("beneficiary", "for"),
    "third_party": ("third party", "mediator", "witness"),
    "theme": ("theme", "topic", "content"),
}
_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "modality": ("modality", "factuality", "stance", "certainty", "epistemic"),
    "polarity": ("polarity", "negation", "negated", "neg"),
    "tense": ("tense",),
    "genericity": ("genericity", "generic"),
    "note": ("note", "notes", "remark", "remarks", "comment", "comments", "annotatornotes", "meta"),
    "credibility": ("credibility",),
    "rationale": ("rationale", "reason", "justification", "why"),
    "commitment": ("commitment",),
    "check_worthiness": ("check worthiness", "checkworthiness"),
    "date_edtf": ("date edtf", "edtf", "normalized date", "normalised date"),
    "place_name": ("place name", "toponym"),
    "country": ("country", "iso country"),
    "actor": ("actor", "canonical", "canonical name", "entity name"),
    "wikidata": ("wikidata", "qid", "identifier", "reference"),
}
_WORDS: Final[Mapping[str, str]] = {
    "true": "negative", "yes": "negative", "negated": "negative", "false": "positive", "no": "positive",
    "claimed": "alleged", "reported": "alleged", "possible": "hypothetical", "certain": "asserted",
    "past": "past", "present": "present", "future": "future", "factual": "asserted",
}  # fmt: skip
_SET: Final[Mapping[str, tuple[str, ...]]] = {
    "modality": MODALITIES, "polarity": POLARITIES, "tense": TENSES, "genericity": GENERICITIES,
}  # fmt: skip
_CLOSE: Final = 86


@dataclass(frozen=True, slots=True)
class KnownCode:
    """A code of one of the project's codebooks, the default's first."""

    codebook: str
    value: str
    label: str
    modes: Sequence[str]
    quad: str = ""


def propose(summary: Summary, codes: Sequence[KnownCode]) -> Rules:
    """What each label, link and attribute of the file most likely becomes; `none` where no name is near."""
    labels = {one.name: _label(one.name, codes) for one in summary.labels}
    if summary.format == "attest":
        labels = {name: name for name in labels}
    links = {one.name: _link(one.name, labels) for one in summary.links}
    attributes = {one.name: _attribute(one.name, one.values) for one in summary.attributes}
    return Rules(labels, links, attributes)


def _plain(name: str) -> str:
    """A name as its words: camel case and separators apart, the layer in front left out."""
    last = name.rpartition("/")[2] or name
    return re.sub(r"[\W_]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", last)).strip().casefold()


def _nearest(name: str, lists: Mapping[str, Sequence[str]]) -> str:
    """The key under which the name stands, or one much like it; empty when none does."""
    for key, words in lists.items():
        if name in words or name.replace(" ", "") in words:
            return key
    if len(name) < 5:
        return ""
    scored = [
        (fuzz.ratio(name, word), key) for key, words in lists.items() for word in words if len(word) > 4
    ]
    score, key = max(scored, default=(0.0, ""))
    return key if score >= _CLOSE else ""


def _label(name: str, codes: Sequence[KnownCode]) -> str:
    plain = _plain(name)
    for code in codes:
        if plain in (code.value.casefold().replace("_", " "), code.label.casefold()):
            return f"event:{code.codebook}:{code.value}"
    modes = [(code, mode) for code in codes for mode in code.modes if _same_mode(plain, mode)]
    if (
        len(modes) > 1
    ):  # what is threatened and what is done have modes of the same name: a label names the deed
        modes = [(code, mode) for code, mode in modes if "material" in code.quad]
    if len({(code.value, mode) for code, mode in modes}) == 1:
        code, mode = modes[0]
        return f"event:{code.codebook}:{code.value}/{mode}"
    if common := _nearest(plain, _COMMON):
        return common
    scored = [
        (max(fuzz.ratio(plain, code.value.casefold()), fuzz.ratio(plain, code.label.casefold())), at)
        for at, code in enumerate(codes)
    ]
    score, at = max(scored, key=lambda pair: (pair[0], -pair[1]), default=(0.0, 0))
    return f"event:{codes[at].codebook}:{codes[at].value}" if score >= _CLOSE else NONE


def _same_mode(plain: str, mode: str) -> bool:
    return plain == mode.casefold().replace("-", " ").replace("_", " ")


def _link(name: str, labels: Mapping[str, str]) -> str:
    found = _nearest(_plain(name), _ROLES)
    if found in ("place", "time") and not any(target == "actor" for target in labels.values()):
        return ATTACH
    return found or (ATTACH if _nearest(_plain(name), _COMMON) in ("date", "place") else NONE)


def _attribute(name: str, values: Mapping[str, int]) -> AttributeRule:
    to = _nearest(_plain(name), _FIELDS)
    if not to:
        return AttributeRule()
    known = _SET.get(to)
    if known is None:
        return AttributeRule(to)
    words = {value: _word(value, known) for value in values}
    return AttributeRule(to, {value: word for value, word in words.items() if word})


def _word(value: str, known: Sequence[str]) -> str:
    plain = _plain(value)
    word = plain if plain in known else _WORDS.get(plain, "")
    return word if word in known else ""
