"""From the bytes of an upload to a reading: which tool wrote it, and its items."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sources.decoding import receive
from sources.importers.problems import ImportProblem

from . import archives
from .formats import attest, brat, doccano, inception, json_lines, label_studio
from .items import Reading

LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {each.NAME: each.LABEL for each in (doccano, label_studio, brat, inception, attest)}
)
_UNKNOWN: Final = ImportProblem.of(
    "This is no export that is read here.",
    "Choose doccano’s JSONL, Label Studio’s JSON, a zip of brat’s .txt and .ann, INCEpTION’s CAS, or Attest’s JSONL.",
)


def read(data: bytes, file_name: str = "", format_name: str = "") -> Reading:
    """The items of an export; ImportProblem when it is none, or not one of `format_name`."""
    if format_name and format_name not in LABELS:
        raise ImportProblem.of(f"There is no format “{format_name}”.", f"Choose one of {', '.join(LABELS)}.")
    reading = _read_archive(data) if data[:4] == archives.MAGIC else _read_file(data, file_name)
    if format_name and reading.format != format_name:
        raise ImportProblem.of(
            f"This is {LABELS[reading.format]}, not {LABELS[format_name]}.",
            "Choose the format it is in, or none.",
        )
    if not reading.items:
        raise ImportProblem.of("The file holds no text.", "Export the project again.")
    return reading


def _read_archive(data: bytes) -> Reading:
    files = {member.name: member.data for member in archives.members(data) if not _is_debris(member.name)}
    names = sorted(files)
    if inception.looks_like(names):
        return inception.read(files)
    if brat.looks_like(names):
        return brat.read({n: _text(files[n], n) for n in names if n.endswith((".txt", ".ann"))})
    lines = [(name, _text(files[name], name)) for name in names if name.endswith((".jsonl", ".ndjson"))]
    if lines:
        return doccano.read(lines)
    tables = [name for name in names if name.endswith(".json")]
    if len(tables) == 1:
        return _read_file(files[tables[0]], tables[0])
    raise _UNKNOWN


def _is_debris(name: str) -> bool:
    """What desktop systems leave in archives."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith("._")


def _text(data: bytes, name: str) -> str:
    """The member as text; an empty one is an empty text, for brat writes such files."""
    try:
        return receive(data).decoded if data else ""
    except ImportProblem as problem:
        raise ImportProblem.of(
            f"{name}: {problem.problems[0].reason}", problem.problems[0].remedy
        ) from problem


def _read_file(data: bytes, file_name: str) -> Reading:
    name = file_name or "the file"
    if data.lstrip()[:5] == b"<?xml" or b"<xmi:XMI" in data[:2000]:
        return inception.read({_with_suffix(name, ".xmi"): data})
    text = receive(data).decoded
    head = text.lstrip()[:1]
    if head == "[":
        if label_studio.looks_like(json_lines.parse(text)):
            return label_studio.read(text)
        raise _UNKNOWN
    if head != "{":
        raise _UNKNOWN
    if "%FEATURE_STRUCTURES" in text[:200_000] and inception.looks_like_json(json_lines.parse(text)):
        return inception.read({_with_suffix(name, ".json"): data})
    first = next(json_lines.lines(text))[1]
    if attest.looks_like(first):
        return attest.read(text)
    if doccano.looks_like(first):
        return doccano.read([(name, text)])
    raise _UNKNOWN


def _with_suffix(name: str, suffix: str) -> str:
    return name if name.endswith(suffix) else f"{name}{suffix}"
