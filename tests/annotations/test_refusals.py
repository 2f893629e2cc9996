"""What the front door refuses: the wrong person, the wrong sentence, words that are not there, names nobody knows."""

import pytest

from annotations.models import AnnotationSet, Revision
from annotations.operations import apply_operations
from codebook.models import Actor
from codebook.registry import create_actor
from common.errors import Invalid, NotAllowed, NotThere
from tests.factories import (
    Wire,
    actor_op,
    event_op,
    make_source,
    mark_op,
    reliability_op,
    sentence_of,
)

from .conftest import TEXT, Desk, refused

# --- doors ---


def test_viewers_and_owners_without_the_role_cannot_tag(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        desk.save(mark_op("nothing_to_code"), seat=desk.cast.viewer)
    with pytest.raises(NotAllowed):
        desk.save(mark_op("nothing_to_code"), seat=desk.cast.owner)


def test_other_projects_sentences_are_not_there(desk: Desk) -> None:
    desk.cast.outsider.roles = ["owner", "editor"]
    with pytest.raises(NotThere):
        desk.save(mark_op("nothing_to_code"), seat=desk.cast.outsider)


def test_a_blind_layer_is_its_coders_own(desk: Desk) -> None:
    cast = desk.cast
    operation = actor_op(TEXT, "Hamas")
    apply_operations(cast.editor, desk.sentence.pk, [operation], layer=cast.editor.coder)
    desk.save(actor_op(TEXT, "Hamas"), seat=cast.second_editor)
    assert AnnotationSet.objects.count() == 2
    with pytest.raises(NotAllowed):
        apply_operations(
            cast.second_editor, desk.sentence.pk, [actor_op(TEXT, "Gaza")], layer=cast.editor.coder
        )


def test_mechanical_origins_are_nobodys_authorship(desk: Desk) -> None:
    apply_operations(
        desk.cast.editor, desk.sentence.pk, [actor_op(TEXT, "Hamas")], origin="import", why="from file"
    )
    revision = Revision.objects.get()
    assert (revision.author, revision.instigator_id) == (None, desk.cast.editor.coder_id)
    assert desk.row.last_author is None


# --- references ---


def test_an_unknown_code_is_refused(desk: Desk) -> None:
    error = refused(desk, event_op(TEXT, "attacked", code="QUARREL"), code="code-not-in-codebook")
    assert error.errors[0]["field"] == "operations[0].value.code"


def test_a_code_of_a_codebook_not_adopted_is_refused(desk: Desk) -> None:
    refused(desk, event_op(TEXT, "attacked", codebook="acled"), code="code-not-in-codebook")


@pytest.mark.parametrize("codebook", [None, "plover", "plover@1"])
def test_a_code_is_kept_with_its_codebooks_version(desk: Desk, codebook: str | None) -> None:
    answer = desk.save(event_op(TEXT, "attacked", codebook=codebook))
    assert answer.state.in_order()[0].value["codebook"] == "plover@1"


def test_another_projects_actor_is_refused_like_an_unknown_one(desk: Desk) -> None:
    desk.cast.outsider.roles = ["owner", "editor"]
    theirs = create_actor(desk.cast.outsider, label="Theirs")
    one = refused(desk, actor_op(TEXT, "Hamas", theirs.pk), code="unknown-actor")
    other = refused(desk, actor_op(TEXT, "Hamas", 2**62), code="unknown-actor")
    assert one.message == other.message


def test_a_merged_actor_is_replaced_by_its_survivor(desk: Desk) -> None:
    middle, old = (create_actor(desk.cast.editor, label=label).pk for label in ("Middle", "Old"))
    Actor.objects.filter(pk=old).update(merged_into=middle)
    Actor.objects.filter(pk=middle).update(merged_into=desk.hamas)
    answer = desk.save(actor_op(TEXT, "Hamas", old))
    assert answer.state.in_order()[0].value["actor"] == desk.hamas


# --- spans ---


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"end": 500}, "span-bounds", "end"),
        ({"start": 90, "end": 95}, "span-bounds", "end"),
        ({"start": 1}, "span-quote-mismatch", "quote"),
        ({"quote": "Fatah"}, "span-quote-mismatch", "quote"),
        ({"quote": "hamas"}, "span-quote-mismatch", "quote"),
        ({"start": 5, "end": 5}, "invalid", "start"),
        ({"start": 5, "end": 2}, "invalid", "start"),
        ({"start": -1}, "invalid", "start"),
    ],
)
def test_a_span_that_does_not_fit_is_refused(desk: Desk, change: Wire, code: str, field: str) -> None:
    operation = actor_op(TEXT, "Hamas")
    operation["value"] |= change
    error = refused(desk, operation, code=code)
    assert error.errors[0]["field"] == f"operations[0].value.{field}"


def test_offsets_of_another_sentence_are_refused(desk: Desk) -> None:
    refused(desk, actor_op("Nobody was hurt.", "Nobody"), code="span-quote-mismatch")


@pytest.mark.parametrize("part", ["source", "cue", "hedge"])
def test_every_span_of_a_grade_must_fit(desk: Desk, part: str) -> None:
    operation = reliability_op(TEXT)
    operation["value"] |= {f"{part}_start": 0, f"{part}_end": 500}
    refused(desk, operation, code="span-bounds")


def test_offsets_count_code_points(desk: Desk) -> None:
    source = make_source(desk.cast.project, ["🙂 حماس attacked 🙂."], title="Emoji")
    sentence = sentence_of(source, 1)
    answer = apply_operations(
        desk.cast.editor, sentence.pk, [actor_op(sentence, "حماس"), event_op(sentence, "attacked")]
    )
    assert [(t.value["start"], t.value["end"]) for t in answer.state.in_order()] == [(2, 6), (7, 15)]


def test_a_set_holds_at_most_500_tags(desk: Desk) -> None:
    letters = "ab " * 300
    sentence = sentence_of(make_source(desk.cast.project, [letters.strip()], title="Long"), 1)
    spans = [(i, i + 1) for i in range(0, 890)]
    operations = [
        actor_op(sentence, "a") | {"value": {"start": s, "end": e, "quote": sentence.text[s:e]}}
        for s, e in spans
    ]
    for at in (0, 200, 400):
        apply_operations(desk.cast.editor, sentence.pk, operations[at : min(at + 200, 500)])
    with pytest.raises(Invalid, match="at most 500"):
        apply_operations(desk.cast.editor, sentence.pk, operations[500:501])
