"""A project moves in: what another tool exported becomes sources and tags, whole or not at all."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Membership
from activity.models import Activity
from annotations.importing.querysets import tag_import_of, tag_imports_with
from annotations.importing.services import request_tag_import, start_tag_import
from annotations.models import ActorTag, AnnotationSet, EventTag, ReliabilityTag, Revision, TagImport
from annotations.operations import apply_operations
from annotations.querysets import states_of
from annotations.snapshots import verify
from codebook.registry import create_actor
from common.errors import Conflict, Invalid, NotAllowed, NotThere
from jobs.models import DONE, FAILED, Job
from jobs.working import run_inline
from sources.importers.problems import ImportProblem
from sources.models import Sentence, Source
from tests.cast import Cast, make_cast
from tests.factories import remove_op
from tests.fixtures.foreign.invented import ITEMS

from .foreign import FOLDER, exported

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def bring(seat: Membership, data: bytes, name: str = "file.jsonl", **changes: Any) -> tuple[TagImport, Job]:
    """Import these bytes with the proposed mapping, changed so."""
    taken = request_tag_import(seat, data, file_name=name, unit=str(changes.get("unit", "")))
    job = run_inline(start_tag_import(seat, taken, {**taken.rules, **changes}, wake_worker=False))
    taken.refresh_from_db()
    return taken, job


def moved(cast: Cast, name: str, **changes: Any) -> tuple[TagImport, Job]:
    """Import a real export."""
    return bring(cast.editor, exported(name), name.rpartition("/")[2], **changes)


def lines(*rows: dict[str, Any]) -> bytes:
    """A JSONL file."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def quotes(kind: type[EventTag] | type[ActorTag] | type[ReliabilityTag]) -> list[str]:
    """The words of all tags of a kind, sorted."""
    return sorted(kind._default_manager.values_list("quote", flat=True))


