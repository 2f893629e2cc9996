"""The worklist of tags that lost their words: where they may belong now, and what people decide.

Placing is an ordinary revision of whoever places. Where another touched the tag since its last approval, a revision in
their name goes with it: placing it must not make them a stranger to their own work (four eyes).

Locks: the set's row, then the orphan's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

from django.db import transaction
from django.db.models import Q, QuerySet
from rapidfuzz import fuzz, process

from accounts.models import Membership
from activity.services import record
from common.errors import Conflict, Invalid, NotThere
from common.time import now
from sources.models import Sentence

from .anchoring import PLACED, Anchoring
from .codes_today import codes_today, with_codes_of_today
from .models import AnnotationSet, OrphanTag, Revision
from .operations.answers import Answer
from .operations.event_values import in_order
from .operations.locking import LockedSet, lock_set
from .operations.requests import Mandate, carry_out, state_of
from .operations.spots import Value
from .operations.state import SetState
from .operations.transactions import one_request
from .operations.values import SPANS
from .operations.wire import WireOperation
from .permissions import can_tag
from .querysets import states_of
from .replanting import with_link
from .settling import keep_links
from .states import APPROVED

MOST_CANDIDATES: Final = 3
WORTH_SHOWING: Final = 0.6
LONGEST_WHY: Final = 500
_WHY_PLACED: Final = "A tag without words was placed."


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where an orphan may belong: a span of a sentence of today, with the score of `anchoring`."""

    sentence: Sentence
    start: int
    end: int
    score: float

    @property
    def pieces(self) -> tuple[str, str, str]:
        """The sentence before, at and after the place."""
        text = self.sentence.text
        return text[: self.start], text[self.start : self.end], text[self.end :]


def visible_to(seat: Membership) -> QuerySet[OrphanTag]:
    """The orphans the member may know of: of the team's layer and of their own blind one, the newest first."""
    rows = OrphanTag.objects.filter(Q(layer=None) | Q(layer=seat.coder_id), project_id=seat.project_id)
    return (
        rows.select_related(
            "sentence__version",
            "source",
            "made_by",
            "resolved_by",
            "placed_in__sentence",
            "annotation_set__sentence",
        )
        .defer("sentence__version__text")
        .order_by("-id")
    )


def orphan_of(seat: Membership, orphan_id: int) -> OrphanTag:
    """One visible orphan; NotThere for any other id."""
    found = visible_to(seat).filter(pk=orphan_id).first()
    if found is None:
        raise NotThere("There is no such orphan in this project.")
    return found


def candidates(orphans: Sequence[OrphanTag]) -> dict[int, list[Candidate]]:
    """The best places for each orphan in the present text of its source; one query for all."""
    versions = {orphan.source.current_id for orphan in orphans}
    texts: dict[int, list[Sentence]] = {}
    for sentence in Sentence.objects.filter(version_id__in=versions).order_by("ordinal"):
        texts.setdefault(sentence.version_id, []).append(sentence)
    return {orphan.pk: _best(orphan, texts.get(orphan.source.current_id or 0, [])) for orphan in orphans}


def _best(orphan: OrphanTag, sentences: Sequence[Sentence]) -> list[Candidate]:
    quote = orphan.value["quote"]
    likely = process.extract(
        quote, [each.text for each in sentences], scorer=fuzz.partial_ratio, limit=12, score_cutoff=55
    )
    alike = process.extract(
        orphan.sentence.text, [each.text for each in sentences], scorer=fuzz.ratio, limit=3, score_cutoff=40
    )
    found: list[Candidate] = []
    for place in dict.fromkeys(index for _, _, index in [*likely, *alike]):
        best = Anchoring(orphan.sentence.text, sentences[place].text).best(
            orphan.value["start"], orphan.value["end"]
        )
        if best is not None and best.score >= WORTH_SHOWING:
            found.append(Candidate(sentences[place], best.start, best.end, best.score))
    return sorted(found, key=lambda each: -each.score)[:MOST_CANDIDATES]


