"""Bringing a file into the registry: all of it or nothing, the same again changes nothing, large ones as a job."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import PurePath
from typing import Any, Final

from django.db import transaction

from accounts.models import Coder, Membership, Project
from activity.services import record
from codebook.models import Actor, Alias, RegistryUpload, Relation
from codebook.names import normalised
from codebook.permissions import can_keep_registry
from codebook.registry.aliases import indexed
from codebook.registry.structure import lock_structure
from codebook.registry.windows import window
from common.errors import NotAllowed
from common.time import now
from jobs.models import Job
from jobs.services import enqueue

from .planning import Item, Plan, Planner, Ref
from .problems import RegistryFileProblem
from .rows import read_rows
from .standing import Standing

IMPORT_JOB: Final = "codebook.import_actors"
AT_ONCE: Final = 2_000
"""Up to this many rows a file is imported while the person waits; more become a job."""
KEPT_FOR: Final = timedelta(days=7)
MOST_LISTED: Final = 200
_BATCH: Final = 2_000


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file did, or would do: counts by kind of row and action, and the first changes one by one."""

    counts: dict[str, dict[str, int]]
    merges: int
    changes: list[dict[str, Any]]
    is_dry: bool

    @property
    def is_nothing(self) -> bool:
        """Whether the registry says all of it already."""
        return not self.merges and not any(
            number for counts in self.counts.values() for action, number in counts.items() if action != "same"
        )

    def told(self) -> dict[str, Any]:
        """The same as JSON."""
        return {"dry_run": self.is_dry, **self.counts, "merges": self.merges, "changes": self.changes}


def preview_import(seat: Membership | None, project: Project, data: bytes) -> Imported:
    """What the file would do; RegistryFileProblem with each bad line. Changes nothing."""
    _allow(seat, project)
    return _said(_planned(project, data), is_dry=True)


@transaction.atomic
def import_registry(seat: Membership | None, project: Project, data: bytes, file_name: str = "") -> Imported:
    """Import the file in the caller's process, all of it or nothing. `seat` is None for the operator at the server.

    Locks the project's structure first: the plan is made of what then stands and holds until it is done.
    """
    _allow(seat, project)
    lock_structure(project.pk)
    plan = _planned(project, data)
    done = _said(plan, is_dry=False)
    if done.is_nothing:
        return done
    coder = seat.coder if seat else None
    _Writer(project, coder).write(plan)
    record(
        "registry.imported",
        target_kind="registry",
        target_id=project.pk,
        project_id=project.pk,
        actor_id=coder.pk if coder else None,
        new={
            "file": PurePath(file_name).name[-255:],
            "sha256": sha256(data).hexdigest(),
            **done.counts,
            "merges": done.merges,
        },
    )
    return done


@transaction.atomic
def request_import(
    seat: Membership, data: bytes, file_name: str = "", *, wake_worker: bool = True
) -> Imported | Job:
    """Import a small file now and queue a large one as a job; RegistryFileProblem at once for what cannot be read."""
    can_keep_registry(seat).require()
    if len(read_rows(data)) <= AT_ONCE:
        return import_registry(seat, seat.project, data, file_name)
    preview_import(seat, seat.project, data)
    upload = keep_upload(seat, data, file_name)
    return enqueue(seat, IMPORT_JOB, seat.project, {"upload": upload.pk}, wake_worker=wake_worker)


def keep_upload(seat: Membership, data: bytes, file_name: str) -> RegistryUpload:
    """Keep a file between its preview and its import; old ones go."""
    RegistryUpload.objects.filter(created_at__lt=now() - KEPT_FOR).delete()
    return RegistryUpload.objects.create(
        project=seat.project,
        data=data,
        file_name=PurePath(file_name).name[-255:],
        uploaded_by=seat.coder,
    )


def seat_of(project: Project, coder: Coder | None) -> Membership | None:
    """The seat of who asked for a job, looked up when it runs: roles may have changed since."""
    if coder is None:
        return None
    seat = Membership.objects.select_related("project", "coder").filter(project=project, coder=coder).first()
    if seat is None:
        raise NotAllowed("You are no longer a member of this project.", who_can="an owner of this project")
    return seat


def _allow(seat: Membership | None, project: Project) -> None:
    if seat is not None:
        can_keep_registry(seat).require()
    elif project.is_archived:
        raise NotAllowed(
            "This project is archived: it can be read and exported, not changed.", who_can="an owner"
        )


def _planned(project: Project, data: bytes) -> Plan:
    rows = read_rows(data)
    standing = Standing.of(
        project,
        with_names=any(row.kind == "alias" for row in rows),
        with_relations=any(row.kind == "relation" or row.get("merged_into") for row in rows),
    )
    plan = Planner(standing).decide(rows)
    if plan.problems:
        raise RegistryFileProblem(plan.problems)
    return plan


def _said(plan: Plan, *, is_dry: bool) -> Imported:
    kinds = {"actors": plan.actors, "aliases": plan.aliases, "relations": plan.relations}
    counts = {}
    for name, items in kinds.items():
        found = Counter(item.action for item in items)
        counts[name] = {action: found[action] for action in ("create", "change", "same")}
    return Imported(counts, len(plan.merges), _listed(plan.items()), is_dry)


