"""The project's activity in words. Rows hold only numbers; names are looked up here, in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Coder, Membership
from activity.models import Activity
from annotations.models import AnnotationSet
from sources.models import Source
from web.words import Words, job_word, listed, roles_in_words

VERBS: Final[Words] = {
    "project.created": _("opened the project"),
    "project.changed": _("changed the project’s settings"),
    "project.archived": _("archived the project"),
    "project.reopened": _("reopened the project"),
    "codebook.adopted": _("took up the code scheme"),
    "codebook.made_default": _("made the default of the codebooks"),
    "codebook.left": _("gave up the codebook"),
    "codebook.imported": _("brought in the codebook"),
    "codebook.published": _("published a version of the codebook"),
    "codebook.undone": _("took back a change of the codebook"),
    "codebook.applied": _("moved all tags to the version of the codebook"),
    "member.joined": _("joined"),
    "member.roles_changed": _("changed the roles of"),
    "member.removed": _("removed"),
    "invitation.made": _("made an invitation link"),
    "invitation.accepted": _("took an invitation"),
    "invitation.revoked": _("revoked an invitation link"),
    "source.imported": _("imported"),
    "tags.imported": _("moved in with tags from"),
    "source.changed": _("changed the details of"),
    "sentence.split": _("split a sentence of"),
    "sentence.merged": _("merged two sentences of"),
    "cut.undone": _("put sentences back as they were in"),
    "citation.owner_named": _("said which sentence a citation belongs to"),
    "outlet.created": _("entered an outlet"),
    "outlet.changed": _("changed an outlet"),
    "outlet.graded": _("graded an outlet"),
    "actor.created": _("entered an actor"),
    "alias.added": _("added a name to an actor"),
    "set.edited": _("tagged"),
    "set.submitted": _("submitted"),
    "set.withdrawn": _("took back from review"),
    "set.approved": _("approved"),
    "set.returned": _("returned"),
    "decision.retracted": _("undid a decision on"),
    "source.revised": _("revised the text of"),
    "orphan.placed": _("placed an orphan in"),
    "orphan.discarded": _("gave up an orphan of"),
    "orphan.reopened": _("put an orphan back on the list of"),
    "set.recoded": _("moved to another codebook version"),
    "set.re_anchored": _("moved tags with their words in"),
    "release.made": _("made a release"),
    "schedule.changed": _("changed the schedule of releases"),
    "dataset.changed": _("changed what releases hold"),
    "actor.changed": _("changed an actor"),
    "actor.merged": _("merged an actor into another"),
    "actor.unmerged": _("undid the merge of an actor"),
    "alias.changed": _("changed a name of an actor"),
    "alias.retired": _("retired a name of an actor"),
    "alias.restored": _("used a retired name of an actor again"),
    "relation.added": _("related an actor to another"),
    "relation.changed": _("changed a relation of an actor"),
    "relation.removed": _("removed a relation of an actor"),
    "registry.imported": _("imported actors"),
    "job.requested": _("started a job:"),
    "job.cancelled": _("cancelled a job:"),
    "job.cancel_requested": _("asked to cancel a job:"),
    "job.retried": _("started again a job:"),
    "job.failed": _("could not finish a job:"),
}
FIELDS: Final[Words] = {
    "name": pgettext_lazy("a setting", "name"),
    "description": pgettext_lazy("a setting", "description"),
    "time_zone": pgettext_lazy("a setting", "time zone"),
}
SET_KINDS: Final = ("set",)
FOLDED: Final = ("set.edited", "set.submitted", "set.recoded")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: who, what they did, to what, and what changed."""

    at: datetime
    who: Coder | None
    did: str
    target: str
    address: str
    change: str
    is_serif: bool


def in_words(seat: Membership, rows: Sequence[Activity]) -> list[Line]:
    """The rows as lines, without those on layers the seat may not know of. At most three queries."""
    names = _Names(seat, rows)
    known = [row for row in rows if row.target_kind not in SET_KINDS or row.target_id in names.sets]
    return [_folded(list(run), names) for _, run in groupby(known, key=names.run)]


def _folded(run: list[Activity], names: "_Names") -> Line:
    """One line for what one person did in one go on sentences of one source."""
    line, sets, verbs = _line(run[0], names), {row.target_id for row in run}, {row.verb for row in run}
    if run[0].verb not in FOLDED:
        return line
    both = pgettext("between two verbs", " and ")
    line = replace(line, did=both.join(str(VERBS[verb]) for verb in FOLDED if verb in verbs))
    if len(sets) == 1:
        return line
    source = names.sets[run[0].target_id].source
    address = _address("workbench", names.slug, source.pk)
    did = ngettext("%(did)s %(count)s sentence of", "%(did)s %(count)s sentences of", len(sets))
    did %= {"did": line.did, "count": len(sets)}
    return replace(line, did=did, target=source.title, address=address)


