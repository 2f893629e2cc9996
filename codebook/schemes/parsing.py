"""Bytes to plain data, with the line where each part stands, so that a refusal can say where.

YAML is read without aliases (a short file could stand for a huge one), tags or doubled keys; JSON as JSON.
"""

import json
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import yaml

from common.errors import Invalid

LARGEST: Final = 1_000_000
Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Parsed:
    """Plain data and, for YAML, the line of each part by its path."""

    data: Any
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int | None:
        """The line of the part, or of what holds it; None where lines are not known."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path) if path else None


def parse(raw: bytes, name: str) -> Parsed:
    """The file's data; Invalid says in which line it cannot be read."""
    if len(raw) > LARGEST:
        raise refused(name, f"The file has more than {LARGEST:,} bytes; a codebook is much smaller.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise refused(name, "This is not UTF-8; save the file as UTF-8.", line) from error
    try:
        return _json(text, name) if text.lstrip().startswith(("{", "[")) else _yaml(text, name)
    except RecursionError as error:
        raise refused(name, "The file is nested too deeply for a codebook.") from error


def refused(name: str, message: str, line: int | None = None, where: str = "file") -> Invalid:
    """The refusal of a file, saying where."""
    place = f"{name}, line {line}" if line else name
    return Invalid(f"{place}: {message}", errors=[{"field": where, "message": f"{place}: {message}"}])


def _json(text: str, name: str) -> Parsed:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [key for key, _ in pairs]
        if doubled := next((key for key in names if names.count(key) > 1), None):
            raise refused(name, f"“{doubled}” stands twice in one object; keep one.")
        return dict(pairs)

    try:
        return Parsed(json.loads(text, object_pairs_hook=once))
    except json.JSONDecodeError as error:
        raise refused(name, f"This is not JSON: {error.msg}.", error.lineno) from error
    except ValueError as error:
        raise refused(name, "A number in the file is too long to read.") from error


def _yaml(text: str, name: str) -> Parsed:
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                line = event.start_mark.line + 1 if event.start_mark else None
                raise refused(name, "References (*name) are not read here; write it out.", line)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or "it cannot be read"
        raise refused(name, f"This is not YAML: {said}.", mark.line + 1 if mark else None) from error
    lines: dict[Path, int] = {}
    return Parsed(_plain(node, (), lines, name), lines)


def _plain(node: Any, path: Path, lines: dict[Path, int], name: str) -> Any:
    """The node as dicts, lists and scalars; lines by path."""
    if node is None:
        return None
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, at), lines, name) for at, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key_node, value in node.value:
            key = str(key_node.value)
            if key in found:
                line = key_node.start_mark.line + 1
                raise refused(name, f"“{key}” stands twice in one entry; keep one.", line)
            found[key] = _plain(value, (*path, key), lines, name)
        return found
    return _scalar(node, lines[path], name)


def _scalar(node: yaml.ScalarNode, line: int, name: str) -> Any:
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_object(node)
    except (yaml.YAMLError, ValueError) as error:
        raise refused(name, f"“{str(node.value)[:40]}” cannot be read; put it in quotes.", line) from error
    finally:
        loader.dispose()
