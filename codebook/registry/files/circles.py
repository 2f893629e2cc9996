"""Circles that a file would close: redirects that lead back, parts that contain themselves."""

from typing import TYPE_CHECKING

from .problems import FileProblem

if TYPE_CHECKING:
    from .planning import Plan, Ref
    from .standing import Standing


def circles(standing: "Standing", plan: "Plan") -> list[FileProblem]:
    """A problem for each redirect or part of the file that lies on a circle; none of what stands is to blame."""
    into: dict[Ref, Ref] = {
        pk: actor.merged_into_id for pk, actor in standing.actors.items() if actor.merged_into_id is not None
    }
    return _of_redirects(into, plan) or _of_parts(into, standing, plan)


def _of_redirects(into: "dict[Ref, Ref]", plan: "Plan") -> list[FileProblem]:
    """Adds the redirects of the file to `into`."""
    problems = []
    for ref, target, row in plan.merges:
        into[ref] = target
        if _leads_to(into, target, ref):
            problems.append(FileProblem(row.line, "merged_into", "These redirects would go in a circle."))
            del into[ref]
    return problems


def _of_parts(into: "dict[Ref, Ref]", standing: "Standing", plan: "Plan") -> list[FileProblem]:
    problems = []
    parts: dict[Ref, set[Ref]] = {}
    for subject, kind, whole, _ in standing.relations:
        if kind == "part_of":
            parts.setdefault(_end(into, subject), set()).add(_end(into, whole))
    for item in plan.relations:
        if item.is_new and item.values["kind"] == "part_of":
            one, other = _end(into, item.ref), _end(into, item.other)
            if one == other or _reaches(parts, other, one):
                message = "An actor cannot be part of its own part: this closes a circle."
                problems.append(FileProblem(item.row.line, "other", message))
            else:
                parts.setdefault(one, set()).add(other)
    for ref, _target, row in plan.merges:
        end = _end(into, ref)
        if any(_reaches(parts, whole, end) for whole in parts.get(end, ())):
            message = "One of the two is part of the other; a whole and its part are two actors."
            problems.append(FileProblem(row.line, "merged_into", message))
    return problems


def _end(into: "dict[Ref, Ref]", ref: "Ref") -> "Ref":
    while ref in into:
        ref = into[ref]
    return ref


def _leads_to(into: "dict[Ref, Ref]", start: "Ref", goal: "Ref") -> bool:
    here: Ref | None = start
    while here is not None and here != goal:
        here = into.get(here)
    return here == goal


def _reaches(parts: "dict[Ref, set[Ref]]", start: "Ref", goal: "Ref") -> bool:
    seen, waiting = set[object](), [start]
    while waiting:
        here = waiting.pop()
        if here == goal:
            return True
        if here not in seen:
            seen.add(here)
            waiting += parts.get(here, ())
    return False
