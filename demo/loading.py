"""Loading the demo project through the same services as everyone's work: all of it or nothing."""

from pathlib import Path
from typing import Any, Final

import yaml
from django.db import transaction

from accounts.models import Membership, Project, User
from accounts.services import seat_member
from annotations.operations import apply_operations
from codebook.registry import add_alias, create_actor
from codebook.services import open_project
from common.time import now
from jobs.models import DONE
from jobs.working import run_inline
from reviews.services import approve, return_to_editor, submit
from sources.models import Source
from sources.services import create_outlet, grade_outlet, request_import

from .coding import operations_for
from .people import ROLES

SLUG: Final = "demo"
FOLDER: Final = Path(__file__).parent


@transaction.atomic
def load(users: dict[str, User]) -> bool:
    """Load the demo project if there is none; whether it was loaded now."""
    if Project.objects.filter(slug=SLUG).exists():
        return False
    plan = yaml.safe_load((FOLDER / "coding.yaml").read_text())
    owner = open_project(
        users["demo-owner"],
        slug=SLUG,
        name="Demo: South Africa, 1960 and 1976",
        description="Three short texts on well-documented events, partly coded. Change anything; it is yours.",
    )
    seats = {name: seat_member(owner.project, users[name], roles) for name, roles in ROLES.items()}
    outlet = create_outlet(owner, name=plan["outlet"]["name"])
    grade_outlet(
        owner,
        outlet,
        grade=plan["outlet"]["grade"],
        valid_from=now().date(),
        reason=plan["outlet"]["reason"],
    )
    actors = {label: _enter(seats["demo-editor-1"], label, facts) for label, facts in plan["actors"].items()}
    for text in plan["texts"]:
        source = _import(owner, text, plan["outlet"]["name"])
        _code(source, text["sentences"], actors, seats)
    return True


def _enter(seat: Membership, label: str, facts: dict[str, Any]) -> int:
    known = {key: facts[key] for key in ("kind", "country", "wikidata") if key in facts}
    actor = create_actor(seat, label=label, **known)
    for name in facts.get("aliases", []):
        add_alias(seat, actor.pk, text=name, kind="acronym" if name.isupper() else "descriptive")
    return actor.pk


def _import(owner: Membership, text: dict[str, Any], outlet: str) -> Source:
    path = FOLDER / "texts" / text["file"]
    job = request_import(
        owner,
        owner.project,
        path.read_bytes(),
        file_name=path.name,
        stated={"outlet": outlet, "language": text["language"]},
        rights="full",
        wake_worker=False,
    )
    job = run_inline(job)
    if job.state != DONE or job.result is None:
        raise RuntimeError(f"The demo text {path.name} was not imported: {job.problem}")
    return Source.objects.select_related("current").get(pk=job.result["source"])


def _code(
    source: Source, coding: dict[int, dict[str, Any]], actors: dict[str, int], seats: dict[str, Membership]
) -> None:
    if source.current is None:
        raise RuntimeError(f"The demo source {source.title} has no text.")
    for sentence in source.current.sentences.prefetch_related("citations").filter(ordinal__in=coding):
        plan = coding[sentence.ordinal]
        editor, reviewer = seats[f"demo-editor-{plan['by']}"], seats["demo-reviewer-1"]
        answer = apply_operations(editor, sentence.pk, operations_for(sentence, plan, actors))
        if plan["state"] in ("draft", "nothing"):
            continue
        set_id = answer.annotation_set.pk
        submit(editor, set_id, answer.revision)
        if plan["state"] == "approved":
            approve(reviewer, set_id, answer.revision)
        elif plan["state"] == "returned":
            return_to_editor(
                reviewer,
                set_id,
                answer.revision,
                reason=plan["reason"],
                note=plan["note"],
            )
