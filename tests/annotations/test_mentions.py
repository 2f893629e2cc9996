"""Where an actor occurs: mentions, events, company; through redirects; in the reader's layers only."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.mentions import appearance_of, mentions_of, occasions_of, touched_by_merge
from annotations.operations import apply_operations
from codebook.registry import create_actor, merge_actors
from codebook.registry.structure import family_of
from tests.cast import Cast
from tests.factories import actor_op, event_op, make_source, sentence_of

TEXT = "On 12 November 2007 Fatah fighters attacked a post of Hamas in the city."


def code(cast: Cast, count: int = 1, text: str = TEXT) -> tuple[int, int]:
    """Fatah attacks Hamas in `count` sentences of as many sources; their ids."""
    fatah = create_actor(cast.editor, label="Fatah")
    hamas = create_actor(cast.editor, label="Hamas")
    for n in range(count):
        source = make_source(cast.project, [text], title=f"Source {n}")
        one, other = actor_op(text, "Fatah", fatah.pk), actor_op(text, "Hamas", hamas.pk)
        event = event_op(
            text,
            "attacked",
            participants=[("actor", one), ("recipient", other)],
            date_edtf=f"{2007 + n}-11-12",
        )
        apply_operations(cast.editor, sentence_of(source, 1).pk, [one, other, event])
    return fatah.pk, hamas.pk


def test_mentions_come_newest_first_with_their_sentence_and_page_by_id(cast: Cast) -> None:
    fatah, _ = code(cast, 3)
    first = mentions_of(cast.viewer, [fatah], limit=2)
    assert [(one.title, one.text[one.start : one.end]) for one in first] == [
        ("Source 2", "Fatah"),
        ("Source 1", "Fatah"),
    ]
    assert [one.title for one in mentions_of(cast.viewer, [fatah], before=first[-1].id)] == ["Source 0"]


def test_an_actor_is_seen_with_its_company_and_by_year(cast: Cast) -> None:
    fatah, hamas = code(cast, 3)
    seen = appearance_of(cast.viewer, [fatah])
    assert (seen.mentions, seen.events, seen.undated) == (3, 3, 0)
    assert seen.years == [(2007, 1), (2008, 1), (2009, 1)]
    assert seen.company == [(hamas, 3)]
    occasions = occasions_of(cast.viewer, [hamas], year=2008)
    assert [(one.day, one.roles, one.quote, one.code) for one in occasions] == [
        (date(2008, 11, 12), ["recipient"], "attacked", "ASSAULT")
    ]
    first = occasions_of(cast.viewer, [fatah], limit=1)[0]
    assert len(occasions_of(cast.viewer, [fatah], after=(first.day, first.id))) == 2


def test_undated_events_come_last_and_page_too(cast: Cast) -> None:
    fatah, _ = code(cast, 1)
    source = make_source(cast.project, [TEXT])
    one = actor_op(TEXT, "Fatah", fatah)
    events = [event_op(TEXT, word, participants=[("actor", one)]) for word in ("attacked", "fighters")]
    apply_operations(cast.editor, sentence_of(source, 1).pk, [one, *events])
    found = occasions_of(cast.viewer, [fatah])
    assert [one.day for one in found] == [date(2007, 11, 12), None, None]
    assert [o.id for o in occasions_of(cast.viewer, [fatah], after=(None, found[1].id))] == [found[2].id]
    assert [o.id for o in occasions_of(cast.viewer, [fatah], undated=True)] == [found[1].id, found[2].id]


def test_a_merged_entry_is_read_under_its_survivor(cast: Cast) -> None:
    fatah, hamas = code(cast)
    other = create_actor(cast.editor, label="Harakat Hamas").pk
    merge_actors(cast.editor, hamas, other)
    assert len(mentions_of(cast.viewer, family_of(other))) == 1
    assert appearance_of(cast.viewer, [fatah]).company == [(other, 1)]


def test_blind_layers_and_other_projects_are_not_looked_into(cast: Cast) -> None:
    fatah, hamas = code(cast)
    source = make_source(cast.project, [TEXT])
    one = actor_op(TEXT, "Fatah", fatah)
    apply_operations(cast.editor, sentence_of(source, 1).pk, [one], layer=cast.editor.coder)
    assert len(mentions_of(cast.editor, [fatah])) == 2
    assert len(mentions_of(cast.second_editor, [fatah])) == 1
    assert appearance_of(cast.second_editor, [fatah]).mentions == 1
    assert touched_by_merge(cast.second_editor, [fatah], [hamas]).mentions == 1
    assert mentions_of(cast.outsider, [fatah]) == []
    assert appearance_of(cast.outsider, [fatah]).events == 0
    assert occasions_of(cast.outsider, [fatah]) == []


def test_a_merge_tells_of_words_that_both_stand_on(cast: Cast) -> None:
    fatah, hamas = code(cast)
    source = make_source(cast.project, [TEXT])
    ops = [actor_op(TEXT, "Fatah", fatah), actor_op(TEXT, "Fatah", hamas)]
    apply_operations(cast.editor, sentence_of(source, 1).pk, ops)
    seen = touched_by_merge(cast.viewer, [fatah], [hamas])
    assert (seen.mentions, seen.twins) == (2, 1)


def test_each_read_is_one_query(cast: Cast) -> None:
    fatah, _ = code(cast, 3)
    with CaptureQueriesContext(connection) as queries:
        mentions_of(cast.viewer, [fatah])
        appearance_of(cast.viewer, [fatah])
        occasions_of(cast.viewer, [fatah])
    assert len(queries) == 3
