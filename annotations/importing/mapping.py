"""What each label, link and attribute of a file becomes: the answers of the dialog, a file, or the API.

    labels:     {"ORG": "actor", "Arrest": "event:COERCE/arrest", "Date": "date", "Mood": "none"}
    links:      {"agent": "actor", "victim": "victim", "near": "none"}
    attributes: {"stance": {"to": "modality", "values": {"claimed": "alleged"}}, "remark": "note"}

A label becomes a tag (`event`, `event:CODE`, `event:CODE/mode`, `event:codebook@1:CODE`, `actor`, `reliability`), a
part of an event (`date`, `place`, `deaths`, `injured`, `arrested`) or of a reliability tag (`source`, `cue`, `hedge`),
or `none`. A link becomes the role of a participant, `attach` (a part goes to the tag it is linked with), or `none`. An
attribute becomes a field of its tag, or `none`. What is `none` or not named is listed in the report.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import yaml

from annotations.models import ROLES
from common.errors import Invalid

from .items import storable
from .offsets import UNITS

TAGS: Final = ("event", "actor", "reliability")
EVENT_PARTS: Final = ("date", "place", "deaths", "injured", "arrested")
CLAIM_PARTS: Final = ("source", "cue", "hedge")
NONE: Final = "none"
ATTACH: Final = "attach"
LINK_TARGETS: Final = (*ROLES, ATTACH, NONE)
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "note": TAGS,
    "modality": ("event",),
    "polarity": ("event",),
    "tense": ("event",),
    "genericity": ("event",),
    "date_edtf": ("event",),
    "place_name": ("event",),
    "country": ("event",),
    "credibility": ("reliability",),
    "rationale": ("reliability",),
    "commitment": ("reliability",),
    "check_worthiness": ("reliability",),
    "actor": ("actor",),
    "wikidata": ("actor",),
}
ITEMS: Final = ("", "source", "sentence")
ACTORS: Final = ("link", "create", "none")
_MOST: Final = 5_000


@dataclass(frozen=True, slots=True)
class EventTarget:
    """The code that a label stands for; all empty for an event whose type is open."""

    codebook: str = ""
    code: str = ""
    mode: str = ""


@dataclass(frozen=True, slots=True)
class AttributeRule:
    """The field an attribute becomes, and how its values are put in Attest's words."""

    to: str = NONE
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rules:
    """The whole answer. `items`, `unit` and `annotator` are empty where the file decides."""

    labels: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, AttributeRule] = field(default_factory=dict)
    items: str = ""
    unit: str = ""
    annotator: str = ""
    actors: str = "link"
    partial: bool = False

    def as_json(self) -> dict[str, Any]:
        """The mapping as it is stored, and as `read_mapping` takes it."""
        return asdict(self)


def event_target(target: str) -> EventTarget:
    """What `event:…` names."""
    rest = target.partition(":")[2]
    codebook, separator, last = rest.rpartition(":")
    code, _, mode = (last if separator else rest).partition("/")
    return EventTarget(codebook, code, mode)


def is_event(target: str) -> bool:
    """Whether a label with this target becomes an event."""
    return target == "event" or target.startswith("event:")


def read_mapping(given: object) -> Rules:
    """The mapping that is given; Invalid names every part that cannot be used."""
    faults: list[dict[str, Any]] = []
    data = storable(given)
    if not isinstance(data, dict):
        message = "Send an object with labels, links and attributes."
        raise Invalid(message, errors=[{"field": "mapping", "message": message}])
    known = {"labels", "links", "attributes", "items", "unit", "annotator", "actors", "partial"}
    faults += [
        {"field": f"mapping.{str(name)[:60]}", "message": "There is no such part of a mapping."}
        for name in data.keys() - known
    ]
    mapping = Rules(
        labels=_targets(data, "labels", faults, is_label_target),
        links=_targets(data, "links", faults, lambda target: target in LINK_TARGETS),
        attributes=_attributes(data, faults),
        items=_choice(data, "items", ITEMS, faults),
        unit=_choice(data, "unit", ("", *UNITS), faults),
        annotator=_text(data.get("annotator", ""), "annotator", faults),
        actors=_choice(data, "actors", ACTORS, faults) or "link",
        partial=data.get("partial") is True,
    )
    if faults:
        raise Invalid(f"{faults[0]['field']}: {faults[0]['message']}", errors=faults)
    return mapping


def read_mapping_file(text: str) -> Rules:
    """The mapping of a YAML or JSON file."""
    try:
        data = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        message = f"The mapping is neither YAML nor JSON: {str(error)[:200]}."
        raise Invalid(message, errors=[{"field": "mapping", "message": message}]) from error
    return read_mapping(data if data is not None else {})


def is_label_target(target: str) -> bool:
    """Whether a label can become this."""
    return target in (*TAGS, *EVENT_PARTS, *CLAIM_PARTS, NONE) or (
        target.startswith("event:") and bool(event_target(target).code)
    )


def _targets(data: Mapping[str, Any], part: str, faults: list[dict[str, Any]], is_one: Any) -> dict[str, str]:
    given = data.get(part, {})
    if not isinstance(given, dict) or len(given) > _MOST:
        faults.append(
            {"field": f"mapping.{part}", "message": "Send an object: what the file says, what it becomes."}
        )
        return {}
    found: dict[str, str] = {}
    for name, target in given.items():
        if isinstance(target, str) and is_one(target):
            found[str(name)] = target
        else:
            message = f"“{str(target)[:60]}” is nothing that “{str(name)[:60]}” can become."
            faults.append({"field": f"mapping.{part}.{str(name)[:60]}", "message": message})
    return found


def _attributes(data: Mapping[str, Any], faults: list[dict[str, Any]]) -> dict[str, AttributeRule]:
    given = data.get("attributes", {})
    if not isinstance(given, dict) or len(given) > _MOST:
        faults.append({"field": "mapping.attributes", "message": "Send an object: the attribute, its field."})
        return {}
    found: dict[str, AttributeRule] = {}
    for name, rule in given.items():
        to = rule.get("to") if isinstance(rule, dict) else rule
        values = rule.get("values", {}) if isinstance(rule, dict) else {}
        if to not in (*FIELDS, NONE) or not isinstance(values, dict):
            message = f"Choose a field ({', '.join(FIELDS)}) or none."
            faults.append({"field": f"mapping.attributes.{str(name)[:60]}", "message": message})
            continue
        found[str(name)] = AttributeRule(str(to), {str(one): str(other) for one, other in values.items()})
    return found


def _choice(
    data: Mapping[str, Any], part: str, choices: tuple[str, ...], faults: list[dict[str, Any]]
) -> str:
    given = data.get(part) or ""
    if given not in choices and given != "":
        faults.append(
            {"field": f"mapping.{part}", "message": f"Choose one of: {', '.join(filter(None, choices))}."}
        )
        return ""
    return str(given)


def _text(given: object, part: str, faults: list[dict[str, Any]]) -> str:
    if not isinstance(given, str) or len(given) > 300:
        faults.append({"field": f"mapping.{part}", "message": "Send a name."})
        return ""
    return given
