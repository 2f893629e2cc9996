"""Splitting and merging: a new version of the same text, what became of each sentence, and the way back."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from activity.models import Activity
from common.errors import AttestError, Conflict, Invalid, NotAllowed, NotThere
from sources.models import Citation, Sentence, Source, SourceVersion
from sources.querysets import citations_of, sentences_of
from sources.services import Recut, merge_sentences, name_citation_owner, split_sentence, undo_cut
from tests.cast import Cast, make_cast
from tests.factories import make_source, sentence_of

TEXTS = ["[1] One came.", "Two came,[2] it said. [3] Three 😀 came too.", "[4][5] Four came.", "Five came."]


@pytest.fixture
def source(cast: Cast) -> Source:
    return make_source(cast.project, TEXTS)


def texts_of(source: Source) -> list[str]:
    source.refresh_from_db()
    return [sentence.text for sentence in sentences_of(source)]


def assert_pieces_read_the_same(recut: Recut) -> None:
    """Each piece is the same words in both sentences, and unchanged ones are whole."""
    texts = dict(Sentence.objects.values_list("pk", "text"))
    for piece in recut.pieces:
        new = texts[piece.new_id][piece.start + piece.shift : piece.end + piece.shift]
        assert texts[piece.old_id][piece.start : piece.end] == new
        assert new
    unchanged = recut.unchanged()
    assert all(texts[old] == texts[new] for old, new in unchanged.items())
    old = Sentence.objects.filter(version_id=recut.old_version_id).values_list("pk", flat=True)
    assert set(old) == unchanged.keys() | {piece.old_id for piece in recut.pieces}
    new_ids = recut.version.sentences.values_list("pk", flat=True)
    assert set(new_ids) == set(unchanged.values()) | {piece.new_id for piece in recut.pieces}


def test_split_makes_a_version_with_one_more_sentence(cast: Cast, source: Source) -> None:
    old = sentence_of(source, 2)
    recut = split_sentence(cast.editor, old.pk, old.text.index(" [3]"))
    assert texts_of(source) == [TEXTS[0], "Two came,[2] it said. [3]", "Three 😀 came too.", *TEXTS[2:]]
    version = recut.version
    assert (version.number, version.reason, version.parent_id) == (2, "split", recut.old_version_id)
    assert (version.sentence_count, source.current_id) == (5, version.pk)
    before = SourceVersion.objects.get(pk=recut.old_version_id)
    assert (version.text, version.sha256, before.sentence_count) == (before.text, before.sha256, 4)
    for sentence in sentences_of(source):
        assert version.text[sentence.start : sentence.end] == sentence.text
    assert_pieces_read_the_same(recut)
    assert [(piece.old_id, piece.start, piece.end) for piece in recut.pieces] == [
        (old.pk, 0, 25),
        (old.pk, 26, 43),
    ]
    assert recut.pieces[1].shift == -26


@pytest.mark.parametrize("at", ["it said.", " [3] Three", "[3] Three", " Three", "Three"])
def test_a_split_near_markers_leaves_them_with_the_half_they_close(
    cast: Cast, source: Source, at: str
) -> None:
    sentence = sentence_of(source, 2)
    offset = sentence.text.index(at) + (len(at) if at == "it said." else 0)
    split_sentence(cast.editor, sentence.pk, offset)
    assert texts_of(source)[1:3] == ["Two came,[2] it said. [3]", "Three 😀 came too."]
    labels = citations_of(source).values_list("label", "place", "sentence__ordinal")
    assert list(labels)[1:3] == [("2", "inline", 2), ("3", "inline", 2)]


@pytest.mark.parametrize(
    ("ordinal", "at"), [(1, 0), (1, 99), (1, -1), (1, 2), (1, 3), (1, 4), (2, 10), (4, 10)]
)
def test_a_split_needs_words_on_both_sides(cast: Cast, source: Source, ordinal: int, at: int) -> None:
    with pytest.raises(Invalid) as caught:
        split_sentence(cast.editor, sentence_of(source, ordinal).pk, at)
    assert caught.value.errors[0]["field"] == "at"
    assert texts_of(source) == TEXTS


def test_merge_joins_neighbours_with_what_stood_between(cast: Cast, source: Source) -> None:
    ids = [sentence_of(source, ordinal).pk for ordinal in (3, 2)]
    recut = merge_sentences(cast.reviewer, ids)
    merged = f"{TEXTS[1]}\n\n{TEXTS[2]}"
    assert texts_of(source) == [TEXTS[0], merged, TEXTS[3]]
    assert [sentence.ordinal for sentence in sentences_of(source)] == [1, 2, 3]
    assert_pieces_read_the_same(recut)
    assert [piece.shift for piece in recut.pieces] == [0, len(TEXTS[1]) + 2]
    places = citations_of(source).filter(sentence__ordinal=2).values_list("label", "place")
    assert list(places) == [("2", "inline"), ("3", "inline"), ("4", "inline"), ("5", "inline")]


def test_merge_refuses_what_does_not_follow_each_other(cast: Cast, source: Source) -> None:
    other = make_source(cast.project, ["Else."], title="Another")
    first, third = sentence_of(source, 1).pk, sentence_of(source, 3).pk
    for ids in ([first, third], [first], [first, first], [], [first, sentence_of(other, 1).pk]):
        with pytest.raises(Invalid):
            merge_sentences(cast.editor, ids)
    assert texts_of(source) == TEXTS


def test_undo_returns_to_the_cut_before_and_undoing_that_is_a_redo(cast: Cast, source: Source) -> None:
    sentence = sentence_of(source, 2)
    split_sentence(cast.editor, sentence.pk, 26)
    split = texts_of(source)
    recut = undo_cut(cast.editor, source.pk)
    assert texts_of(source) == TEXTS
    assert (recut.version.reason, recut.version.number) == ("undo", 3)
    assert_pieces_read_the_same(recut)
    assert_pieces_read_the_same(undo_cut(cast.second_editor, source.pk))
    assert texts_of(source) == split
    assert list(Activity.objects.order_by("id").values_list("verb", flat=True))[-3:] == [
        "sentence.split",
        "cut.undone",
        "cut.undone",
    ]


def test_there_is_nothing_to_undo_in_an_imported_cut(cast: Cast, source: Source) -> None:
    with pytest.raises(Conflict, match="no split or merge"):
        undo_cut(cast.editor, source.pk)


def test_a_sentence_of_an_older_cut_stands_for_the_same_slice_today(cast: Cast, source: Source) -> None:
    first, second, third = (sentence_of(source, ordinal) for ordinal in (1, 2, 3))
    split_sentence(cast.editor, second.pk, 26)
    merge_sentences(cast.editor, [third.pk, sentence_of(source, 4).pk])
    split_sentence(cast.editor, first.pk, 8)
    assert texts_of(source)[:2] == ["[1] One", "came."]
    with pytest.raises(Conflict, match="split or merged meanwhile"):
        split_sentence(cast.editor, second.pk, 26)


def test_what_was_said_of_a_leading_marker_survives_cuts(cast: Cast, source: Source) -> None:
    marker = Citation.objects.get(sentence=sentence_of(source, 3), label="4")
    name_citation_owner(cast.editor, marker, sentence_of(source, 2))
    split_sentence(cast.editor, sentence_of(source, 2).pk, 26)
    source.refresh_from_db()
    owners = citations_of(source).exclude(owner=None).values_list("label", "owner__text")
    assert list(owners) == [("4", "Three 😀 came too.")]
    undo_cut(cast.editor, source.pk)
    source.refresh_from_db()
    owners = citations_of(source).exclude(owner=None).values_list("label", "owner__text")
    assert list(owners) == [("4", TEXTS[1])]


def test_cutting_is_for_those_who_work_on_the_text(cast: Cast, source: Source) -> None:
    first, second = sentence_of(source, 1).pk, sentence_of(source, 2).pk
    with pytest.raises(NotAllowed, match="split and merge"):
        split_sentence(cast.viewer, second, 26)
    cast.outsider.roles = ["owner", "editor"]
    cast.outsider.save()
    with pytest.raises(NotThere):
        split_sentence(cast.outsider, second, 26)
    with pytest.raises(NotThere):
        merge_sentences(cast.outsider, [first, second])
    with pytest.raises(NotThere):
        undo_cut(cast.outsider, source.pk)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_of_two_cuts_of_a_sentence_at_once_one_is_refused() -> None:
    cast = make_cast()
    source = make_source(cast.project, TEXTS)
    sentence, barrier, refused = sentence_of(source, 2), Barrier(2), []

    def cut(at: int) -> None:
        try:
            barrier.wait()
            split_sentence(cast.editor, sentence.pk, at)
        except AttestError as error:
            refused.append(error.code)
        finally:
            connection.close()

    threads = [Thread(target=cut, args=(at,)) for at in (4, 26)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["sentence-recut"]
    assert len(texts_of(source)) == 5