def place(seat: Membership, orphan_id: int, sentence_id: int, start: int, end: int) -> Answer:
    """Put the tag at these words of a sentence of its source, with the links that can be kept.

    Its further spans go along where their words are found (PLACED); else they are left out, and the field keeps its
    value without evidence. Conflict when the orphan is placed or given up already.
    """
    can_tag(seat, orphan_of(seat, orphan_id).layer).require()
    with one_request():
        layer = orphan_of(seat, orphan_id).layer
        locked = lock_set(seat, sentence_id, layer)
        orphan = _locked(seat, orphan_id)
        if locked.row.source_id != orphan.source_id:
            raise _invalid("sentence", "Choose a sentence of the source that the tag comes from.")
        if not 0 <= start < end <= len(locked.text):
            raise _invalid("start", f"Choose words of the sentence, between 0 and {len(locked.text)}.")
        state = state_of(locked.row)
        value, elsewhere = _value_at(orphan, locked, state, start, end)
        _carry_author(seat, orphan, locked.row)
        answer = carry_out(Mandate(seat, why=_WHY_PLACED), locked, _operations(orphan, value, state))
        keep_links(elsewhere)
        _resolve(seat, orphan, "placed", placed_in=locked.row, placed_revision=answer.annotation_set.revision)
        _record(seat, "orphan.placed", locked.row.pk, orphan)
        return answer


@transaction.atomic
def discard(seat: Membership, orphan_id: int, why: str) -> OrphanTag:
    """Give the tag up, with the reason. It stays on record and can be put back on the list."""
    can_tag(seat, orphan_of(seat, orphan_id).layer).require()
    orphan = _locked(seat, orphan_id)
    reason = " ".join(why.split())
    if not reason:
        raise _invalid("why", "Say why this tag is given up.")
    if len(reason) > LONGEST_WHY:
        raise _invalid("why", f"The reason has {len(reason):,} characters; {LONGEST_WHY} is the most.")
    _resolve(seat, orphan, "discarded", why=reason)
    _record(seat, "orphan.discarded", orphan.annotation_set_id, orphan)
    return orphan


@transaction.atomic
def reopen(seat: Membership, orphan_id: int) -> OrphanTag:
    """Put an orphan that was given up, or whose placed tag was taken away again, back on the list."""
    can_tag(seat, orphan_of(seat, orphan_id).layer).require()
    orphan = OrphanTag.objects.select_for_update(of=("self",)).get(pk=orphan_id)
    if orphan.state == "open":
        return orphan
    home = orphan.placed_in
    if home is not None and str(orphan.uid) in states_of([home])[home.pk].tags:
        raise Conflict("The tag stands in a sentence; there is nothing to place.", code="orphan-stands")
    if OrphanTag.objects.filter(
        annotation_set=orphan.annotation_set_id, uid=orphan.uid, state="open"
    ).exists():
        raise Conflict("The tag is on the list already, from a later revision.", code="orphan-stands")
    orphan.state, orphan.placed_in, orphan.placed_revision = "open", None, None
    orphan.resolved_by, orphan.resolved_at, orphan.why = None, None, ""
    orphan.save()
    _record(seat, "orphan.reopened", orphan.annotation_set_id, orphan)
    return orphan


def _locked(seat: Membership, orphan_id: int) -> OrphanTag:
    """The orphan with its row locked, still open; Conflict says what became of it."""
    rows = OrphanTag.objects.select_for_update(of=("self",)).select_related("sentence", "made_by", "author")
    orphan = rows.get(pk=orphan_id, project_id=seat.project_id)
    if orphan.state != "open":
        words = {
            "placed": "was placed meanwhile",
            "discarded": "was given up meanwhile",
            "returned": "went back to its words",
        }
        raise Conflict(f"This tag {words[orphan.state]}. Look at it again.", code="orphan-resolved")
    return orphan


