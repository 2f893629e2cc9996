"""INCEpTION's UIMA CAS: XMI with its TypeSystem.xml, CAS JSON, the zip of a document or of a whole project.

Every layer counts: spans of named entities and custom layers, their features, slots (link features) and relations.
The CAS's sentences become the sentences. UIMA counts UTF-16 units; offsets are kept as they stand, so that one inside a
character is noticed rather than guessed. XML is read with document types and entities refused.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from annotations.importing.items import Item, Leftover, Link, Reading, Span
from sources.importers.problems import ImportProblem

from . import json_lines
from .json_lines import whole, words_of

NAME: Final = "inception"
LABEL: Final = "INCEpTION (UIMA CAS: XMI, JSON, or their zip)"
_XMI_ID: Final = "{http://www.omg.org/XMI}id"
_PACKAGE = re.compile(r"\{http:///(.+)\.ecore\}(.+)")
_IDS = re.compile(r"\d+(?: \d+)*")
_PRIMITIVES: Final = frozenset(
    f"uima.cas.{name}"
    for name in ("String", "Integer", "Boolean", "Float", "Double", "Long", "Short", "Byte")
)
_ALWAYS_LINKS: Final = frozenset({"Governor", "Dependent", "target", "sofa", "first", "next"})
_NAMING: Final = ("value", "label", "kind", "type", "category", "role", "PosValue")
_MACHINERY: Final = frozenset({"begin", "end", "sofa", _XMI_ID})
_CORE: Final = "de.tudarmstadt.ukp.dkpro.core.api"


@dataclass(slots=True)
class _Structure:
    """A feature structure: plain features as text, references as ids."""

    type: str
    plain: dict[str, str] = field(default_factory=dict)
    links: dict[str, list[int]] = field(default_factory=dict)

    @property
    def layer(self) -> str:
        """The layer's short name."""
        return self.type.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class _Cas:
    """One CAS: the text and its feature structures by id."""

    text: str
    structures: Mapping[int, _Structure]


def looks_like(names: Sequence[str]) -> bool:
    """Whether an archive's files are CAS files."""
    return any(name.endswith(".xmi") for name in names) or any(
        name.endswith(".json") and PurePosixPath(name).parts[0] in ("annotation", "curation")
        for name in names
    )


def looks_like_json(row: object) -> bool:
    """Whether a JSON value is a CAS."""
    return isinstance(row, dict) and "%FEATURE_STRUCTURES" in row


def read(files: Mapping[str, bytes]) -> Reading:
    """The documents of these files: contents by name, archives within already opened."""
    chosen = sorted(_documents(files), key=lambda each: (each[1], each[2]))
    found: dict[tuple[str, str], Item] = {}
    leftovers: list[Leftover] = []
    several = len({who for _, _, who in chosen}) > 1
    for name, document, who in chosen:
        cas = _xmi(files, name) if name.endswith(".xmi") else _json(files[name], name)
        item = _Document(cas, document, who, leftovers).item()
        key = (document, item.text)
        found[key] = _joined(found[key], item) if key in found else item
    if not found:
        raise ImportProblem.of("There is no CAS in it.", "Export as UIMA CAS XMI or UIMA CAS JSON.")
    annotators = sorted({who for _, _, who in chosen}) if several else []
    return Reading(NAME, list(found.values()), leftovers, unit="utf16", annotators=annotators)