def _listed(items: Iterable[Item]) -> list[dict[str, Any]]:
    """The first MOST_LISTED rows that do something: what, to whom, from what to what."""
    listed: list[dict[str, Any]] = []
    for item in items:
        if item.action != "same" and len(listed) < MOST_LISTED:
            listed.append(
                {
                    "line": item.row.line,
                    "row": item.row.kind,
                    "action": item.action,
                    "label": item.label,
                    "fields": {name: [was, item.values[name]] for name, was in item.old.items()},
                }
            )
    return listed


class _Writer:
    """Writes a plan, in a number of statements that grows with its batches only; each changed actor is recorded."""

    def __init__(self, project: Project, coder: Coder | None) -> None:
        self.project = project
        self.coder = coder
        self.ids: dict[Ref, int] = {}

    def write(self, plan: Plan) -> None:
        """All of it, in the caller's transaction."""
        self._actors(plan)
        self._aliases(plan)
        self._relations(plan.relations)
        for ref, into, _ in plan.merges:
            Actor.objects.filter(pk=self._id(ref)).update(merged_into=self._id(into))
            self._record("actor.merged", self._id(ref), new={"into": self._id(into)})

    def _id(self, ref: Ref) -> int:
        return ref if isinstance(ref, int) else self.ids[ref]

    def _actors(self, plan: Plan) -> None:
        fresh = [item for item in plan.actors if item.is_new]
        rows = [Actor(project=self.project, created_by=self.coder, **_columns(item.values)) for item in fresh]
        for item, row in zip(fresh, Actor.objects.bulk_create(rows, batch_size=_BATCH), strict=True):
            self.ids[item.ref] = row.pk
        for item in plan.actors:
            if item.old:
                row = Actor.objects.select_for_update().get(pk=self._id(item.ref))
                present = {"valid_from": row.valid_from, "valid_to": row.valid_to}
                columns = _columns(present | item.values)
                Actor.objects.filter(pk=row.pk).update(**columns)
                self._record(
                    "actor.changed", row.pk, old=item.old, new={name: item.values[name] for name in item.old}
                )

    def _aliases(self, plan: Plan) -> None:
        stated = {(item.ref, normalised(item.values["text"])[:200]) for item in plan.aliases}
        rows = [self._alias(item) for item in plan.aliases if item.is_new]
        rows += [
            Alias(project=self.project, actor_id=self._id(item.ref), text=item.label, **indexed(item.label))
            for item in plan.actors
            if (item.is_new or "label" in item.old) and (item.ref, normalised(item.label)[:200]) not in stated
        ]
        Alias.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)
        for item in plan.aliases:
            if item.old:
                self._change_alias(item)

    def _alias(self, item: Item) -> Alias:
        values = dict(item.values)
        retired_at = now() if values.pop("retired", False) else None
        return Alias(
            project=self.project,
            actor_id=self._id(item.ref),
            retired_at=retired_at,
            **_columns(values),
            **indexed(values["text"]),
        )

    def _change_alias(self, item: Item) -> None:
        rows = Alias.objects.select_for_update().filter(actor=self._id(item.ref))
        row = rows.get(normalised=normalised(item.values["text"])[:200], language=item.values["language"])
        values = {"valid_from": row.valid_from, "valid_to": row.valid_to} | item.values
        if "retired" in values:
            is_retired = values.pop("retired")
            row.retired_at = (row.retired_at or now()) if is_retired else None
        Alias.objects.filter(pk=row.pk).update(retired_at=row.retired_at, **_columns(values))
        self._record(
            "alias.changed",
            row.actor_id,
            old={"text": row.text, **item.old},
            new={name: item.values[name] for name in item.old},
        )

    def _relations(self, items: Sequence[Item]) -> None:
        rows = [
            Relation(
                project=self.project,
                created_by=self.coder,
                subject_id=self._id(item.ref),
                object_id=self._id(item.other),
                **_columns(item.values),
            )
            for item in items
            if item.is_new
        ]
        Relation.objects.bulk_create(rows, batch_size=_BATCH)
        for item in items:
            if item.old:
                row = Relation.objects.select_for_update().get(
                    subject=self._id(item.ref),
                    kind=item.values["kind"],
                    object=self._id(item.other),
                    valid_from=item.values.get("valid_from", ""),
                )
                present = {"valid_from": row.valid_from, "valid_to": row.valid_to}
                Relation.objects.filter(pk=row.pk).update(**_columns(present | item.values))
                self._record(
                    "relation.changed",
                    row.subject_id,
                    old=item.old,
                    new={"kind": row.kind, **{name: item.values[name] for name in item.old}},
                )

    def _record(self, verb: str, actor_id: int, **values: Any) -> None:
        record(
            verb,
            target_kind="actor",
            target_id=actor_id,
            project_id=self.project.pk,
            actor_id=self.coder.pk if self.coder else None,
            **values,
        )


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    """The fields with the days of their window."""
    return {**values, **window(values.get("valid_from", ""), values.get("valid_to", ""))}
