"""Reads cost the same for ten sentences as for one, saves stay cheap, and layers stay apart."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.models import ActorTag, AnnotationSet, Revision, Snapshot
from annotations.operations import apply_operations, undo
from annotations.operations.wire import sha256
from annotations.querysets import sentence_work, set_of, states_of, visible_to, workbench
from annotations.snapshots import canonical, ensure_snapshot
from codebook.registry import create_actor
from common.errors import NotThere
from tests.factories import (
    actor_op,
    change_op,
    event_op,
    make_source,
    mark_op,
    reliability_op,
    remove_op,
    sentence_of,
)

from .conftest import TEXT, Desk


def queries(act: Callable[[], Any]) -> int:
    """How many statements it takes, save points of the test aside."""
    with CaptureQueriesContext(connection) as caught:
        act()
    return len([one for one in caught.captured_queries if "SAVEPOINT" not in one["sql"]])


def code_all(desk: Desk, count: int) -> Any:
    source = make_source(desk.cast.project, [TEXT] * count, title=f"{count} sentences")
    for ordinal in range(1, count + 1):
        actor = create_actor(desk.cast.editor, label=f"Actor {count} {ordinal}")
        mention, fatah = actor_op(TEXT, "Hamas", actor.pk), actor_op(TEXT, "Fatah")
        event = event_op(TEXT, "attacked", participants=[("actor", mention), ("recipient", fatah)])
        sentence = sentence_of(source, ordinal)
        apply_operations(desk.cast.editor, sentence.pk, [mention, fatah, event, reliability_op(TEXT)])
    return source


def test_a_workbench_costs_five_queries_whatever_its_size(desk: Desk) -> None:
    for count in (1, 10):
        source = code_all(desk, count)
        assert queries(lambda s=source: workbench(desk.cast.editor, s)) == 5  # type: ignore[misc]


def test_a_workbench_shows_text_citations_tags_and_actors(desk: Desk) -> None:
    desk.save(actor_op(TEXT, "Hamas", desk.hamas), mark_op(question="Which post?"))
    shown = workbench(desk.cast.viewer, desk.source)
    first, second, _ = shown["sentences"]
    assert (first["ordinal"], first["text"], first["revision"], first["question"]) == (
        1,
        TEXT,
        1,
        "Which post?",
    )
    assert first["citations"] == [{"start": 77, "end": 80, "label": "3", "place": "inline", "owner": None}]
    [tag] = first["tags"]
    assert (tag["value"]["quote"], tag["by"], tag["version"]) == ("Hamas", desk.cast.editor.coder.code, 1)
    assert (second["set"], second["revision"], second["state"], second["tags"]) == (None, 0, "draft", [])
    assert shown["actors"] == {desk.hamas: {"label": "Hamas", "kind": "party", "merged_into": None}}
    alone = sentence_work(desk.cast.viewer, desk.sentence.pk)
    assert alone.pop("actors") == shown["actors"]
    assert alone == first


def test_one_sentence_costs_five_queries(desk: Desk) -> None:
    source = code_all(desk, 1)
    pk = sentence_of(source, 1).pk
    assert queries(lambda: sentence_work(desk.cast.editor, pk)) == 5


def test_saves_cost_few_queries(desk: Desk) -> None:
    """Set and sentence, kept answers, tags, [registry], [write], set, revision, history, kept answer."""
    opening, mention = mark_op(), actor_op(TEXT, "Hamas", desk.hamas)
    fatah = actor_op(TEXT, "Fatah")
    event = event_op(TEXT, "attacked", participants=[("actor", mention)])
    costs = {
        "open a sentence with a mention": queries(lambda: desk.save(mention)),
        "add a mention": queries(lambda: desk.save(fatah)),
        "add an event with a participant": queries(lambda: desk.save(event)),
        "change a mention": queries(lambda: desk.save(change_op(fatah, after=fatah, note="x"))),
        "change an event's participants": queries(
            lambda: desk.save(change_op(event, after=event, participants=[]))
        ),
        "remove a mention": queries(lambda: desk.save(remove_op(mention, seen=1))),
        "ask": queries(lambda: desk.save({**opening, "value": {"outcome": "open", "question": "?"}})),
        "send again": queries(lambda: desk.save(fatah)),
        "undo": queries(lambda: undo(desk.cast.editor, desk.sentence.pk, UID)),
    }
    assert costs == {
        "open a sentence with a mention": 10,
        "add a mention": 8,
        "add an event with a participant": 10,
        "change a mention": 8,
        "change an event's participants": 10,
        "remove a mention": 9,
        "ask": 7,
        "send again": 3,
        "undo": 12,
    }


UID = "7f1c1c1e-0000-4000-8000-000000000001"


def test_a_big_save_costs_no_more_queries_than_a_small_one(desk: Desk) -> None:
    sentence = sentence_of(make_source(desk.cast.project, ["ab " * 80 + "."], title="Long"), 1)

    def mentions(first: int, count: int) -> list[dict[str, Any]]:
        return [
            actor_op(sentence, "a")
            | {"value": {"start": s, "end": s + 1, "quote": sentence.text[s], "actor": desk.hamas}}
            for s in range(first, first + count)
        ]

    one, many = mentions(0, 1), mentions(1, 100)
    apply_operations(desk.cast.editor, sentence.pk, [mark_op(question="?")])
    assert queries(lambda: apply_operations(desk.cast.editor, sentence.pk, one)) == queries(
        lambda: apply_operations(desk.cast.editor, sentence.pk, many)
    )
    changes = [change_op(op, after=op, note="x") for op in many]
    assert queries(lambda: apply_operations(desk.cast.editor, sentence.pk, changes)) == 9


# --- layers ---


def test_a_blind_layer_shows_to_its_coder_alone(desk: Desk) -> None:
    cast = desk.cast
    apply_operations(cast.editor, desk.sentence.pk, [actor_op(TEXT, "Hamas")], layer=cast.editor.coder)
    blind = AnnotationSet.objects.get()
    assert list(visible_to(cast.editor)) == [blind]
    for seat in (cast.owner, cast.second_editor, cast.reviewer, cast.viewer, cast.outsider):
        assert list(visible_to(seat)) == []
        with pytest.raises(NotThere):
            set_of(seat, blind.pk)
    assert workbench(cast.editor, desk.source)["sentences"][0]["set"] is None
    assert workbench(cast.editor, desk.source, cast.editor.coder)["sentences"][0]["set"] == blind.pk
    assert workbench(cast.second_editor, desk.source, cast.editor.coder)["sentences"][0]["set"] is None


def test_outsiders_see_nothing(desk: Desk) -> None:
    desk.save(actor_op(TEXT, "Hamas"))
    assert list(visible_to(desk.cast.outsider)) == []
    with pytest.raises(NotThere):
        sentence_work(desk.cast.outsider, desk.sentence.pk)


# --- snapshots and the verifier ---


def test_a_snapshot_reads_without_its_source(desk: Desk) -> None:
    desk.save(actor_op(TEXT, "Hamas", desk.hamas))
    snapshot = ensure_snapshot(Revision.objects.get())
    assert snapshot.body == canonical(desk.row)
    assert snapshot.body["sentence"]["text"] == TEXT
    assert snapshot.body["layer"] is None
    assert snapshot.sha256 == sha256(snapshot.body)
    assert ensure_snapshot(Revision.objects.get()).pk == snapshot.pk


def test_a_snapshot_of_an_older_revision_is_replayed(desk: Desk) -> None:
    mention = actor_op(TEXT, "Hamas")
    desk.save(mention)
    desk.save(remove_op(mention, seen=1))
    body = ensure_snapshot(Revision.objects.get(number=1)).body
    assert [tag["value"]["quote"] for tag in body["tags"]] == ["Hamas"]


def verified(slug: str = "desk") -> str:
    out = io.StringIO()
    call_command("verify_revisions", project=slug, stdout=out)
    return out.getvalue()


def test_the_verifier_is_content_with_what_services_wrote(desk: Desk) -> None:
    code_all(desk, 3)
    assert "3 sentences replayed" in verified()


@pytest.mark.parametrize("spoil", ["tag", "snapshot", "marks"])
def test_the_verifier_finds_what_was_changed_behind_its_back(desk: Desk, spoil: str) -> None:
    desk.save(actor_op(TEXT, "Hamas"))
    if spoil == "tag":
        ActorTag.objects.update(note="changed")
    elif spoil == "marks":
        AnnotationSet.objects.update(question="changed")
    else:
        body = canonical(desk.row) | {"question": "changed"}
        Snapshot.objects.create(revision=Revision.objects.get(), body=body, sha256=sha256(body))
    with pytest.raises(CommandError, match="disagree"):
        verified()
    ActorTag.objects.update(note="")
    AnnotationSet.objects.update(question="")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL attest.erasing = 'on'; DELETE FROM annotations_snapshot")


def test_the_verifier_knows_no_such_project(desk: Desk) -> None:
    with pytest.raises(CommandError, match="no project"):
        verified("nowhere")


def test_the_states_of_many_sets_are_one_query(desk: Desk) -> None:
    code_all(desk, 5)
    rows = list(AnnotationSet.objects.all())
    assert queries(lambda: states_of(rows)) == 1
