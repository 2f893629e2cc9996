"""A new text of a source: the work goes with its words, what has none is an orphan, and nothing is lost."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from annotations.models import ActorTag, AnnotationSet, EventTag, OrphanTag, ReliabilityTag, Revision
from annotations.operations import Answer, apply_operations
from annotations.orphans import candidates, discard, place, reopen, visible_to
from annotations.querysets import approved_sets, states_of
from annotations.revising import Outcome, preview, publish
from common.errors import Conflict, Invalid, NotAllowed, NotThere
from reviews.services import approve, submit
from sources.models import Citation, Sentence, Source
from sources.services import merge_sentences
from sources.services.revising import propose, propose_earlier
from tests.factories import Wire, actor_op, event_op, make_source, mark_op, reliability_op, sentence_of

from .conftest import Desk

ONE = "Hamas fighters attacked the Fatah post near Gaza on 12 November."
TWO = "The movement denied the report, police said."
THREE = "Nobody was hurt in the evening."


@pytest.fixture
def source(desk: Desk) -> Source:
    return make_source(desk.cast.project, [ONE, TWO, THREE], title="A report")


def code(
    source: Source, ordinal: int, seat: Membership, *operations: Wire, layer: bool = False
) -> AnnotationSet:
    source.refresh_from_db()
    pk = sentence_of(source, ordinal).pk
    return apply_operations(seat, pk, list(operations), layer=seat.coder if layer else None).annotation_set


def revise(desk: Desk, source: Source, *sentences: str, seat: Membership | None = None) -> Outcome:
    """Publish the sentences as the source's next text."""
    source.refresh_from_db()
    who = seat or desk.cast.owner
    proposal = propose(who, source, "\n\n".join(["A report", *sentences]))
    assert source.current is not None
    return publish(who, proposal, source.current.number)


def revert(desk: Desk, source: Source, number: int) -> Outcome:
    source.refresh_from_db()
    proposal = propose_earlier(desk.cast.owner, source, number)
    assert source.current is not None
    return publish(desk.cast.owner, proposal, source.current.number)


def shown(source: Source, layer: Membership | None = None) -> dict[int, list[str]]:
    """The quotes of the coded sentences of today by number, each checked against its slice."""
    source.refresh_from_db()
    rows = AnnotationSet.objects.filter(
        sentence__version=source.current_id, absorbed_by=None, layer=layer.coder if layer else None
    ).select_related("sentence")
    states = states_of(rows)
    for row in rows:
        for tag in states[row.pk].tags.values():
            assert row.sentence.text[tag.value["start"] : tag.value["end"]] == tag.value["quote"]
    return {
        row.sentence.ordinal: [t.value["quote"] for t in states[row.pk].in_order()]
        for row in sorted(rows, key=lambda row: row.sentence.ordinal)
    }


def told(source: Source) -> dict[str, dict[str, object]]:
    """The values of all tags of today by tag."""
    rows = AnnotationSet.objects.filter(source=source, absorbed_by=None)
    return {uid: tag.value for state in states_of(rows).values() for uid, tag in state.tags.items()}


def approved(desk: Desk, row: AnnotationSet) -> AnnotationSet:
    row.refresh_from_db()
    submit(desk.cast.editor, row.pk, row.revision)
    approve(desk.cast.reviewer, row.pk, row.revision)
    row.refresh_from_db()
    return row


def attack(desk: Desk) -> tuple[Wire, Wire, Wire]:
    """An event with two participants, and a date span."""
    hamas, post = actor_op(ONE, "Hamas fighters", desk.hamas), actor_op(ONE, "Fatah post")
    at = ONE.index("12 November")
    event = event_op(
        ONE,
        "attacked",
        participants=[("actor", hamas), ("recipient", post)],
        date_edtf="XXXX-11-12",
        date_start=at,
        date_end=at + len("12 November"),
    )
    return hamas, post, event


def test_unchanged_and_moved_sentences_keep_their_work_and_approval(desk: Desk, source: Source) -> None:
    row = approved(desk, code(source, 1, desk.cast.editor, *attack(desk)))
    outcome = revise(desk, source, "A first sentence that is new.", TWO, ONE, THREE)
    assert outcome.sentences == {"unchanged": 2, "moved": 1, "changed": 0, "added": 1, "removed": 0}
    assert shown(source) == {3: ["Hamas fighters", "attacked", "Fatah post"]}
    row.refresh_from_db()
    assert (row.state, row.revision, row.round) == ("approved", 1, 1)
    assert row.sentence.version_id == source.current_id