def _documents(files: Mapping[str, bytes]) -> Iterator[tuple[str, str, str]]:
    """(file, document, annotator) of every CAS; the initial one only where nobody annotated."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name in files:
        path = PurePosixPath(name)
        if path.suffix not in (".xmi", ".json") or path.name in ("exportedproject.json", "typesystem.json"):
            continue
        if path.parts[0] in ("annotation", "curation") and len(path.parts) >= 3:
            document, who = path.parts[1], PurePosixPath(path.parts[2]).stem
        else:
            document, who = path.parent.name or path.stem, path.stem
        found.setdefault(document, []).append((name, who))
    for document, each in found.items():
        people = [(name, who) for name, who in each if who != "INITIAL_CAS"]
        for name, who in people or each:
            yield name, document, who


def _joined(one: Item, other: Item) -> Item:
    return Item(
        one.key,
        one.where,
        one.text,
        [*one.spans, *other.spans],
        [*one.links, *other.links],
        one.cuts,
        one.known,
    )


def _parse(data: bytes, name: str) -> Element:
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise ImportProblem.of(
            f"{name}: the XML declares a document type or entities, which no CAS needs.", "Export it again."
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise ImportProblem.of(f"{name}: this is not valid XML ({error}).", "Export it again.") from error
    return root


def _xmi(files: Mapping[str, bytes], name: str) -> _Cas:
    """A CAS from XMI. The type system beside it says which features refer to others."""
    beside = str(PurePosixPath(name).with_name("TypeSystem.xml"))
    ranges = _ranges(files[beside], beside) if beside in files else {}
    root = _parse(files[name], name)
    structures: dict[int, _Structure] = {}
    text = None
    for element in root:
        match = _PACKAGE.fullmatch(element.tag)
        uid = element.get(_XMI_ID)
        if match is None or uid is None or not uid.isdecimal():
            continue
        type_name = f"{match[1].replace('/', '.')}.{match[2]}"
        if type_name == "uima.cas.Sofa":
            if text is None or element.get("sofaID") == "_InitialView":
                text = element.get("sofaString")
            continue
        plain = {key: value for key, value in element.attrib.items() if key != _XMI_ID}
        for child in element:
            plain[child.tag] = "; ".join(filter(None, [plain.get(child.tag), child.text]))
        structures[int(uid)] = _Structure(type_name, plain)
    if text is None:
        raise ImportProblem.of(f"{name}: the CAS holds no text.", "Export the document with its text.")
    for structure in structures.values():
        _find_links(structure, structures, ranges.get(structure.type))
    return _Cas(text, structures)


def _ranges(data: bytes, name: str) -> dict[str, dict[str, str]]:
    """By type: the range of each of its features."""
    found: dict[str, dict[str, str]] = {}
    for described in _parse(data, name).iter("{*}typeDescription"):
        own = {
            feature.findtext("{*}name") or "": feature.findtext("{*}rangeTypeName") or ""
            for feature in described.iter("{*}featureDescription")
        }
        found[described.findtext("{*}name") or ""] = own
    return found


def _find_links(
    structure: _Structure, structures: Mapping[int, _Structure], ranges: Mapping[str, str] | None
) -> None:
    """Move the features that refer to other structures from the plain ones to the links."""
    for name, value in list(structure.plain.items()):
        if not _IDS.fullmatch(value) or name in ("begin", "end"):
            continue
        ids = [int(part) for part in value.split(" ") if len(part) < 12]
        if ranges is not None and name in ranges:
            refers = ranges[name] not in _PRIMITIVES
        else:
            targets = [structures.get(one) for one in ids]
            refers = name in _ALWAYS_LINKS or all(
                one is not None and "target" in one.plain for one in targets
            )
        if refers:
            del structure.plain[name]
            structure.links[name] = ids


def _json(data: bytes, name: str) -> _Cas:
    """A CAS from JSON, where references say that they are."""
    row = json_lines.parse(data)
    given = row.get("%FEATURE_STRUCTURES") if isinstance(row, dict) else None
    if isinstance(given, dict):
        given = [{**value, "%ID": key} for key, value in given.items() if isinstance(value, dict)]
    if not isinstance(given, list):
        raise ImportProblem.of(f"{name}: this is no CAS in JSON.", "Export as UIMA CAS JSON.")
    structures: dict[int, _Structure] = {}
    arrays: dict[int, list[int]] = {}
    text = None
    for one in given:
        uid = whole(one.get("%ID")) if isinstance(one, dict) else None
        uid = (
            int(one["%ID"])
            if uid is None and isinstance(one, dict) and str(one.get("%ID")).isdecimal()
            else uid
        )
        if uid is None:
            continue
        type_name = words_of(one.get("%TYPE"))
        if type_name == "uima.cas.Sofa":
            text = one.get("sofaString") if text is None or one.get("sofaID") == "_InitialView" else text
        elif isinstance(one.get("%ELEMENTS"), list):
            arrays[uid] = [each for each in one["%ELEMENTS"] if isinstance(each, int)]
        else:
            structures[uid] = _structure(type_name, one)
    if not isinstance(text, str):
        raise ImportProblem.of(f"{name}: the CAS holds no text.", "Export the document with its text.")
    for structure in structures.values():
        for key, ids in structure.links.items():
            structure.links[key] = [inner for one in ids for inner in arrays.get(one, [one])]
    return _Cas(text, structures)


def _structure(type_name: str, one: Mapping[str, Any]) -> _Structure:
    made = _Structure(type_name)
    for key, value in one.items():
        if key.startswith("@") and isinstance(value, int):
            made.links[key[1:]] = [value]
        elif not key.startswith(("%", "^")) and value is not None:
            made.plain[key] = words_of(value)
    return made


class _Document:
    """One CAS turned into an item."""

    def __init__(self, cas: _Cas, name: str, who: str, leftovers: list[Leftover]) -> None:
        self._cas, self._name, self._who, self._leftovers = cas, name, who, leftovers
        self._passed: dict[str, int] = {}

    def item(self) -> Item:
        """The document's spans, links and sentences."""
        spans: list[Span] = []
        links: list[Link] = []
        cuts: list[tuple[int, int]] = []
        known: dict[str, str] = {}
        for uid, one in self._cas.structures.items():
            place = (whole(_number(one, "begin")), whole(_number(one, "end")))
            if one.type.startswith((f"{_CORE}.metadata", "uima.tcas.DocumentAnnotation")):
                known = {"title": one.plain["documentTitle"]} if one.plain.get("documentTitle") else known
            elif place[0] is None or place[1] is None:
                self._pass_bare(one)
            elif one.layer == "Sentence" and place[0] < place[1]:
                cuts.append((place[0], place[1]))
            elif "Governor" in one.links and "Dependent" in one.links:
                links.append(self._relation(one))
            elif one.type.startswith(_CORE) and ".ner." not in one.type:
                self._passed[one.layer] = self._passed.get(one.layer, 0) + 1
            else:
                spans.append(self._span(uid, one, place[0], place[1]))
                links += self._slots(uid, one)
        for layer, count in self._passed.items():
            if layer not in ("Token", "Sentence"):
                self._leave("layer", f"{layer}: {count:,}", "The layer is one of grammar, or not of spans.")
        where = f"{self._name} ({self._who})" if self._who else self._name
        return Item(self._name, where, self._cas.text, spans, links, sorted(cuts) or None, known)

    def _pass_bare(self, one: _Structure) -> None:
        """Links are read with the span that holds them; any other structure without a place is counted."""
        if "target" not in one.links and not one.type.startswith("uima.cas."):
            self._passed[one.layer] = self._passed.get(one.layer, 0) + 1

    def _span(self, uid: int, one: _Structure, start: int, end: int) -> Span:
        naming = _naming(one)
        label = f"{one.layer}/{one.plain[naming]}" if naming else one.layer
        attributes = {n: v for n, v in one.plain.items() if n not in _MACHINERY and n != naming and v}
        return Span(f"{self._who}:{uid}", label, start, end, attributes=attributes, annotator=self._who)

    def _slots(self, uid: int, one: _Structure) -> Iterator[Link]:
        for name, ids in one.links.items():
            for each in ids if name != "sofa" else ():
                held = self._cas.structures.get(each)
                if held is not None and "target" in held.links:
                    for target in held.links["target"]:
                        yield self._link(held.plain.get("role") or name, uid, target)
                elif held is not None and "begin" in held.plain:
                    yield self._link(name, uid, each)

    def _link(self, label: str, source: int, target: int) -> Link:
        return Link(label, f"{self._who}:{source}", f"{self._who}:{target}", self._who)

    def _relation(self, one: _Structure) -> Link:
        naming = _naming(one)
        for name, value in one.plain.items():
            if name not in _MACHINERY and name != naming and value:
                self._leave(
                    "relation feature", {one.layer: {name: value}}, "Relations have no features here."
                )
        label = f"{one.layer}/{one.plain[naming]}" if naming else one.layer
        return self._link(label, one.links["Governor"][0], one.links["Dependent"][0])

    def _leave(self, what: str, detail: object, why: str) -> None:
        self._leftovers.append(Leftover(what, self._name, why, detail))


def _naming(one: _Structure) -> str | None:
    """The feature whose value tells one annotation of a layer from another."""
    return next((name for name in _NAMING if one.plain.get(name)), None)


def _number(one: _Structure, name: str) -> int | None:
    value = one.plain.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 12 else None