def _value_at(
    orphan: OrphanTag, locked: LockedSet, state: SetState, start: int, end: int
) -> tuple[Value, dict[tuple[int, str], dict[str, Any]]]:
    """The tag's value at these words, and the links that wait for other orphans of its set."""
    anchoring = Anchoring(orphan.sentence.text, locked.text)
    value: Value = {**orphan.value, "start": start, "end": end, "quote": locked.text[start:end]}
    for part in SPANS[orphan.kind]:
        if part and value[f"{part}start"] is not None:
            best = anchoring.best(value[f"{part}start"], value[f"{part}end"])
            fits = best is not None and best.score >= PLACED
            value[f"{part}start"] = best.start if best is not None and fits else None
            value[f"{part}end"] = best.end if best is not None and fits else None
    elsewhere: dict[tuple[int, str], dict[str, Any]] = {}
    if orphan.kind == "event":
        value = with_codes_of_today(value, codes_today(orphan.project_id, [value]))
        value["participants"] = _participants(orphan, state, elsewhere)
    elif value.get("parent") and value["parent"] not in state.tags:
        elsewhere[orphan.annotation_set_id, value["parent"]] = {"tag": str(orphan.uid), "parent": True}
        value["parent"] = None
    return value, elsewhere


def _participants(
    orphan: OrphanTag, state: SetState, elsewhere: dict[tuple[int, str], dict[str, Any]]
) -> list[Value]:
    """Links to mentions here stay; to a mention in its old set they become words of that sentence; others wait."""
    home = orphan.annotation_set
    there = states_of([home])[home.pk].tags if home.absorbed_by_id is None else {}
    links: list[Value] = []
    for link in orphan.value["participants"]:
        uid = link["actor"]
        if uid is None or uid in state.tags:
            links.append(link)
        elif uid in there:
            mention = there[uid].value
            words = {name: mention[name] for name in ("start", "end", "quote", "actor")}
            borrowed = {"sentence": home.sentence_id, **words}
            links.append(
                {**link, "actor": None, "from": borrowed, "basis": link["basis"] or "other_sentence"}
            )
        else:
            elsewhere[orphan.annotation_set_id, uid] = {"tag": str(orphan.uid), "participant": link}
    return in_order(links)


def _operations(orphan: OrphanTag, value: Value, state: SetState) -> list[WireOperation]:
    """Add the tag, by its maker; then give the tags that pointed at it their link again."""
    uid = str(orphan.uid)
    operations = [
        WireOperation(
            str(uuid4()), "add", orphan.kind, uid, None, "", value, by=orphan.made_by.code, digest="orphan"
        )
    ]
    changed: dict[str, Value] = {}
    for link in orphan.links:
        holder = state.tags.get(link["tag"])
        if holder is not None:
            changed[holder.uid] = with_link(changed.get(holder.uid, holder.value), uid, link)
    for place, (holder_uid, restored) in enumerate(changed.items(), start=1):
        held = state.tags[holder_uid]
        if restored != held.value:
            operations.append(
                WireOperation(
                    str(uuid4()), "change", held.kind, held.uid, held.version, "", restored, place,
                    digest="orphan",
                )
            )  # fmt: skip
    return operations


def _carry_author(seat: Membership, orphan: OrphanTag, row: AnnotationSet) -> None:
    """An empty revision in the name of who touched the tag last, so that they cannot approve it here."""
    if orphan.author is None or orphan.author_id == seat.coder_id:
        return
    row.revision += 1
    Revision.objects.create(
        annotation_set_id=row.pk,
        number=row.revision,
        round=row.round + (row.state == APPROVED),
        author=orphan.author,
        instigator=seat.coder,
        origin="person",
        why=_WHY_PLACED,
        operations={"operations": []},
    )
    row.save(update_fields=["revision"])


def _resolve(seat: Membership, orphan: OrphanTag, state: str, **fields: Any) -> None:
    orphan.state, orphan.resolved_by, orphan.resolved_at = state, seat.coder, now()
    for name, value in fields.items():
        setattr(orphan, name, value)
    orphan.save()


def _record(seat: Membership, verb: str, set_id: int, orphan: OrphanTag) -> None:
    """One line of history, told to those who may know of the set's layer."""
    record(
        verb,
        target_kind="set",
        target_id=set_id,
        project_id=seat.project_id,
        actor_id=seat.coder_id,
        new={"source": orphan.source_id, "kind": orphan.kind, "quote": orphan.value["quote"][:80]},
    )


def _invalid(field: str, message: str) -> Invalid:
    return Invalid(message, errors=[{"field": field, "message": message}])
