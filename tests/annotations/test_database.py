"""What the database itself refuses, whoever writes: each constraint reached with plain SQL."""
# ruff: noqa: S608 - the statements are put together from this file's own words

from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from annotations.models import ActorTag, EventTag, ReliabilityTag
from codebook.models import Code, Codebook
from codebook.registry import create_actor
from tests.factories import actor_op, event_op, reliability_op, sentence_of

from .conftest import TEXT, Desk


@pytest.fixture
def coded(desk: Desk) -> Desk:
    """A sentence with an event, its actor, another mention and a grade."""
    hamas, fatah = actor_op(TEXT, "Hamas", desk.hamas), actor_op(TEXT, "Fatah")
    event = event_op(TEXT, "attacked", participants=[("actor", hamas)], date_start=52, date_end=63)
    desk.save(hamas, fatah, event, reliability_op(TEXT, source_start=64, source_end=71))
    return desk


def run(sql: str, *values: int) -> None:
    """Run one statement and let every check at commit look at it now."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def refusal(sql: str, *values: int) -> str:
    """The name of the constraint that refuses the statement, or the message of a trigger without one."""
    with pytest.raises(DatabaseError) as caught:
        run(sql, *values)
    diag = getattr(caught.value.__cause__, "diag", None)
    return str(getattr(diag, "constraint_name", None) or caught.value)


TAGS = ["annotations_eventtag", "annotations_actortag", "annotations_reliabilitytag"]
SPANS = [
    ("annotations_eventtag", ""),
    ("annotations_eventtag", "date_"),
    ("annotations_actortag", ""),
    ("annotations_reliabilitytag", ""),
    ("annotations_reliabilitytag", "source_"),
    ("annotations_reliabilitytag", "cue_"),
    ("annotations_reliabilitytag", "hedge_"),
]


@pytest.mark.parametrize(("table", "part"), SPANS)
def test_a_span_beyond_the_sentence(coded: Desk, table: str, part: str) -> None:
    assert refusal(f'UPDATE {table} SET "{part}start" = 75, "{part}end" = 500') == "span_bounds"


@pytest.mark.parametrize(("table", "part"), SPANS)
def test_a_span_that_ends_before_it_starts(coded: Desk, table: str, part: str) -> None:
    name = refusal(f'UPDATE {table} SET "{part}start" = 9, "{part}end" = 9')
    assert name.endswith(("_not_empty", "_span"))


@pytest.mark.parametrize(("table", "part"), SPANS)
def test_a_span_below_zero(coded: Desk, table: str, part: str) -> None:
    assert refusal(f'UPDATE {table} SET "{part}start" = -1, "{part}end" = 5').endswith("_check")


@pytest.mark.parametrize(("table", "part"), [span for span in SPANS if span[1]])
def test_half_a_span(coded: Desk, table: str, part: str) -> None:
    assert refusal(f'UPDATE {table} SET "{part}start" = 1, "{part}end" = NULL').endswith("_span")


@pytest.mark.parametrize("table", TAGS)
def test_a_quote_that_is_not_the_slice(coded: Desk, table: str) -> None:
    assert refusal(f"UPDATE {table} SET quote = 'Hamaz'") == "span_quote"


@pytest.mark.parametrize("table", TAGS)
def test_a_uid_twice(coded: Desk, table: str) -> None:
    columns = _columns(table)
    shifted = columns.replace('"start"', '"start" + 1').replace("quote", "substr(quote, 2)", 1)
    assert refusal(
        f"INSERT INTO {table} ({columns}) SELECT {shifted} FROM {table} ORDER BY id LIMIT 1"
    ).endswith("_tag_uid")


@pytest.mark.parametrize("table", TAGS)
def test_a_tag_twice(coded: Desk, table: str) -> None:
    columns = _columns(table)
    fresh = columns.replace("uid", "gen_random_uuid()")
    assert refusal(
        f"INSERT INTO {table} ({columns}) SELECT {fresh} FROM {table} ORDER BY id LIMIT 1"
    ).endswith("_no_twin")


def _columns(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(column_name), ',') FROM information_schema.columns"
            " WHERE table_name = %s AND column_name <> 'id'",
            [table],
        )
        [columns] = cursor.fetchone()
    return str(columns).replace(",start,", ',"start",')


def test_a_code_of_no_adopted_codebook(coded: Desk) -> None:
    book = Codebook.objects.create(slug="other", version=1, title="Other", sha256="0")
    code = Code.objects.create(codebook=book, value="ODD", label="Odd", position=1)
    assert refusal("UPDATE annotations_eventtag SET code_id = %s", code.pk) == "event_tag_own_codebook"


def test_a_code_that_does_not_exist(coded: Desk) -> None:
    assert refusal("UPDATE annotations_eventtag SET code_id = 999999") == "event_tag_own_codebook"


def test_another_projects_actor(coded: Desk) -> None:
    coded.cast.outsider.roles = ["owner", "editor"]
    theirs = create_actor(coded.cast.outsider, label="Theirs")
    assert refusal("UPDATE annotations_actortag SET actor_id = %s", theirs.pk) in {
        "actor_tag_own_project",
        "actor_tag_no_twin",
    }
    assert (
        refusal("UPDATE annotations_actortag SET actor_id = %s WHERE actor_id IS NULL", theirs.pk)
        == "actor_tag_own_project"
    )


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("UPDATE annotations_eventtag SET modality = 'certain'", "event_tag_modality_known"),
        ("UPDATE annotations_eventtag SET polarity = 'none'", "event_tag_polarity_known"),
        ("UPDATE annotations_participant SET role = 'boss'", "participant_role_known"),
        ("UPDATE annotations_reliabilitytag SET credibility = '7'", "reliability_credibility_known"),
        ("UPDATE annotations_reliabilitytag SET rationale = E' \\n'", "reliability_rationale_given"),
        ("UPDATE annotations_annotationset SET state = 'done'", "set_state_known"),
        ("UPDATE annotations_annotationset SET outcome = 'maybe'", "set_outcome_known"),
    ],
)
def test_an_unknown_word(coded: Desk, sql: str, name: str) -> None:
    assert refusal(sql) == name


def test_a_participant_whose_mention_is_gone(coded: Desk) -> None:
    mention = ActorTag.objects.get(quote="Hamas")
    assert "particip" in refusal("DELETE FROM annotations_actortag WHERE id = %s", mention.pk)


def test_a_participant_of_another_set(coded: Desk) -> None:
    from annotations.operations import apply_operations

    other = sentence_of(coded.source, 2)
    apply_operations(coded.cast.editor, other.pk, [actor_op(other, "Nobody")])
    stranger = ActorTag.objects.get(quote="Nobody")
    assert (
        refusal("UPDATE annotations_participant SET actor_tag_id = %s", stranger.pk)
        == "participant_actor_same_set"
    )
    assert (
        refusal("UPDATE annotations_participant SET annotation_set_id = %s", stranger.annotation_set_id)
        == "participant_event_same_set"
    )


def test_the_same_participant_twice(coded: Desk) -> None:
    assert (
        refusal(
            "INSERT INTO annotations_participant (annotation_set_id, event_id, actor_tag_id, role)"
            " SELECT annotation_set_id, event_id, actor_tag_id, role FROM annotations_participant"
        )
        == "participant_once_per_role"
    )


def test_a_second_set_for_a_sentence(coded: Desk) -> None:
    assert (
        refusal(
            "INSERT INTO annotations_annotationset (project_id, source_id, sentence_id)"
            " SELECT project_id, source_id, sentence_id FROM annotations_annotationset"
        )
        == "set_once_per_layer"
    )


@pytest.mark.parametrize("column", ["project_id", "source_id"])
def test_a_set_that_is_not_of_its_sentences_source(coded: Desk, column: str) -> None:
    from tests.factories import make_source

    elsewhere = make_source(coded.cast.outsider.project, ["Hamas."], title="Elsewhere")
    value = elsewhere.project_id if column == "project_id" else elsewhere.pk
    assert refusal(f"UPDATE annotations_annotationset SET {column} = %s", value) in {
        "set_own_sentence",
        "event_tag_own_codebook",
        "actor_tag_own_project",
    }


def test_a_set_moved_to_a_sentence_that_reads_differently(coded: Desk) -> None:
    other = sentence_of(coded.source, 2)
    assert refusal("UPDATE annotations_annotationset SET sentence_id = %s", other.pk) in {
        "span_bounds",
        "span_quote",
    }


@pytest.mark.parametrize("table", ["annotations_revision", "annotations_snapshot"])
@pytest.mark.parametrize("verb", ["UPDATE {0} SET created_at = now()", "DELETE FROM {0}"])
def test_history_that_is_changed(coded: Desk, table: str, verb: str) -> None:
    from annotations.models import Revision
    from annotations.snapshots import ensure_snapshot

    ensure_snapshot(Revision.objects.get())
    assert "immutable" in refusal(verb.format(table))


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ("1, 1, 'person'", "revision_number_once"),
        ("9, 1, 'robot'", "revision_origin_known"),
        ("9, NULL, 'person'", "revision_person_named"),
        ("9, NULL, 'fix'", "revision_person_named"),
    ],
)
def test_a_revision_that_cannot_be(coded: Desk, values: str, name: str) -> None:
    number, author, origin = values.split(", ")
    who = "author_id" if author != "NULL" else "NULL"
    assert (
        refusal(
            "INSERT INTO annotations_revision (annotation_set_id, number, round, author_id, origin, why, operations)"
            f" SELECT annotation_set_id, {number}, 1, {who}, {origin}, '', '{{}}' FROM annotations_revision"
        )
        == name
    )


def test_an_operation_id_twice(coded: Desk) -> None:
    assert (
        refusal(
            "INSERT INTO annotations_operation (coder_id, uid, digest, annotation_set_id, answer)"
            " SELECT coder_id, uid, digest, annotation_set_id, answer FROM annotations_operation"
        )
        == "operation_once_per_coder"
    )


@pytest.mark.parametrize(
    "write",
    [
        lambda: EventTag.objects.update(start=70, end=500),
        lambda: ActorTag.objects.update(quote="x"),
        lambda: ReliabilityTag.objects.update(credibility="9"),
    ],
)
def test_the_orm_is_no_way_around(coded: Desk, write: Callable[[], object]) -> None:
    def and_look() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            write()
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError):
        and_look()