def _line(row: Activity, names: "_Names") -> Line:
    target, address = names.target(row)
    itself = row.target_kind == "coder" and row.target_id == str(row.actor_id)
    return Line(
        at=row.at,
        who=names.coders.get(str(row.actor_id)),
        did=_did(row, itself=itself),
        target="" if itself else target,
        address=address,
        change=_change(row),
        is_serif=row.target_kind in ("source", *SET_KINDS),
    )


def _did(row: Activity, *, itself: bool) -> str:
    if itself and row.verb == "member.removed":
        return gettext("left")
    return str(VERBS.get(row.verb) or _plain(row.verb))


def _plain(verb: str) -> str:
    """Words for a verb without its own: `dataset.changed` is `changed dataset`."""
    noun, _, participle = verb.partition(".")
    return f"{participle.replace('_', ' ')} {noun.replace('_', ' ')}"


def _change(row: Activity) -> str:
    """What changed, where a line can say it."""
    new = row.new or {}
    if isinstance(new.get("roles"), list):
        return gettext("as %(roles)s") % {"roles": roles_in_words(new["roles"])}
    if row.verb == "project.changed":
        return listed([f"{_field(field)}: {value}" for field, value in new.items() if value])
    return str(new.get("reason") or new.get("note") or "").replace("_", " ")


def _field(name: str) -> str:
    """What a setting is called in a line of history."""
    return str(FIELDS.get(name, name.replace("_", " ")))


class _Names:
    """What the rows' numbers stand for."""

    def __init__(self, seat: Membership, rows: Sequence[Activity]) -> None:
        project = seat.project
        self.slug = project.slug
        coders = {str(r.actor_id) for r in rows if r.actor_id} | _ids(rows, "coder")
        sources, sets = _ids(rows, "source"), _ids(rows, *SET_KINDS)
        self.coders = _by_id(
            Coder.objects.filter(project=project, pk__in=coders).select_related("user") if coders else ()
        )
        self.sources = _by_id(Source.objects.filter(project=project, pk__in=sources) if sources else ())
        self.sets = _by_id(
            AnnotationSet.objects.filter(
                Q(layer=None) | Q(layer=seat.coder), project=project, pk__in=sets
            ).select_related("source", "sentence")
            if sets
            else ()
        )

    def run(self, row: Activity) -> tuple[object, ...]:
        """What neighbouring rows share when one line tells them."""
        if row.verb not in FOLDED:
            return (row.pk,)
        return row.actor_id, self.sets[row.target_id].source_id, row.at.date()

    def target(self, row: Activity) -> tuple[str, str]:
        """The words and the address of what a row is about; empty once it has gone."""
        new = row.new or {}
        if row.target_kind == "coder" and (coder := self.coders.get(row.target_id)):
            return _name(coder), ""
        if row.target_kind == "source" and (source := self.sources.get(row.target_id)):
            return source.title, _address("workbench", self.slug, source.pk)
        if row.target_kind in SET_KINDS and (one := self.sets.get(row.target_id)):
            place = gettext("%(title)s, sentence %(number)s") % {
                "title": one.source.title,
                "number": one.sentence.ordinal,
            }
            return place, f"{_address('workbench', self.slug, one.source_id)}#s-{one.sentence_id}"
        if row.target_kind == "job":
            return job_word(str(new.get("kind", ""))).lower(), _address("job", self.slug, row.target_id)
        if row.target_kind == "codebook" and new.get("slug"):
            words = f"{new.get('title') or new['slug']} ({new['slug']}@{new.get('version')})"
            return words, _address("codebook", self.slug, new["slug"])
        address = _address("tag-import", self.slug, row.target_id) if row.target_kind == "tag_import" else ""
        return str(new.get("title") or new.get("label") or new.get("name") or new.get("file") or ""), address


def _name(coder: Coder) -> str:
    """The person, or the bare code once erased."""
    return (coder.user.get_full_name() or coder.user.username) if coder.user else coder.code


def _by_id(rows: Iterable[Coder | Source | AnnotationSet]) -> dict[str, Any]:
    return {str(row.pk): row for row in rows}


def _ids(rows: Sequence[Activity], *kinds: str) -> set[str]:
    return {row.target_id for row in rows if row.target_kind in kinds and row.target_id.isdigit()}


def _address(name: str, *args: object) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