def test_a_changed_sentence_keeps_its_tags_and_opens_a_round(desk: Desk, source: Source) -> None:
    row = approved(desk, code(source, 1, desk.cast.editor, *attack(desk)))
    pinned = row.approved_revision_id
    new = "On Sunday, " + ONE.replace("12 November", "12 November 2007")
    outcome = revise(desk, source, new, TWO, THREE)
    assert (outcome.sets_reopened, outcome.tags_moved, outcome.orphans) == (1, 3, 0)
    row.refresh_from_db()
    assert (row.state, row.round, row.approved_revision_id) == ("draft", 2, pinned)
    assert row.anchor_score is not None
    assert 0.8 <= row.anchor_score < 1
    event = EventTag.objects.get()
    assert new[event.date_start or 0 : event.date_end] == "12 November"
    assert event.participants.count() == 2
    last = Revision.objects.filter(annotation_set=row).latest("number")
    assert (last.origin, last.author, last.instigator) == ("re_anchor", None, desk.cast.owner.coder)
    assert min(last.operations["recut"]["scores"].values()) == row.anchor_score
    assert list(approved_sets(desk.cast.project.pk)) == [row]


def test_what_cannot_be_placed_is_an_orphan_and_what_pointed_at_it_comes_back_with_it(
    desk: Desk, source: Source
) -> None:
    hamas, post, event = attack(desk)
    code(source, 1, desk.cast.editor, hamas, post, event)
    new = ONE.replace("Fatah post", "northern checkpoint")
    outcome = revise(desk, source, new, TWO, THREE)
    assert outcome.orphans == 1
    [orphan] = visible_to(desk.cast.viewer)
    assert (str(orphan.uid), orphan.reason, orphan.sentence.text) == (post["tag"], "changed", ONE)
    assert orphan.score < 0.8
    assert EventTag.objects.get().participants.count() == 1
    source.refresh_from_db()
    at = new.index("northern checkpoint")
    answer = place(
        desk.cast.editor, orphan.pk, sentence_of(source, 1).pk, at, at + len("northern checkpoint")
    )
    assert answer.state.tags[post["tag"]].value["quote"] == "northern checkpoint"
    links = answer.state.tags[event["tag"]].value["participants"]
    assert {(link["role"], link["actor"]) for link in links} == {
        ("actor", hamas["tag"]),
        ("recipient", post["tag"]),
    }
    orphan.refresh_from_db()
    assert (orphan.state, orphan.placed_in_id) == ("placed", answer.annotation_set.pk)
    with pytest.raises(Conflict, match="placed meanwhile"):
        place(desk.cast.editor, orphan.pk, sentence_of(source, 1).pk, 0, 5)


def test_a_further_span_without_words_makes_the_whole_tag_an_orphan(desk: Desk, source: Source) -> None:
    code(source, 1, desk.cast.editor, *attack(desk))
    revise(desk, source, ONE.replace("on 12 November", "a week later"), TWO, THREE)
    assert [orphan.value["quote"] for orphan in visible_to(desk.cast.viewer)] == ["attacked"]
    assert shown(source) == {1: ["Hamas fighters", "Fatah post"]}


def test_a_number_that_changed_is_not_the_same_words(desk: Desk, source: Source) -> None:
    code(source, 1, desk.cast.editor, actor_op(ONE, "12 November"))
    revise(desk, source, ONE.replace("12", "13"), TWO, THREE)
    assert visible_to(desk.cast.viewer).get().value["quote"] == "12 November"


def test_of_two_tags_that_would_say_the_same_one_is_an_orphan(desk: Desk) -> None:
    text = "Hamas men left, and Hamas men came back to the city of Gaza."
    source = make_source(desk.cast.project, [text, TWO], title="A report")
    code(source, 1, desk.cast.editor, actor_op(text, "Hamas men"), actor_op(text, "Hamas men", nth=2))
    revise(desk, source, "Hamas men left, came back to the city of Gaza.", TWO)
    assert shown(source) == {1: ["Hamas men"]}
    assert OrphanTag.objects.count() == 1


