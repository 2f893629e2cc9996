"""Splitting and merging sentences: the work goes with the words, and nothing is lost."""

from uuid import uuid4

import pytest

from accounts.models import Membership
from annotations.models import ActorTag, AnnotationSet, EventTag, Revision
from annotations.operations import Answer, apply_operations, undo
from annotations.operations.undoing import steps_of
from annotations.querysets import held_back, states_of, visible_to
from annotations.reanchoring import merge_with_next, split_sentence, undo_cut
from common.errors import Conflict, NotAllowed
from reviews.services import approve, submit
from sources.models import Sentence, Source
from tests.factories import (
    Wire,
    actor_op,
    event_op,
    make_source,
    mark_op,
    reliability_op,
    remove_op,
    sentence_of,
)

from .conftest import Desk

ONE = "Hamas fighters attacked the post."
TWO = "Fatah denied it."
BOTH = f"{ONE} {TWO}"


@pytest.fixture
def joined(desk: Desk) -> Source:
    """A source whose first paragraph holds two sentences, and one more after it."""
    return make_source(desk.cast.project, [BOTH, "Nobody was hurt."], title="Joined")


@pytest.fixture
def apart(desk: Desk) -> Source:
    """A source of three sentences."""
    return make_source(desk.cast.project, [ONE, TWO, "Nobody was hurt."], title="Apart")


def code(source: Source, ordinal: int, seat: Membership, *operations: Wire, blind: bool = False) -> Answer:
    source.refresh_from_db()
    sentence = sentence_of(source, ordinal)
    return apply_operations(seat, sentence.pk, list(operations), layer=seat.coder if blind else None)


def shown(source: Source) -> list[tuple[int, list[str]]]:
    """The quotes of each coded sentence of the current cut."""
    source.refresh_from_db()
    sets = list(
        AnnotationSet.objects.filter(sentence__version=source.current_id, absorbed_by=None)
        .select_related("sentence")
        .order_by("sentence__ordinal")
    )
    states = states_of(sets)
    return [(row.sentence.ordinal, [t.value["quote"] for t in states[row.pk].in_order()]) for row in sets]


def at_cut(source: Source) -> tuple[int, int]:
    source.refresh_from_db()
    return sentence_of(source, 1).pk, len(ONE)


def coded_both(desk: Desk, source: Source) -> None:
    """The first editor codes the first half, the second the other."""
    hamas = actor_op(BOTH, "Hamas fighters")
    code(source, 1, desk.cast.editor, hamas, event_op(BOTH, "attacked", participants=[("actor", hamas)]))
    fatah = actor_op(BOTH, "Fatah")
    denial = reliability_op(BOTH, "Fatah denied it", "4", cue_start=len(ONE) + 7, cue_end=len(ONE) + 13)
    code(source, 1, desk.cast.second_editor, fatah, denial)


def test_a_split_takes_every_tag_with_its_words(desk: Desk, joined: Source) -> None:
    coded_both(desk, joined)
    code(joined, 2, desk.cast.editor, actor_op("Nobody was hurt.", "Nobody"))
    split_sentence(desk.cast.editor, *at_cut(joined))
    assert shown(joined) == [
        (1, ["Hamas fighters", "attacked"]),
        (2, ["Fatah", "Fatah denied it"]),
        (3, ["Nobody"]),
    ]
    mention = EventTag.objects.get().participants.get().actor_tag
    assert mention is not None
    assert mention.quote == "Hamas fighters"


def test_a_split_and_its_undo_and_redo_come_back_to_the_same_tags(desk: Desk, joined: Source) -> None:
    coded_both(desk, joined)
    before = shown(joined)
    values = [tag.value for row in AnnotationSet.objects.all() for tag in states_of([row])[row.pk].in_order()]
    split_sentence(desk.cast.editor, *at_cut(joined))
    after = shown(joined)
    undo_cut(desk.cast.editor, joined.pk)
    assert shown(joined) == before
    [row] = visible_to(desk.cast.editor)
    assert [tag.value for tag in states_of([row])[row.pk].in_order()] == values
    undo_cut(desk.cast.editor, joined.pk)
    assert shown(joined) == after
    assert AnnotationSet.objects.count() == 2, "the half that was merged away stood up again"