EVENTS = sorted(m.words for item in ITEMS for m in item.marks if m.label in ("ASSAULT", "Arrest"))
ACTORS = sorted(m.words for item in ITEMS for m in item.marks if m.label in ("PER", "ORG"))
NAMES = [
    "doccano/relations.jsonl",
    "doccano/spans.jsonl",
    "doccano/graphemes.jsonl",
    "doccano/code_points.jsonl",
    "doccano/annotators.zip",
    "label_studio/export.json",
    "label_studio/export_min.json",
    "label_studio/utf16.json",
    "brat/collection.zip",
    "inception/project.zip",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_real_export_arrives_whole_with_the_proposed_mapping(cast: Cast, name: str) -> None:
    taken, job = moved(cast, name)
    assert job.state == DONE, job.problem
    assert quotes(EventTag) == EVENTS
    assert quotes(ActorTag) == ACTORS
    codes = {(code, *modes) for code, modes in EventTag.objects.values_list("code__value", "modes")}
    assert codes == {("ASSAULT",), ("COERCE", "arrest")}
    assert list(verify(AnnotationSet.objects.all())) == []
    assert taken.report is not None
    assert taken.report["refused"] == 0
    assert taken.data is None
    assert len(taken.leftovers) == taken.report["leftovers"]


def event(words: str) -> EventTag:
    """The event with this trigger."""
    return EventTag.objects.get(quote=words)


def roles(tag: EventTag) -> set[tuple[str, str]]:
    """Its participants as (role, mention)."""
    return {
        (one.role, one.actor_tag.quote)
        for one in tag.participants.select_related("actor_tag")
        if one.actor_tag
    }


@pytest.mark.parametrize(
    "name",
    ["doccano/relations.jsonl", "label_studio/export.json", "brat/collection.zip", "inception/project.zip"],
)
def test_relations_become_participants_and_parts_go_to_their_event(cast: Cast, name: str) -> None:
    moved(cast, name)
    arrested, shelled = event("arrested"), event("shelled")
    assert roles(arrested) == {("actor", "Harbour police"), ("victim", "Nadia Sorell")}
    assert roles(shelled) == {("actor", "Blue Lanterns")}
    text = ITEMS[0].text
    assert text[arrested.date_start : arrested.date_end] == "3 May 2031"
    assert (arrested.place_name, shelled.place_name) == ("Port Velda", "cafe\u0301 quarter")
    assert shelled.deaths_best == 12


@pytest.mark.parametrize("name", ["label_studio/export.json", "brat/collection.zip", "inception/project.zip"])
def test_attributes_become_fields(cast: Cast, name: str) -> None:
    moved(cast, name)
    assert (event("arrested").modality, event("shelled").modality) == ("asserted", "alleged")


def test_what_is_not_imported_is_listed_with_its_reason(cast: Cast) -> None:
    taken, _ = moved(cast, "doccano/relations.jsonl")
    listed = {(one["what"], one["why"]) for one in taken.leftovers}
    assert ("span", "Its label is not imported.") in listed
    assert ("link", "The link is not imported.") in listed
    assert ("comment", "It is of the whole text.") in listed
    words = [one["detail"]["words"] for one in taken.leftovers if one["what"] == "span"]
    assert "denied it.[5] Its spokesman" in words


def test_a_span_across_sentences_joins_them(cast: Cast) -> None:
    taken, _ = moved(cast, "doccano/spans.jsonl", labels={**LABELS, "Mood": "reliability"})
    assert "denied it.[5] Its spokesman" in quotes(ReliabilityTag)
    assert "hurt.\nOn 4 May" in quotes(ReliabilityTag)
    assert taken.report is not None
    assert taken.report["sentences_joined"] == 2


LABELS = {
    "PER": "actor", "ORG": "actor", "ASSAULT": "event:ASSAULT", "Arrest": "event:COERCE/arrest", "Date": "date",
    "Place": "place", "Deaths": "deaths",
}  # fmt: skip


def test_texts_can_be_sentences_of_one_source(cast: Cast) -> None:
    taken, _ = moved(cast, "doccano/relations.jsonl", items="sentence")
    source = Source.objects.get()
    assert source.title == "relations"
    assert Sentence.objects.filter(source=source).count() == len(ITEMS)
    assert quotes(EventTag) == EVENTS
    assert list(tag_imports_with(cast.editor, source)) == [taken]


def test_a_participant_in_another_sentence_is_taken_from_there(cast: Cast) -> None:
    text = "The Front took the port. Its men fired on the harbour police."
    spans = [(4, 9, "ORG"), (33, 38, "ASSAULT")]
    entities = [
        {"id": n, "label": w, "start_offset": a, "end_offset": b} for n, (a, b, w) in enumerate(spans)
    ]
    relation = {"id": 1, "from_id": 1, "to_id": 0, "type": "agent"}
    actor = create_actor(cast.editor, label="Front")
    bring(cast.editor, lines({"text": text, "entities": entities, "relations": [relation]}), items="source")
    one = event("fired").participants.get()
    assert (one.role, one.from_quote, one.from_actor_id, one.basis) == (
        "actor",
        "Front",
        actor.pk,
        "other_sentence",
    )


def test_the_same_file_again_changes_nothing(cast: Cast) -> None:
    moved(cast, "label_studio/export.json")
    before = (
        Revision.objects.count(),
        Source.objects.count(),
        EventTag.objects.count(),
        ActorTag.objects.count(),
    )
    taken, job = moved(cast, "label_studio/export.json")
    assert job.state == DONE
    after = (
        Revision.objects.count(),
        Source.objects.count(),
        EventTag.objects.count(),
        ActorTag.objects.count(),
    )
    assert after == before
    assert taken.report is not None
    assert (taken.report["tags"], taken.report["tags_known"]) == (
        {"event": 0, "actor": 0, "reliability": 0},
        12,
    )


def test_a_tag_that_a_person_took_off_does_not_come_back(cast: Cast) -> None:
    moved(cast, "doccano/spans.jsonl")
    tag = event("arrested")
    operation = {"tag": str(tag.uid), "kind": "event"}
    sentence = tag.annotation_set.sentence_id
    apply_operations(cast.editor, sentence, [remove_op(operation, seen=1)])
    moved(cast, "doccano/spans.jsonl")
    assert not EventTag.objects.filter(quote="arrested").exists()


def test_new_tags_are_added_to_a_text_that_is_there(cast: Cast) -> None:
    bring(cast.editor, lines({"text": "Police came.", "label": [[0, 6, "ORG"]]}), "one.jsonl")
    taken, _ = bring(
        cast.editor,
        lines({"text": "Police came.", "label": [[0, 6, "ORG"], [7, 11, "ASSAULT"]]}),
        "two.jsonl",
    )
    assert (quotes(ActorTag), quotes(EventTag)) == (["Police"], ["came"])
    assert taken.report is not None
    assert (taken.report["tags"]["event"], taken.report["tags_known"]) == (1, 1)
    row = AnnotationSet.objects.get()
    assert row.revision == 2
    assert list(verify(AnnotationSet.objects.all())) == []


def test_annotators_are_words_and_never_members(cast: Cast) -> None:
    moved(cast, "doccano/annotators.zip")
    row = Revision.objects.first()
    assert row is not None
    assert (row.origin, row.author, row.instigator) == ("import", None, cast.editor.coder)
    assert "annotators.zip" in row.why
    told = Activity.objects.get(verb="tags.imported")
    assert told.new is not None
    assert told.new["annotators"] == ["admin", "second"]


def test_one_annotator_can_be_chosen_and_the_others_are_listed(cast: Cast) -> None:
    taken, _ = moved(cast, "doccano/annotators.zip", annotator="second")
    assert quotes(EventTag) == sorted(["arrested", "shelled", "هاجموا"])
    left = [one for one in taken.leftovers if one["why"] == "Another annotator was chosen."]
    assert len(left) == 20


def test_equal_tags_of_two_annotators_are_one_and_differences_are_listed(cast: Cast) -> None:
    taken, _ = moved(cast, "doccano/annotators.zip")
    assert taken.report is not None
    assert taken.report["twins_merged"] == 10
    assert quotes(ActorTag) == ACTORS


def test_actors_are_linked_only_where_one_bears_the_name(cast: Cast) -> None:
    police = create_actor(cast.editor, label="Harbour police")
    for _ in range(2):
        create_actor(cast.editor, label="Ilan Mor")
    taken, _ = moved(cast, "doccano/spans.jsonl")
    linked = {tag.quote: tag.actor_id for tag in ActorTag.objects.all()}
    assert linked["Harbour police"] == police.pk
    assert linked["Ilan Mor"] is None
    assert linked["Nadia Sorell"] is None
    assert taken.report is not None
    assert taken.report["actors"] == {"linked": 1, "created": 0, "ambiguous": 2}


def test_names_nobody_bears_can_be_entered(cast: Cast) -> None:
    moved(cast, "doccano/spans.jsonl", actors="create")
    linked = {tag.quote: tag.actor.label for tag in ActorTag.objects.select_related("actor") if tag.actor}
    assert linked == {words: words for words in ACTORS}


def test_an_actor_of_another_project_is_never_linked(cast: Cast) -> None:
    create_actor(cast.outsider, label="Harbour police", wikidata="Q999999999")
    moved(cast, "inception/project.zip")
    assert not ActorTag.objects.exclude(actor=None).exists()


BAD = lines(
    {"text": "Police came.", "label": [[0, 6, "ORG"]]},
    {"text": "Nobody saw it.", "label": [[0, 99, "ORG"]]},
)


def test_one_bad_text_refuses_the_whole_and_names_it(cast: Cast) -> None:
    taken, job = bring(cast.editor, BAD)
    assert job.state == FAILED
    assert "line 2: line 2: the span [0, 99) “ORG” is outside the text" in job.problem
    assert not Source.objects.exists()
    assert taken.refusals[0]["where"] == "line 2"


def test_the_good_ones_can_be_imported_alone(cast: Cast) -> None:
    taken, job = bring(cast.editor, BAD, partial=True)
    assert job.state == DONE
    assert quotes(ActorTag) == ["Police"]
    assert [row["where"] for row in taken.refusals] == ["line 2"]


def test_after_a_refusal_the_same_import_can_be_asked_for_again(cast: Cast) -> None:
    taken, _ = bring(cast.editor, BAD)
    job = run_inline(
        start_tag_import(cast.editor, taken, {**taken.rules, "partial": True}, wake_worker=False)
    )
    assert job.state == DONE
    with pytest.raises(Conflict, match="imported already"):
        start_tag_import(cast.editor, taken, taken.rules)


def test_undecided_offsets_are_asked_for(cast: Cast) -> None:
    data = lines({"text": "🚨 +-*/ x", "label": [[3, 4, "ORG"]]})
    with pytest.raises(ImportProblem, match="does not say what it counts"):
        request_tag_import(cast.editor, data)
    bring(cast.editor, data, unit="utf16")
    assert quotes(ActorTag) == ["+"]


def test_a_file_full_of_nul_characters_is_told_about_and_kept_out(cast: Cast) -> None:
    data = lines(
        {"text": "Police\x00 came.", "label": [[0, 7, "OR\x00G"]], "extra": {"a\x00": ["\x00"]}},
        {"text": "Police came.", "label": [[0, 6, "OR\x00G"]]},
    )
    taken, job = bring(cast.editor, data, partial=True)
    assert job.state == DONE, job.problem
    assert taken.refusals == [{"where": "line 1", "why": taken.refusals[0]["why"]}]
    assert "U+0000" in taken.refusals[0]["why"]
    assert quotes(ActorTag) == ["Police"]
    task = [{"id": 1, "data": {"text": "Police came."}, "annotations": [{"completed_by": 1, "result": [
        {"id": "a", "type": "labels", "value": {"start": 0, "end": 6, "text": "Pol\x00", "labels": ["ORG"]}}
    ]}]}]  # fmt: skip
    _, job = bring(cast.editor, json.dumps(task).encode(), "x.json")
    assert (job.state, "Pol␀" in job.problem) == (FAILED, True)


def test_more_names_than_a_dialog_holds_are_refused(cast: Cast) -> None:
    rows = [{"text": "Police came.", "label": [[0, 6, f"L{n}"]]} for n in range(901)]
    with pytest.raises(ImportProblem, match="901 different labels"):
        request_tag_import(cast.editor, lines(*rows))


WRONG = [
    ({"labels": {"ORG": "king"}}, "mapping.labels.ORG"),
    ({"labels": {"ORG": "event:NONSUCH"}}, "mapping.labels.ORG"),
    ({"labels": {"ORG": "event:COERCE/nonsuch"}}, "mapping.labels.ORG"),
    ({"links": {"a": "king"}}, "mapping.links.a"),
    ({"attributes": {"a": "king"}}, "mapping.attributes.a"),
    ({"labels": []}, "mapping.labels"),
    ({"colour": "red"}, "mapping.colour"),
    ({"labels": {"a\x00": "king"}}, "mapping.labels.a␀"),
    ({"unit": "inches"}, "mapping.unit"),
]


@pytest.mark.parametrize(("mapping", "field"), WRONG)
def test_a_mapping_that_cannot_be_used_is_refused_with_its_place(
    cast: Cast, mapping: dict[str, Any], field: str
) -> None:
    taken = request_tag_import(cast.editor, exported("doccano/spans.jsonl"))
    with pytest.raises(Invalid) as refusal:
        start_tag_import(cast.editor, taken, mapping)
    assert refusal.value.errors[0]["field"] == field


def test_only_those_who_import_may_and_no_one_from_outside(cast: Cast) -> None:
    data = exported("doccano/spans.jsonl")
    for seat in (cast.viewer, cast.reviewer):
        with pytest.raises(NotAllowed):
            request_tag_import(seat, data)
    taken = request_tag_import(cast.editor, data)
    with pytest.raises(NotThere):
        start_tag_import(cast.outsider, taken, taken.rules)
    with pytest.raises(NotThere):
        tag_import_of(cast.outsider, taken.pk)


def test_asked_twice_while_it_waits_it_is_one_job(cast: Cast) -> None:
    taken = request_tag_import(cast.editor, exported("doccano/spans.jsonl"))
    jobs = [start_tag_import(cast.editor, taken, taken.rules) for _ in range(2)]
    assert jobs[0].pk == jobs[1].pk


def test_the_bulk_way_writes_what_the_protocol_writes(cast: Cast) -> None:
    """The same tags, brought in at once and added to a text that was there, are the same to every reader."""
    moved(cast, "brat/collection.zip")
    plain = lines(*({"text": item.text, "label": []} for item in ITEMS))
    bring(cast.outsider, plain)
    bring(cast.outsider, exported("brat/collection.zip"), "collection.zip")

    def told(seat: Membership) -> list[Any]:
        sets = (
            AnnotationSet.objects.filter(project=seat.project)
            .select_related("sentence")
            .order_by("sentence__text")
        )
        states = states_of(sets)
        return [
            [(t.kind, t.uid, {**t.value, "place_from": None}) for t in states[row.pk].in_order()]
            for row in sets
        ]

    assert told(cast.editor) == told(cast.outsider)
    assert list(verify(AnnotationSet.objects.all())) == []


def run(*arguments: str) -> dict[str, Any]:
    """The command's JSON answer."""
    out = StringIO()
    call_command("import_annotations", *arguments, "--json", stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def test_the_command_imports_with_a_mapping_file(cast: Cast, tmp_path: Path) -> None:
    mapping = tmp_path / "m.yaml"
    mapping.write_text("labels:\n  ORG: actor\n  ASSAULT: event:ASSAULT\nitems: sentence\n")
    answer = run(str(FOLDER / "doccano" / "spans.jsonl"), "--project", "desk", "--mapping", str(mapping))
    assert answer["report"]["tags"] == {"event": 3, "actor": 4, "reliability": 0}
    assert Source.objects.count() == 1


def test_a_dry_run_says_what_would_come_of_it_and_changes_nothing(cast: Cast) -> None:
    answer = run(str(FOLDER / "brat" / "collection.zip"), "--project", "desk", "--dry-run")
    assert answer["report"]["tags"]["event"] == 4
    assert not Source.objects.exists()
    assert not TagImport.objects.exists()


def test_the_command_fails_with_the_reason(cast: Cast, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_bytes(BAD)
    with pytest.raises(CommandError, match="1 texts or tags cannot be"):
        call_command("import_annotations", str(bad), "--project", "desk")
    with pytest.raises(CommandError, match="There is no project"):
        call_command("import_annotations", str(bad), "--project", "nowhere")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_annotations", str(tmp_path / "none"), "--project", "desk")