def test_the_tags_of_a_removed_sentence_are_orphans_and_the_approved_stay_in_the_data_set(
    desk: Desk, source: Source
) -> None:
    row = approved(desk, code(source, 1, desk.cast.editor, *attack(desk)))
    revise(desk, source, TWO, THREE)
    row.refresh_from_db()
    assert (row.absorbed_by_id, row.state) == (row.pk, "draft")
    assert shown(source) == {}
    orphans = list(visible_to(desk.cast.viewer))
    assert {orphan.reason for orphan in orphans} == {"removed"}
    assert len(orphans) == 3
    assert list(approved_sets(desk.cast.project.pk)) == [row]
    for orphan in orphans:
        discard(desk.cast.editor, orphan.pk, "The correction withdrew it.")
    assert list(approved_sets(desk.cast.project.pk)) == []


def test_an_event_placed_elsewhere_takes_its_mentions_along_when_they_come_after(
    desk: Desk, source: Source
) -> None:
    hamas, post, event = attack(desk)
    code(source, 1, desk.cast.editor, hamas, post, event)
    text = "Late on 12 November men of Hamas attacked a post."
    revise(desk, source, TWO, THREE, text)
    source.refresh_from_db()
    there = sentence_of(source, 3)
    by_tag = {str(orphan.uid): orphan for orphan in visible_to(desk.cast.editor)}

    def put(op: Wire, words: str) -> Answer:
        at = text.index(words)
        return place(desk.cast.editor, by_tag[op["tag"]].pk, there.pk, at, at + len(words))

    assert put(event, "attacked").state.tags[event["tag"]].value["participants"] == []
    put(post, "post")
    links = put(hamas, "Hamas").state.tags[event["tag"]].value["participants"]
    assert {(link["role"], link["actor"]) for link in links} == {
        ("actor", hamas["tag"]),
        ("recipient", post["tag"]),
    }


def test_an_event_placed_in_another_sentence_names_its_mention_where_it_stayed(
    desk: Desk, source: Source
) -> None:
    hamas, post, event = attack(desk)
    code(source, 1, desk.cast.editor, hamas, post, event)
    revise(
        desk,
        source,
        "Hamas fighters came to the Fatah post near Gaza on 12 November.",
        "They attacked it.",
        THREE,
    )
    [orphan] = visible_to(desk.cast.editor)
    source.refresh_from_db()
    first, second = sentence_of(source, 1), sentence_of(source, 2)
    answer = place(desk.cast.editor, orphan.pk, second.pk, 5, 13)
    value = answer.state.tags[event["tag"]].value
    assert (value["date_start"], value["date_edtf"]) == (None, "XXXX-11-12")
    borrowed = {link["role"]: link["from"] for link in value["participants"]}
    assert borrowed["actor"] == {
        "sentence": first.pk, "start": 0, "end": 14, "quote": "Hamas fighters", "actor": desk.hamas,
    }  # fmt: skip


def test_a_claim_told_within_an_orphan_gets_its_parent_back(desk: Desk, source: Source) -> None:
    outer = reliability_op(TWO, "police said")
    inner = reliability_op(TWO, "denied", parent=outer["tag"])
    code(source, 2, desk.cast.editor, outer, inner)
    new = "The movement denied the report, the mayor wrote."
    revise(desk, source, ONE, new, THREE)
    [orphan] = visible_to(desk.cast.editor)
    assert ReliabilityTag.objects.get().parent is None
    source.refresh_from_db()
    at = new.index("the mayor wrote")
    place(desk.cast.editor, orphan.pk, sentence_of(source, 2).pk, at, at + 15)
    assert ReliabilityTag.objects.get(uid=inner["tag"]).parent == UUID(outer["tag"])


def test_publishing_the_earlier_text_takes_a_revision_back(desk: Desk, source: Source) -> None:
    code(source, 1, desk.cast.editor, *attack(desk))
    code(source, 2, desk.cast.editor, actor_op(TWO, "movement"), actor_op(TWO, "police"))
    code(source, 3, desk.cast.editor, mark_op("nothing_to_code"))
    before = shown(source)
    values = told(source)
    revise(desk, source, "Something else altogether came to be known.", TWO.replace("police", "the army"))
    assert OrphanTag.objects.filter(state="open").count() == 4
    outcome = revert(desk, source, 1)
    assert outcome.returned == 4
    assert shown(source) == before
    assert told(source) == values
    assert not OrphanTag.objects.filter(state="open").exists()
    assert AnnotationSet.objects.filter(absorbed_by=None).count() == 3
    assert (
        AnnotationSet.objects.get(sentence__version=source.current_id, sentence__ordinal=3).outcome
        == "nothing_to_code"
    )