def test_a_merge_joins_the_tags_of_both(desk: Desk, apart: Source) -> None:
    hamas = actor_op(ONE, "Hamas fighters")
    code(apart, 1, desk.cast.editor, hamas, event_op(ONE, "attacked", participants=[("actor", hamas)]))
    code(apart, 2, desk.cast.editor, actor_op(TWO, "Fatah"))
    merge_with_next(desk.cast.editor, sentence_of(apart, 1).pk)
    assert shown(apart) == [(1, ["Hamas fighters", "attacked", "Fatah"])]
    fatah = ActorTag.objects.get(quote="Fatah")
    assert Sentence.objects.get(version=apart.current_id, ordinal=1).text[fatah.start : fatah.end] == "Fatah"
    undo_cut(desk.cast.editor, apart.pk)
    assert shown(apart) == [(1, ["Hamas fighters", "attacked"]), (2, ["Fatah"])]
    assert AnnotationSet.objects.count() == 2


def test_a_merge_with_an_unread_sentence_shifts_the_tags_of_the_other(desk: Desk, apart: Source) -> None:
    code(apart, 2, desk.cast.editor, actor_op(TWO, "Fatah"))
    merge_with_next(desk.cast.editor, sentence_of(apart, 1).pk)
    assert shown(apart) == [(1, ["Fatah"])]


@pytest.mark.parametrize(
    ("one", "two", "merged"),
    [
        ("nothing_to_code", "nothing_to_code", "nothing_to_code"),
        ("nothing_to_code", None, "open"),
        ("nothing_to_code", "open", "open"),
    ],
)
def test_only_what_was_read_whole_is_marked_empty_after_a_merge(
    desk: Desk, apart: Source, one: str, two: str | None, merged: str
) -> None:
    code(apart, 1, desk.cast.editor, mark_op(one))
    if two:
        code(apart, 2, desk.cast.editor, mark_op(two, "Sure?"))
    merge_with_next(desk.cast.editor, sentence_of(apart, 1).pk)
    [row] = visible_to(desk.cast.editor)
    assert (row.outcome, row.question) == (merged, "Sure?" if two else "")


def test_both_halves_of_an_empty_sentence_are_empty(desk: Desk, joined: Source) -> None:
    code(joined, 1, desk.cast.editor, mark_op("nothing_to_code"))
    split_sentence(desk.cast.editor, *at_cut(joined))
    assert [row.outcome for row in visible_to(desk.cast.editor)] == ["nothing_to_code"] * 2


def test_a_split_through_a_tag_is_refused_and_names_it(desk: Desk, joined: Source) -> None:
    code(joined, 1, desk.cast.editor, reliability_op(BOTH, "post. Fatah"))
    with pytest.raises(Conflict, match=r"grade of “post\. Fatah”") as caught:
        split_sentence(desk.cast.editor, *at_cut(joined))
    assert caught.value.code == "split-through-tags"
    joined.refresh_from_db()
    assert joined.versions.count() == 1


def test_a_split_that_parts_an_event_from_its_participant_is_refused(desk: Desk, joined: Source) -> None:
    fatah = actor_op(BOTH, "Fatah")
    code(joined, 1, desk.cast.editor, fatah, event_op(BOTH, "attacked", participants=[("victim", fatah)]))
    with pytest.raises(Conflict, match="“Fatah” takes part in the event “attacked”"):
        split_sentence(desk.cast.editor, *at_cut(joined))


def test_of_a_blind_layer_nothing_is_told(desk: Desk, joined: Source) -> None:
    code(joined, 1, desk.cast.second_editor, reliability_op(BOTH, "post. Fatah"), blind=True)
    with pytest.raises(Conflict) as caught:
        split_sentence(desk.cast.editor, *at_cut(joined))
    assert "Fatah" not in caught.value.message
    assert desk.cast.second_editor.coder.code not in caught.value.message


