"""What must hold for a set as a whole after a request: links lead somewhere, no tag twice, marks and tags agree.

Each breach is laid at a door: the request's own (422, with the place), or that of someone whose change the person had
not seen (409).
"""

from collections.abc import Mapping
from typing import Final

from .merging import Merge
from .spots import Value
from .state import Status, Tag, entry_of
from .values import twin_key
from .wire import WireOperation

MOST_TAGS: Final = 500


def check(work: Merge) -> None:
    """Note every breach on `work`; reopen a set marked "nothing to code" to which a tag was added."""
    _check_links(work)
    _check_parents(work)
    _check_twins(work)
    _check_marks(work)
    if len(work.tags) > max(MOST_TAGS, len(work.state.tags)):
        last = list(work.touched.values())[-1]
        work.fault(last, "tag", f"A sentence holds at most {MOST_TAGS} tags.", "too-many-tags")


def _check_links(work: Merge) -> None:
    for event in [tag for tag in work.tags.values() if tag.kind == "event"]:
        for place, link in enumerate(event.value["participants"]):
            if link["actor"] is None:
                continue
            target = work.tags.get(link["actor"])
            if target is None or target.kind != "actor":
                _blame_dangling(work, event, link, place)


def _blame_dangling(work: Merge, event: Tag, link: Value, place: int) -> None:
    linking = work.touched.get(event.uid)
    removing = work.touched.get(link["actor"])
    if removing is not None and removing.action == "remove":
        mention = work.state.tags[link["actor"]].value["quote"] if link["actor"] in work.state.tags else ""
        trigger = event.value["quote"]
        if linking is None and work.by_others_unseen(event):
            touch = work.history.last_touch(event.uid)
            by = touch.by if touch and touch.by else "someone"
            message = f"“{mention}” takes part in the event “{trigger}” that {by} changed meanwhile."
            work.clash(removing, "dangling", touch, message)
        else:
            message = f"“{mention}” is {link['role']} of the event “{trigger}”; take it off the event first."
            work.fault(removing, "tag", message, "relation-dangling")
        return
    if linking is None:
        return  # it dangled before this request: the verifier's finding, not this person's
    touch = work.history.last_touch(link["actor"])
    if touch is not None and touch.value is None and touch.revision > work.base and touch.by != work.by:
        quote = (touch.before or {}).get("quote", "")
        work.clash(linking, "dangling", touch, f"{touch.by} removed the mention “{quote}” meanwhile.")
    else:
        message = "This participant is not tagged as an actor in this sentence; tag the mention first."
        work.fault(linking, f"value.participants[{place}].actor", message, "relation-dangling")


def _check_parents(work: Merge) -> None:
    """A claim told within another names one that is there, and no claim is told within itself."""
    claims = {tag.uid: tag for tag in work.tags.values() if tag.kind == "reliability"}
    for claim in claims.values():
        parent = claim.value["parent"]
        if parent is None:
            continue
        if parent not in claims:
            _blame_orphaned(work, claim, parent)
        elif _leads_back(claim.uid, claims):
            operation = work.touched.get(claim.uid) or work.touched.get(parent)
            if operation is not None:
                message = "A claim cannot be told within itself; choose another claim or none."
                work.fault(operation, "value.parent", message, "attribution-cycle")
                return


def _leads_back(uid: str, claims: Mapping[str, Tag]) -> bool:
    seen: set[str] = set()
    at: str | None = claims[uid].value["parent"]
    while at is not None and at in claims and at not in seen:
        if at == uid:
            return True
        seen.add(at)
        at = claims[at].value["parent"]
    return False


def _blame_orphaned(work: Merge, claim: Tag, parent: str) -> None:
    linking, removing = work.touched.get(claim.uid), work.touched.get(parent)
    if removing is not None and removing.action == "remove":
        if linking is None and work.by_others_unseen(claim):
            touch = work.history.last_touch(claim.uid)
            by = touch.by if touch and touch.by else "someone"
            message = f"{by} nested the claim “{claim.value['quote'][:60]}” in this one meanwhile."
            work.clash(removing, "dangling", touch, message)
        else:
            message = f"The claim “{claim.value['quote'][:60]}” is told within this one; take it out first."
            work.fault(removing, "tag", message, "relation-dangling")
    elif linking is not None:
        touch = work.history.last_touch(parent)
        if touch is not None and touch.value is None and touch.revision > work.base and touch.by != work.by:
            work.clash(
                linking, "dangling", touch, f"{touch.by} removed the claim it is told within meanwhile."
            )
        else:
            message = "There is no such claim in this sentence to be told within."
            work.fault(linking, "value.parent", message, "relation-dangling")


def _check_twins(work: Merge) -> None:
    seen: dict[tuple[object, ...], Tag] = {}
    for tag in work.tags.values():
        other = seen.setdefault(twin_key(tag.kind, tag.value), tag)
        if other is tag:
            continue
        mine, theirs = (tag, other) if tag.uid in work.touched else (other, tag)
        operation = work.touched.get(mine.uid)
        if operation is not None:
            _blame_twin(work, operation, theirs)


def _blame_twin(work: Merge, operation: WireOperation, theirs: Tag) -> None:
    quote = theirs.value["quote"]
    if theirs.uid not in work.touched and work.by_others_unseen(theirs):
        touch = work.history.last_touch(theirs.uid)
        by = touch.by if touch else theirs.by
        work.clash(operation, "twin", touch, f"{by} tagged “{quote}” in the same way meanwhile.")
    else:
        message = f"“{quote}” is already tagged in exactly this way; change that tag or leave it."
        work.fault(operation, "value", message, "span-duplicate")


def _check_marks(work: Merge) -> None:
    if work.status.outcome != "nothing_to_code" or not work.tags:
        return
    if work.marked is None:
        if work.touched:
            _reopen(work)
        return
    unseen = [tag for tag in work.tags.values() if work.by_others_unseen(tag)]
    if unseen and len(unseen) == len(work.tags):
        touch = work.history.last_touch(unseen[0].uid)
        work.clash(work.marked, "tagged", touch, f"{unseen[0].by} tagged this sentence meanwhile.")
    else:
        message = "This sentence has tags, so something was coded; remove them first."
        work.fault(work.marked, "value.outcome", message, "has-tags")


def _reopen(work: Merge) -> None:
    """Adding a tag says that there is something to code after all.

    The marks keep their version: a mark that this client queued behind its own earlier one must not meet a conflict.
    """
    before = work.status.value
    work.status = Status("open", work.status.question, work.status.version)
    work.entries.append(entry_of("mark", "mark", "", value=work.status.value, before=before, implied=True))