def test_every_layer_goes_along_and_none_is_told_of(desk: Desk, source: Source) -> None:
    cast = desk.cast
    code(source, 1, cast.editor, actor_op(ONE, "Fatah post"), layer=True)
    code(source, 1, cast.second_editor, actor_op(ONE, "Hamas fighters"), actor_op(ONE, "Gaza"), layer=True)
    source.refresh_from_db()
    new = ONE.replace("Fatah post", "place")
    proposal = propose(cast.second_editor, source, f"A report\n\n{new}\n\n{TWO}\n\n{THREE}")
    told = preview(cast.second_editor, proposal)
    assert (told.orphans, told.tags_moved) == (0, 2)
    publish(cast.second_editor, proposal, 1)
    assert shown(source, cast.second_editor) == {1: ["Hamas fighters", "Gaza"]}
    assert list(visible_to(cast.second_editor)) == []
    [orphan] = visible_to(cast.editor)
    with pytest.raises(NotThere):
        discard(cast.second_editor, orphan.pk, "It is not mine.")
    at = new.index("place")
    place(cast.editor, orphan.pk, sentence_of(source, 1).pk, at, at + 5)
    assert shown(source, cast.editor) == {1: ["place"]}
    assert shown(source) == {}


def test_placing_an_orphan_makes_nobody_a_stranger_to_their_own_work(desk: Desk, source: Source) -> None:
    cast = desk.cast
    code(source, 1, cast.reviewer, actor_op(ONE, "Hamas fighters", desk.hamas))
    revise(desk, source, TWO, THREE)
    [orphan] = visible_to(cast.editor)
    source.refresh_from_db()
    answer = place(cast.editor, orphan.pk, sentence_of(source, 1).pk, 4, 12)
    assert [tag.by for tag in answer.state.tags.values()] == [cast.reviewer.coder.code]
    row = answer.annotation_set
    row.refresh_from_db()
    submit(cast.editor, row.pk, row.revision)
    with pytest.raises((Conflict, NotAllowed)):
        approve(cast.reviewer, row.pk, row.revision)
    approve(cast.second_reviewer, row.pk, row.revision)


def test_an_orphan_given_up_keeps_its_reason_and_can_be_put_back(desk: Desk, source: Source) -> None:
    code(source, 1, desk.cast.editor, actor_op(ONE, "Gaza"))
    revise(desk, source, TWO, THREE)
    [orphan] = visible_to(desk.cast.editor)
    with pytest.raises(Invalid, match="Say why"):
        discard(desk.cast.editor, orphan.pk, "  ")
    with pytest.raises(NotAllowed):
        discard(desk.cast.viewer, orphan.pk, "A reason.")
    assert discard(desk.cast.editor, orphan.pk, "It was never so.").state == "discarded"
    assert reopen(desk.cast.editor, orphan.pk).state == "open"


def test_the_best_places_are_offered_first(desk: Desk, source: Source) -> None:
    code(source, 1, desk.cast.editor, actor_op(ONE, "Fatah post"))
    revise(desk, source, "Something else altogether.", TWO, "A Fatah post stood there.", THREE)
    [orphan] = visible_to(desk.cast.editor)
    best = candidates([orphan])[orphan.pk][0]
    assert (best.sentence.ordinal, best.pieces[1]) == (3, "Fatah post")


def test_a_stale_comparison_is_refused_and_repeating_changes_nothing(desk: Desk, source: Source) -> None:
    code(source, 1, desk.cast.editor, actor_op(ONE, "Gaza"))
    source.refresh_from_db()
    proposal = propose(desk.cast.owner, source, f"A report\n\n{ONE}\n\n{TWO}")
    merge_sentences(desk.cast.editor, [sentence_of(source, 2).pk, sentence_of(source, 3).pk])
    with pytest.raises(Conflict) as caught:
        publish(desk.cast.owner, proposal, 1)
    assert caught.value.code == "stale-version"
    proposal.refresh_from_db()
    publish(desk.cast.owner, proposal, 2)
    assert publish(desk.cast.owner, proposal, 2).version.number == 3
    assert source.versions.count() == 3


