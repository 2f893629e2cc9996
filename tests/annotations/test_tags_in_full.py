"""Every field of a tag, saved and read back; words borrowed from other sentences; claims told within claims."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from annotations.models import AnnotationSet, EventCode, EventTag, Participant, Revision
from annotations.operations import redo, undo
from annotations.operations.upgrading import NOTHING_STATED, completed, stated
from annotations.operations.wire import read_operations
from annotations.querysets import tags_of
from annotations.reanchoring import merge_with_next
from annotations.snapshots import verify
from codebook.models import Actor, Adoption, Code, Codebook
from codebook.registry import create_actor
from common.errors import Conflict, Invalid
from tests.factories import (
    Wire,
    actor_op,
    change_op,
    event_op,
    make_source,
    reliability_op,
    remove_op,
    sentence_of,
    span,
)

from .conftest import TEXT, Desk, refused

GAZA = {"place_start": 42, "place_end": 51}


def acled(desk: Desk) -> Codebook:
    """A second scheme that the project codes with."""
    book = Codebook.objects.create(slug="acled-like", version=1, title="A second scheme", sha256="0" * 64)
    Code.objects.create(
        codebook=book, value="armed-clash", label="Armed clash", modes=["night", "day"], position=1
    )
    Adoption.objects.create(project=desk.cast.project, codebook=book)
    return book


def borrowed(desk: Desk, words: str, ordinal: int = 2, **more: Any) -> Wire:
    """Words of another sentence of the source."""
    sentence = sentence_of(desk.source, ordinal)
    return {"sentence": sentence.pk, **span(sentence, words), **more}


def full(desk: Desk) -> dict[str, Any]:
    """Every field of an event stated."""
    return {
        "modes": ["firearms", "destroy"],
        "other_codes": [{"code": "armed-clash", "codebook": "acled-like", "modes": ["night"]}],
        "date_edtf": "XXXX-11-12",
        "date_start": TEXT.index("12 November"),
        "date_end": TEXT.index("12 November") + 11,
        "date_resolved": "2007-11-12",
        "date_basis": "document",
        "date_prec": 1,
        "place_name": "Gaza",
        **GAZA,
        "place_basis": "sentence",
        "country": "PS",
        "latitude": 31.5,
        "longitude": 34.4666667,
        "where_prec": 2,
        "deaths_low": 0,
        "deaths_best": 2,
        "deaths_high": 4,
        "deaths_start": 0,
        "deaths_end": 5,
        "injured": 0,
        "injured_start": 0,
        "injured_end": 5,
        "arrested": 3,
        "arrested_start": 6,
        "arrested_end": 14,
        "modality": "alleged",
        "polarity": "negative",
        "tense": "past",
        "genericity": "generic",
    }


def test_every_field_of_an_event_is_kept(desk: Desk) -> None:
    acled(desk)
    answer = desk.save(event_op(TEXT, "attacked", **full(desk)))

    [tag] = answer.body()["tags"]
    expected = full(desk) | {
        "modes": ["destroy", "firearms"],
        "codebook": "plover@1",
        "other_codes": [{"code": "armed-clash", "codebook": "acled-like@1", "modes": ["night"]}],
        "longitude": 34.466667,
    }
    assert {field: tag["value"][field] for field in expected} == expected
    row = EventTag.objects.get()
    assert (row.date_min, row.date_max) == (date(2007, 11, 12), date(2007, 11, 12))


def test_a_saved_event_reads_as_it_was_answered(desk: Desk) -> None:
    acled(desk)
    first = desk.save(event_op(TEXT, "attacked", **full(desk)))
    second = desk.save(actor_op(TEXT, "Fatah"))
    was = first.body()["tags"][0]
    assert was in [{**tag, "version": 1} for tag in second.body()["tags"]]


def test_further_codes_change_and_go(desk: Desk) -> None:
    acled(desk)
    op = event_op(TEXT, "attacked", other_codes=[{"code": "armed-clash", "modes": ["day"]}])
    desk.save(op)
    assert EventCode.objects.get().modes == ["day"]
    moved = change_op(op, seen=1, other_codes=[{"code": "armed-clash", "modes": ["night"]}])
    desk.save(moved)
    assert EventCode.objects.get().modes == ["night"]
    desk.save(change_op(op, seen=2, other_codes=[]))
    assert not EventCode.objects.exists()
    undo(desk.cast.editor, desk.sentence.pk, str(uuid4()))
    assert EventCode.objects.get().modes == ["night"]
    desk.save(remove_op(op, seen=4))
    assert not EventCode.objects.exists()


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({"modes": ["elect"]}, "modes"),
        ({"code": None, "modes": ["firearms"]}, "modes"),
        ({"other_codes": [{"code": "armed-clash", "modes": ["dusk"]}]}, "other_codes[0].modes"),
        ({"other_codes": [{"code": "no-such-code"}]}, "other_codes[0].code"),
        ({"other_codes": [{"code": "armed-clash", "codebook": "plover"}]}, "other_codes[0].code"),
        ({"other_codes": [{"code": "ASSAULT"}]}, "other_codes"),
    ],
)
def test_modes_and_further_codes_are_those_of_the_codebooks(desk: Desk, value: Wire, field: str) -> None:
    acled(desk)
    refusal = refused(desk, event_op(TEXT, "attacked", **value))
    assert f"operations[0].value.{field}" in [error["field"] for error in refusal.errors]


def test_words_of_another_sentence_fill_date_place_and_roles(desk: Desk) -> None:
    police = create_actor(desk.cast.editor, label="Police", kind="security_force")
    words = borrowed(desk, "Nobody")
    answer = desk.save(
        event_op(
            TEXT,
            "attacked",
            date_from=borrowed(desk, "hurt"),
            place_from=borrowed(desk, "post", 3),
        )
    )
    [tag] = answer.body()["tags"]
    assert tag["value"]["date_basis"] == tag["value"]["place_basis"] == "other_sentence"

    op = event_op(TEXT, "attacked", code="ACCUSE")
    op["value"]["participants"] = [
        {"role": "victim"},
        {"role": "actor", "from": {**words, "actor": police.pk}, "basis": "world_knowledge"},
    ]
    desk.save(op)
    told = [tag["value"]["participants"] for tag in desk_tags(desk) if tag["value"].get("code") == "ACCUSE"]
    assert told == [
        [
            {
                "role": "actor",
                "actor": None,
                "from": {**words, "actor": police.pk},
                "basis": "world_knowledge",
            },
            {"role": "victim", "actor": None, "from": None, "basis": ""},
        ]
    ]
    assert Participant.objects.get(role="actor").from_actor == police


def desk_tags(desk: Desk) -> list[Wire]:
    """The tags as a page would read them."""
    return [tag.as_json() for tag in tags_of(desk.row)]


def _elsewhere(desk: Desk) -> Wire:
    other = make_source(desk.cast.project, ["Another text."], title="Another")
    return {"sentence": sentence_of(other, 1).pk, "start": 0, "end": 7, "quote": "Another"}


def _foreign(desk: Desk) -> Wire:
    other = make_source(desk.cast.outsider.project, ["Another text."], title="Another")
    return {"sentence": sentence_of(other, 1).pk, "start": 0, "end": 7, "quote": "Another"}


@pytest.mark.parametrize(
    "words",
    [
        _elsewhere,
        _foreign,
        lambda desk: borrowed(desk, "Nobody") | {"quote": "Somebody"},
        lambda desk: borrowed(desk, "Nobody") | {"start": 900, "end": 906},
        lambda _: {"sentence": 2**62, "start": 0, "end": 3, "quote": "Ham"},
    ],
)
def test_borrowed_words_stand_where_they_are_said_to(desk: Desk, words: Callable[[Desk], Wire]) -> None:
    taken = words(desk)
    refused(desk, event_op(TEXT, "attacked", date_from=taken))
    refused(desk, event_op(TEXT, "attacked", place_from=taken))
    op = event_op(TEXT, "attacked")
    op["value"]["participants"] = [{"role": "actor", "from": {**taken, "actor": None}}]
    refused(desk, op)
    refused(desk, reliability_op(TEXT, source_from=taken))


def test_a_borrowed_participant_is_of_the_projects_registry(desk: Desk) -> None:
    stranger = Actor.objects.create(project=desk.cast.outsider.project, label="Stranger")
    op = event_op(TEXT, "attacked")
    op["value"]["participants"] = [
        {"role": "actor", "from": borrowed(desk, "Nobody", actor=stranger.pk)},
    ]
    assert refused(desk, op).code == "unknown-actor"


def test_borrowed_words_outlive_a_new_cut(desk: Desk) -> None:
    words = borrowed(desk, "Nobody")
    desk.save(event_op(TEXT, "attacked", date_from=words))
    merge_with_next(desk.cast.editor, sentence_of(desk.source, 2).pk)
    desk.source.refresh_from_db()
    first = AnnotationSet.objects.get(absorbed_by=None, sentence__ordinal=1)
    assert first.event_tags.get().date_from == words


def test_every_field_of_a_claim_is_kept(desk: Desk) -> None:
    outer = reliability_op(TEXT, commitment="neutral", check_worthiness="CFS", anonymous=True)
    inner = reliability_op(
        TEXT,
        "Hamas fighters attacked the Fatah post",
        credibility="3",
        parent=outer["tag"],
        commitment="sceptical",
        source_from=borrowed(desk, "Nobody"),
    )
    answer = desk.save(inner, outer)
    values = {tag["tag"]: tag["value"] for tag in answer.body()["tags"]}
    assert (values[outer["tag"]]["anonymous"], values[outer["tag"]]["check_worthiness"]) == (True, "CFS")
    assert values[inner["tag"]]["parent"] == outer["tag"]
    assert values[inner["tag"]]["source_basis"] == "other_sentence"


def test_a_claim_is_never_told_within_itself(desk: Desk) -> None:
    one, two = reliability_op(TEXT), reliability_op(TEXT, "Hamas fighters")
    desk.save(one, two)
    desk.save(change_op(two, seen=1, parent=one["tag"]))
    assert refused(desk, change_op(one, seen=1, parent=two["tag"])).errors[0]["code"] == "attribution-cycle"
    assert refused(desk, change_op(one, seen=1, parent=one["tag"])).errors[0]["code"] == "attribution-cycle"


def test_a_claim_names_a_claim_that_is_there(desk: Desk) -> None:
    mention = actor_op(TEXT, "Fatah")
    desk.save(mention)
    assert refused(desk, reliability_op(TEXT, parent=mention["tag"])).errors[0]["code"] == "relation-dangling"
    assert refused(desk, reliability_op(TEXT, parent=str(uuid4()))).errors[0]["code"] == "relation-dangling"


def test_a_claim_that_holds_another_goes_last(desk: Desk) -> None:
    outer = reliability_op(TEXT)
    inner = reliability_op(TEXT, "Hamas fighters", parent=outer["tag"])
    desk.save(outer, inner)
    assert refused(desk, remove_op(outer, seen=1)).errors[0]["code"] == "relation-dangling"
    desk.save(remove_op(outer, seen=1), remove_op(inner, seen=1))
    undo(desk.cast.editor, desk.sentence.pk, str(uuid4()))
    assert {tag["tag"] for tag in desk_tags(desk)} >= {outer["tag"], inner["tag"]}


def test_nesting_a_claim_that_another_person_removes_is_a_conflict(desk: Desk) -> None:
    outer = reliability_op(TEXT)
    desk.save(outer)
    desk.save(remove_op(outer, seen=1), seat=desk.cast.second_editor)
    with pytest.raises(Conflict) as caught:
        desk.save(reliability_op(TEXT, "Hamas fighters", parent=outer["tag"]), base=1)
    assert caught.value.extra["conflicts"][0]["reason"] == "dangling"


@pytest.mark.parametrize(
    ("value", "bounds"),
    [
        ({"date_edtf": "2007-06"}, (date(2007, 6, 1), date(2007, 6, 30))),
        ({"date_edtf": "XXXX-11-12"}, (None, None)),
        (
            {"date_edtf": "XXXX-11-12", "date_resolved": "2007-11-12", "date_basis": "document"},
            (date(2007, 11, 12), date(2007, 11, 12)),
        ),
        ({"date_edtf": "2007/.."}, (date(2007, 1, 1), None)),
        ({}, (None, None)),
    ],
)
def test_the_bounds_of_a_date_follow_from_it(desk: Desk, value: Wire, bounds: tuple[Any, Any]) -> None:
    op = event_op(TEXT, "attacked", **value)
    desk.save(op)
    row = EventTag.objects.get()
    assert (row.date_min, row.date_max) == bounds
    desk.save(change_op(op, seen=1, date_edtf="1999", date_resolved="", date_basis=""))
    row.refresh_from_db()
    assert (row.date_min, row.date_max) == (date(1999, 1, 1), date(1999, 12, 31))


def test_undo_and_redo_bring_every_field_back(desk: Desk) -> None:
    acled(desk)
    op = event_op(TEXT, "attacked", **full(desk))
    desk.save(op)
    whole = desk_tags(desk)
    desk.save(change_op(op, seen=1, **NOTHING_STATED["event"]))
    undo(desk.cast.editor, desk.sentence.pk, str(uuid4()))
    redo(desk.cast.editor, desk.sentence.pk, str(uuid4()))
    undo(desk.cast.editor, desk.sentence.pk, str(uuid4()))
    back = [tag["value"] for tag in desk_tags(desk) if tag["kind"] == "event"]
    assert back == [tag["value"] for tag in whole if tag["kind"] == "event"]


def test_what_was_kept_before_the_fields_came_reads_as_stating_nothing(desk: Desk) -> None:
    op = event_op(TEXT, "attacked", participants=[("actor", actor := actor_op(TEXT, "Fatah"))])
    desk.save(actor, op)
    with connection.cursor() as cursor:  # as an earlier version kept it
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE annotations_revision DISABLE TRIGGER revision_immutable")
        revision = Revision.objects.get()
        for entry in revision.operations["operations"]:
            entry["value"] = stated(entry["kind"], entry["value"])
            assert "modes" not in entry["value"]
        revision.save(update_fields=["operations"])
        cursor.execute("ALTER TABLE annotations_revision ENABLE TRIGGER revision_immutable")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    assert list(verify(AnnotationSet.objects.all())) == []
    desk.save(remove_op(op, seen=1))
    undo(desk.cast.editor, desk.sentence.pk, str(uuid4()))


def test_an_operation_accepted_before_the_fields_came_is_known_after() -> None:
    op = event_op(TEXT, "attacked", participants=[("actor", str(uuid4()))])
    [plain] = read_operations([op])
    bare = stated("event", plain.value)
    assert set(bare) == {
        "start", "end", "quote", "note", "code", "codebook", "date_edtf", "date_start", "date_end", "modality",
        "polarity", "participants",
    }  # fmt: skip
    assert set(bare["participants"][0]) == {"role", "actor"}
    assert completed("event", bare) == plain.value


@given(st.dictionaries(st.sampled_from(sorted(NOTHING_STATED["event"])), st.none(), max_size=4))
def test_completing_is_the_inverse_of_leaving_out(some: dict[str, None]) -> None:
    [operation] = read_operations([event_op(TEXT, "attacked")])
    value = {field: part for field, part in operation.value.items() if field not in some}
    assert completed("event", value) == operation.value
    assert completed("event", stated("event", operation.value)) == operation.value


def run(sql: str) -> None:
    """Run one statement and let every check at commit look at it now."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    ("sql", "constraint"),
    [
        ("UPDATE annotations_eventtag SET deaths_low = 3, deaths_best = 2", "event_tag_deaths_order"),
        ("UPDATE annotations_eventtag SET deaths_low = 3, deaths_high = 2", "event_tag_deaths_order"),
        ("UPDATE annotations_eventtag SET latitude = 1", "event_tag_coordinates"),
        ("UPDATE annotations_eventtag SET latitude = 91, longitude = 1", "event_tag_coordinates"),
        ("UPDATE annotations_eventtag SET where_prec = 9", "event_tag_where_prec_known"),
        ("UPDATE annotations_eventtag SET date_resolved = '2007'", "event_tag_date_rests"),
        (
            "UPDATE annotations_eventtag SET date_min = '2008-01-01', date_max = '2007-01-01'",
            "event_tag_date_order",
        ),
        ("UPDATE annotations_eventtag SET country = 'p'", "event_tag_country_wellformed"),
        ("UPDATE annotations_eventtag SET place_start = 0, place_end = 900", "span_bounds"),
        ("UPDATE annotations_eventtag SET injured_start = 3", "event_tag_injured_span"),
        ("UPDATE annotations_eventtag SET modes = '{elect}'", "event_tag_own_modes"),
        ("UPDATE annotations_eventtag SET tense = 'perfect'", "event_tag_tense_known"),
        (
            """UPDATE annotations_eventtag SET date_from = '{"sentence": 1, "start": 0, "end": 2, "quote": "He"}'""",
            "span_borrowed",
        ),
        (
            """INSERT INTO annotations_participant (annotation_set_id, event_id, role, from_sentence_id, from_start,
                 from_end, from_quote) SELECT annotation_set_id, id, 'actor', (SELECT max(id) FROM sources_sentence),
                 0, 3, 'no!' FROM annotations_eventtag""",
            "span_borrowed",
        ),
        (
            """INSERT INTO annotations_participant (annotation_set_id, event_id, role, from_quote)
                 SELECT annotation_set_id, id, 'actor', 'words' FROM annotations_eventtag""",
            "participant_one_filler",
        ),
        ("UPDATE annotations_reliabilitytag SET parent = gen_random_uuid()", "reliability_parent_same_set"),
        ("UPDATE annotations_reliabilitytag SET parent = uid", "reliability_parent_same_set"),
        ("UPDATE annotations_reliabilitytag SET commitment = 'sure'", "reliability_commitment_known"),
    ],
)
def test_the_database_refuses_it_too(desk: Desk, sql: str, constraint: str) -> None:
    desk.save(event_op(TEXT, "attacked"), reliability_op(TEXT))
    with pytest.raises(DatabaseError) as caught:
        run(sql)
    diag = getattr(caught.value.__cause__, "diag", None)
    assert getattr(diag, "constraint_name", None) == constraint


def test_a_claim_under_which_others_stand_is_not_deleted_by_hand(desk: Desk) -> None:
    outer = reliability_op(TEXT)
    desk.save(outer, reliability_op(TEXT, "Hamas fighters", parent=outer["tag"]))
    with pytest.raises(DatabaseError):
        run("DELETE FROM annotations_reliabilitytag WHERE parent IS NULL")


def test_a_save_with_every_field_asks_no_more_for_ten_than_for_one(desk: Desk) -> None:
    acled(desk)
    with CaptureQueriesContext(connection) as one:
        desk.save(event_op(TEXT, "attacked", **full(desk)))
    words = [w for w in TEXT.split() if w.isalpha() and TEXT.count(w) == 1][:10]
    with CaptureQueriesContext(connection) as ten:
        desk.save(*(event_op(TEXT, word, **full(desk)) for word in words if word != "attacked"))
    assert len(ten) <= len(one)


def test_an_invalid_value_leaves_nothing(desk: Desk) -> None:
    with pytest.raises(Invalid):
        desk.save(event_op(TEXT, "attacked"), event_op(TEXT, "post", deaths_low=3, deaths_best=1))
    assert not EventTag.objects.exists()