def test_every_layer_moves(desk: Desk, joined: Source) -> None:
    coded_both(desk, joined)
    code(joined, 1, desk.cast.editor, actor_op(BOTH, "Fatah"), actor_op(BOTH, "Hamas"), blind=True)
    split_sentence(desk.cast.editor, *at_cut(joined))
    assert AnnotationSet.objects.filter(layer=None).count() == 2
    assert AnnotationSet.objects.filter(layer=desk.cast.editor.coder).count() == 2


def test_unchanged_sentences_keep_their_approval_and_changed_ones_open_a_round(
    desk: Desk, apart: Source
) -> None:
    cast = desk.cast
    for ordinal, text, words in ((1, ONE, "Hamas"), (3, "Nobody was hurt.", "Nobody")):
        pk = code(apart, ordinal, cast.editor, actor_op(text, words, desk.hamas)).annotation_set.pk
        submit(cast.editor, pk, 1)
        approve(cast.reviewer, pk, 1)
    merge_with_next(cast.editor, sentence_of(apart, 1).pk)
    merged, same = AnnotationSet.objects.order_by("id")
    assert (merged.state, merged.round, merged.revision) == ("draft", 2, 2)
    assert merged.approved_revision is not None
    assert (same.state, same.round, same.revision) == ("approved", 1, 1)
    assert same.sentence.ordinal == 2
    assert Revision.objects.filter(annotation_set=merged, origin="re_anchor").get().author is None


def test_a_submitted_sentence_leaves_the_queue_when_it_is_cut(desk: Desk, joined: Source) -> None:
    pk = code(joined, 1, desk.cast.editor, actor_op(BOTH, "Hamas", desk.hamas)).annotation_set.pk
    submit(desk.cast.editor, pk, 1)
    split_sentence(desk.cast.second_editor, *at_cut(joined))
    row = AnnotationSet.objects.get()
    assert (row.state, row.submitted_at) == ("draft", None)


def test_nobody_becomes_a_stranger_to_their_work_by_a_split_or_a_merge(desk: Desk, joined: Source) -> None:
    """Four eyes: what a reviewer tagged, another decides on, wherever it was moved."""
    cast = desk.cast
    coded_both(desk, joined)
    code(joined, 1, cast.reviewer, actor_op(BOTH, "denied", desk.hamas))
    split_sentence(cast.editor, *at_cut(joined))
    half = AnnotationSet.objects.latest("id")
    submit(cast.second_editor, half.pk, half.revision)
    with pytest.raises(NotAllowed):
        approve(cast.reviewer, half.pk, half.revision)
    approve(cast.second_reviewer, half.pk, half.revision)


def test_a_carried_revision_is_no_request_to_undo(desk: Desk, joined: Source) -> None:
    coded_both(desk, joined)
    split_sentence(desk.cast.editor, *at_cut(joined))
    half = AnnotationSet.objects.latest("id")
    assert steps_of(half.pk, desk.cast.second_editor.coder_id).undoable == ()


def test_what_went_to_the_other_half_cannot_be_undone_here(desk: Desk, joined: Source) -> None:
    fatah = actor_op(BOTH, "Fatah")
    code(joined, 1, desk.cast.editor, actor_op(BOTH, "Hamas"))
    code(joined, 1, desk.cast.editor, fatah)
    split_sentence(desk.cast.second_editor, *at_cut(joined))
    with pytest.raises(Conflict, match="split or merged") as caught:
        undo(desk.cast.editor, sentence_of(joined_again(joined), 1).pk, str(uuid4()))
    assert caught.value.code == "tag-conflict"