def test_the_same_text_and_that_of_another_source_are_refused(desk: Desk, source: Source) -> None:
    revise(desk, source, ONE, TWO)
    with pytest.raises(Invalid, match="nothing would change"):
        revise(desk, source, ONE, TWO)
    other = make_source(desk.cast.project, ["One.", "Two."], title="A report")
    with pytest.raises(Invalid, match="another source, “A report”"):
        revise(desk, other, ONE, TWO)
    with pytest.raises(NotAllowed):
        revise(desk, other, ONE, THREE, seat=desk.cast.viewer)


def test_the_cut_that_people_made_stays_where_the_words_do(desk: Desk, source: Source) -> None:
    source.refresh_from_db()
    merge_sentences(desk.cast.editor, [sentence_of(source, 1).pk, sentence_of(source, 2).pk])
    code(source, 1, desk.cast.editor, actor_op(f"{ONE}\n\n{TWO}", "Gaza"))
    revise(desk, source, ONE, TWO, THREE.replace("evening", "night"))
    assert shown(source) == {1: ["Gaza"]}


def test_a_save_for_a_sentence_that_only_moved_finds_it(desk: Desk, source: Source) -> None:
    old = sentence_of(source, 3)
    gone = sentence_of(source, 2)
    revise(desk, source, "A new beginning of it all.", ONE, THREE)
    revise(desk, source, "Another new beginning of it all.", "And one more.", ONE, THREE)
    apply_operations(desk.cast.editor, old.pk, [actor_op(THREE, "Nobody")])
    assert shown(source) == {4: ["Nobody"]}
    with pytest.raises(Conflict) as caught:
        apply_operations(desk.cast.editor, gone.pk, [actor_op(TWO, "police")])
    assert caught.value.code == "sentence-recut"


def test_what_was_said_of_a_leading_marker_stays(desk: Desk) -> None:
    source = make_source(desk.cast.project, [ONE, f"[7] {TWO}", THREE], title="A report")
    mark = Citation.objects.get(sentence__source=source)
    mark.owner = sentence_of(source, 1)
    mark.save()
    revise(desk, source, "It begins anew.", ONE, f"[7] {TWO}")
    source.refresh_from_db()
    fresh = Citation.objects.get(sentence__version=source.current_id)
    assert fresh.owner == Sentence.objects.get(version=source.current_id, ordinal=2)


def test_queries_do_not_grow_with_tags(desk: Desk) -> None:
    def cost(count: int, title: str) -> int:
        sentences = [
            f"In town number {n} of {title} the guards of Hamas left for Gaza." for n in range(count)
        ]
        source = make_source(desk.cast.project, sentences, title="A report")
        for n, text in enumerate(sentences, 1):
            code(
                source,
                n,
                desk.cast.editor,
                actor_op(text, "Hamas"),
                actor_op(text, "Gaza"),
                event_op(text, "left"),
            )
        new = [text.replace("guards", "old guards").replace("Gaza", "it") for text in sentences]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            revise(desk, source, *new)
        return len(queries)

    assert cost(12, "north") <= cost(3, "south") + 2
    assert ActorTag.objects.count() == 15


def test_what_publishing_did_tells_nothing_of_other_blind_layers(desk: Desk, source: Source) -> None:
    code(source, 1, desk.cast.editor, *attack(desk), layer=True)
    outcome = revise(desk, source, TWO, THREE)
    assert (outcome.orphans, OrphanTag.objects.count()) == (0, 3)


def test_publishing_again_tells_nothing_of_other_blind_layers(desk: Desk, source: Source) -> None:
    code(source, 1, desk.cast.editor, *attack(desk), layer=True)
    source.refresh_from_db()
    assert source.current is not None
    proposal = propose(desk.cast.owner, source, "\n\n".join(["A report", TWO, THREE]))
    seen = source.current.number
    publish(desk.cast.owner, proposal, seen)
    again = publish(desk.cast.owner, proposal, seen)
    assert (again.orphans, OrphanTag.objects.count()) == (0, 3)
