"""What values refer to outside their set: codes of the project's codebooks and actors of its registry."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from codebook.models import Actor, Code

from .values import Value
from .wire import WireOperation

CodeIds: TypeAlias = dict[tuple[str, str], int]  # ("plover@1", "ASSAULT") -> row


@dataclass(slots=True)
class References:
    """The rows behind the names and numbers in these operations."""

    operations: list[WireOperation]
    code_ids: CodeIds = field(default_factory=dict)
    faults: list[dict[str, Any]] = field(default_factory=list)


def resolve(project_id: int, operations: Sequence[WireOperation]) -> References:
    """Look up every code and actor: at most one query each. A merged actor is replaced by its survivor."""
    found = References([])
    codes = _codes(project_id, {str(op.value["code"]) for op in operations if op.value.get("code")})
    actors = _survivors(project_id, {int(op.value["actor"]) for op in operations if op.value.get("actor")})
    for operation in operations:
        value = operation.value
        if operation.kind == "event" and value:
            value = _with_codebook(operation, codes, found)
        elif operation.kind == "actor" and value.get("actor"):
            value = _with_survivor(operation, actors, found)
        found.operations.append(operation if value is operation.value else replace(operation, value=value))
    return found


def _codes(project_id: int, names: Iterable[str]) -> dict[str, list[tuple[str, str, int]]]:
    """By code: (slug, "slug@version", id) of each adopted codebook that has it; the default first, then the newest."""
    wanted = set(names)
    if not wanted:
        return {}
    rows = (
        Code.objects.filter(codebook__adoptions__project_id=project_id, value__in=wanted)
        .order_by("-codebook__adoptions__is_default", "-codebook__version", "id")
        .values_list("value", "codebook__slug", "codebook__version", "id")
    )
    found: dict[str, list[tuple[str, str, int]]] = {}
    for name, slug, version, pk in rows:
        found.setdefault(name, []).append((slug, f"{slug}@{version}", pk))
    return found


def _with_codebook(
    operation: WireOperation, codes: Mapping[str, list[tuple[str, str, int]]], found: References
) -> Value:
    value = operation.value
    if not value["code"]:
        return value
    for slug, name, pk in codes.get(value["code"], []):
        if value["codebook"] in {None, slug, name}:
            found.code_ids[name, value["code"]] = pk
            return {**value, "codebook": name}
    where = f"the codebook {value['codebook']}" if value["codebook"] else "this project's codebooks"
    _fault(found, operation, "code", f"“{value['code']}” is not in {where}; choose another type.")
    return value


def _survivors(project_id: int, ids: Iterable[int]) -> dict[int, int]:
    """By id: the actor that stands for it today. Unknown ones and other projects' are missing."""
    found: dict[int, int] = {}
    wanted = set(ids)
    while wanted:
        rows = Actor.objects.filter(project_id=project_id, pk__in=wanted).values_list("pk", "merged_into_id")
        found |= {pk: merged or pk for pk, merged in rows}
        wanted = set(found.values()) - found.keys()
    survivors = {}
    for pk in found:
        last = pk
        while found.get(last, last) != last:
            last = found[last]
        survivors[pk] = last
    return survivors


def _with_survivor(operation: WireOperation, actors: Mapping[int, int], found: References) -> Value:
    survivor = actors.get(operation.value["actor"])
    if survivor is None:
        _fault(found, operation, "actor", "There is no such actor in this project's registry.")
        return operation.value
    return {**operation.value, "actor": survivor}


def _fault(found: References, operation: WireOperation, part: str, message: str) -> None:
    code = "code-not-in-codebook" if part == "code" else "unknown-actor"
    found.faults.append({"field": f"{operation.path}.value.{part}", "message": message, "code": code})