def test_a_removal_of_words_that_went_to_the_other_half_cannot_be_undone(desk: Desk, joined: Source) -> None:
    fatah = actor_op(BOTH, "Fatah")
    code(joined, 1, desk.cast.editor, actor_op(BOTH, "Hamas"), fatah)
    code(joined, 1, desk.cast.editor, remove_op(fatah, seen=1))
    split_sentence(desk.cast.second_editor, *at_cut(joined))
    with pytest.raises(Conflict, match="can no longer be undone") as caught:
        undo(desk.cast.editor, sentence_of(joined_again(joined), 1).pk, str(uuid4()))
    assert caught.value.code == "cannot-undo"


def joined_again(source: Source) -> Source:
    source.refresh_from_db()
    return source


def test_a_save_to_a_sentence_that_reads_the_same_finds_its_new_place(desk: Desk, joined: Source) -> None:
    old = sentence_of(joined, 2)
    mention = actor_op(old, "Nobody")
    apply_operations(desk.cast.editor, old.pk, [mention])
    split_sentence(desk.cast.editor, *at_cut(joined))
    answer = apply_operations(desk.cast.editor, old.pk, [remove_op(mention, after=mention)])
    assert (answer.revision, answer.annotation_set.sentence.ordinal) == (2, 3)


def test_a_save_to_a_sentence_that_was_cut_is_told_what_stands_there(desk: Desk, joined: Source) -> None:
    old = sentence_of(joined, 1)
    split_sentence(desk.cast.editor, *at_cut(joined))
    with pytest.raises(Conflict) as caught:
        apply_operations(desk.cast.editor, old.pk, [actor_op(BOTH, "Fatah")])
    assert caught.value.code == "sentence-recut"
    assert [one["text"] for one in caught.value.extra["sentences"]] == [ONE, TWO]


def test_the_last_sentence_has_none_to_merge_with(desk: Desk, apart: Source) -> None:
    with pytest.raises(Conflict) as caught:
        merge_with_next(desk.cast.editor, sentence_of(apart, 3).pk)
    assert caught.value.code == "no-next-sentence"


def test_viewers_cannot_cut(desk: Desk, joined: Source) -> None:
    with pytest.raises(NotAllowed):
        split_sentence(desk.cast.viewer, *at_cut(joined))


def approved(desk: Desk, source: Source, ordinal: int, words: str) -> int:
    """Code, submit and approve the sentence; its set."""
    row = code(
        source, ordinal, desk.cast.editor, actor_op(sentence_of(source, ordinal), words)
    ).annotation_set
    return approved_as_it_stands(desk, row.pk)


def approved_as_it_stands(desk: Desk, pk: int) -> int:
    row = AnnotationSet.objects.get(pk=pk)
    submit(desk.cast.editor, pk, row.revision)
    approve(desk.cast.reviewer, pk, row.revision)
    return pk


def test_data_sets_keep_approved_sentences_through_a_merge_and_never_read_one_twice(
    desk: Desk, apart: Source
) -> None:
    first, second = approved(desk, apart, 1, "Hamas"), approved(desk, apart, 2, "Fatah")
    merge_with_next(desk.cast.editor, sentence_of(apart, 1).pk)
    assert held_back(desk.cast.project.pk) == set(), "both stay as approved until the joined one is"
    approved_as_it_stands(desk, first)
    assert held_back(desk.cast.project.pk) == {second}
    undo_cut(desk.cast.editor, apart.pk)
    assert held_back(desk.cast.project.pk) == {second}, "the joined one still tells of both"
    approved_as_it_stands(desk, first)
    assert held_back(desk.cast.project.pk) == set()


def test_data_sets_wait_for_both_halves_of_an_approved_sentence(desk: Desk, joined: Source) -> None:
    coded_both(desk, joined)
    whole = approved_as_it_stands(desk, AnnotationSet.objects.get().pk)
    split_sentence(desk.cast.editor, *at_cut(joined))
    half = approved_as_it_stands(desk, AnnotationSet.objects.latest("id").pk)
    assert held_back(desk.cast.project.pk) == {half}
    approved_as_it_stands(desk, whole)
    assert held_back(desk.cast.project.pk) == set()
