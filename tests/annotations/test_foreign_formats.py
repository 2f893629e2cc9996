"""What other tools export is read whole: every span exact, everything else listed."""

import io
import json
import warnings
import zipfile
from collections import Counter

import pytest
from cassis import load_cas_from_xmi, load_typesystem

from annotations.importing.items import Reading
from annotations.importing.offsets import find_unit
from annotations.importing.reading import read
from sources.importers.problems import ImportProblem
from tests.fixtures.foreign.invented import ITEMS, LABELS

from .foreign import FOLDER, WORDS, exported, reading_of, spans_of

WHOLE = [
    ("doccano/relations.jsonl", "doccano", "utf16"),
    ("doccano/spans.jsonl", "doccano", "utf16"),
    ("doccano/graphemes.jsonl", "doccano", "graphemes"),
    ("doccano/code_points.jsonl", "doccano", "code_points"),
    ("doccano/annotators.zip", "doccano", "utf16"),
    ("label_studio/export.json", "label_studio", "code_points"),
    ("label_studio/export_min.json", "label_studio", "code_points"),
    ("label_studio/utf16.json", "label_studio", "utf16"),
    ("brat/collection.zip", "brat", "code_points"),
    ("inception/project.zip", "inception", "utf16"),
]


@pytest.mark.parametrize(("name", "tool", "unit"), WHOLE)
def test_every_span_of_a_real_export_is_read_exactly(name: str, tool: str, unit: str) -> None:
    reading = reading_of(name)
    assert (reading.format, find_unit(reading).unit) == (tool, unit)
    assert spans_of(reading) == WORDS
    assert {item.text for item in reading.items} == {item.text for item in ITEMS}


def left(reading: Reading) -> Counter[str]:
    """How many leftovers of each sort."""
    return Counter(one.what for one in reading.leftovers)


def test_doccano_gives_relations_and_lists_comments_and_metadata() -> None:
    reading = reading_of("doccano/relations.jsonl")
    first = reading.items[0]
    words = {span.uid: span.label for span in first.spans}
    assert [(link.label, words[link.source], words[link.target]) for link in first.links] == [
        ("agent", "Arrest", "ORG"),
        ("victim", "Arrest", "PER"),
    ]
    assert left(reading) == {"comment": 1, "metadata": 5}


def test_doccano_keeps_annotators_apart_and_their_texts_together() -> None:
    reading = reading_of("doccano/annotators.zip")
    assert len(reading.items) == len(ITEMS)
    assert reading.annotators == ["admin", "second"]
    assert Counter(span.annotator for item in reading.items for span in item.spans) == {
        "admin": 20,
        "second": 12,
    }


def test_doccano_lists_the_categories_of_whole_texts() -> None:
    assert left(reading_of("doccano/topics.jsonl")) == {"category": 5, "metadata": 5}


def test_label_studio_joins_what_is_chosen_per_region_to_its_span() -> None:
    first = reading_of("label_studio/export.json").items[0]
    arrest = next(span for span in first.spans if span.label == "Arrest")
    assert arrest.attributes == {"stance": "asserted", "remark": "as the report has it"}
    assert {link.label for link in first.links} == {"agent", "victim"}


def test_label_studio_lists_skipped_tasks_predictions_and_choices_of_the_whole_text() -> None:
    assert left(reading_of("label_studio/export.json")) == {
        "metadata": 5, "choices": 5, "rating": 5, "skipped": 1, "prediction": 1,
    }  # fmt: skip


def test_label_studio_min_says_that_it_does_not_know_whose_a_choice_is() -> None:
    reading = reading_of("label_studio/export_min.json")
    assert left(reading)["field"] > 0
    assert not any(span.attributes for item in reading.items for span in item.spans)


def test_brat_gives_arguments_attributes_notes_and_entries_and_lists_spans_in_parts() -> None:
    reading = reading_of("brat/collection.zip")
    first = reading.items[0]
    arrest, person, date = (
        next(s for s in first.spans if s.label == name) for name in ("Arrest", "PER", "Date")
    )
    assert arrest.attributes == {"Modality": "asserted"}
    assert person.attributes == {"Reference": "Wikidata:Q999999999"}
    assert date.note == "The day is the day of the report?"
    assert {(link.label, link.source) for link in first.links} == {
        ("Agent", arrest.uid),
        ("Victim", arrest.uid),
    }
    assert [one.detail["words"] for one in reading.leftovers] == ["Its Ilan Mor"]


def test_inception_gives_slots_relations_features_and_sentences() -> None:
    reading = reading_of("inception/project.zip")
    first, second = reading.items[0], reading.items[1]
    assert {span.label for span in first.spans} == {
        "NamedEntity/ORG", "Event/Arrest", "NamedEntity/PER", "NamedEntity/Place", "NamedEntity/Date",
    }  # fmt: skip
    assert {link.label for link in first.links} == {"agent", "victim"}
    assert {link.label for link in second.links} == {"agent", "Near"}
    event = next(span for span in first.spans if span.label == "Event/Arrest")
    assert event.attributes == {"modality": "asserted", "comment": "The day is the day of the report?"}
    assert first.cuts == [(0, 71)]
    assert first.known == {"title": "velda-1.txt"}
    assert left(reading) == {"relation feature": 1}


@pytest.mark.parametrize(
    "name", ["inception/velda-1.xmi", "inception/velda-1.json", "inception/document.zip"]
)
def test_every_form_of_a_cas_reads_the_same(name: str) -> None:
    whole, one = reading_of("inception/project.zip"), reading_of(name)
    assert spans_of(one) == {pair for pair in spans_of(whole) if pair[0] == ITEMS[0].text}
    assert {(s.label, tuple(s.attributes.items())) for s in one.items[0].spans} == {
        (s.label, tuple(s.attributes.items())) for s in whole.items[0].spans
    }
    assert len(one.items[0].links) == 2


def test_the_cas_reader_agrees_with_cassis() -> None:
    with zipfile.ZipFile(FOLDER / "inception" / "document.zip") as archive, warnings.catch_warnings():
        warnings.simplefilter("error")
        system = load_typesystem(io.BytesIO(archive.read("TypeSystem.xml")))
        cas = load_cas_from_xmi(io.BytesIO(archive.read("anna.xmi")), typesystem=system)
    theirs = {
        (one.begin, one.end)
        for one in cas.select_all_annotations()
        if one.type.name.endswith(("NamedEntity", "Event"))
    }
    assert {place for _, place in spans_of(reading_of("inception/document.zip"))} == theirs


def test_labels_are_those_of_the_project() -> None:
    reading = reading_of("doccano/spans.jsonl")
    assert {span.label for item in reading.items for span in item.spans} == set(LABELS)


REFUSED = [
    (b'{"text": "a", "label": [[0, 1]]}', "line 1: span 1 is no"),
    (b'{"text": "a", "label": [[0, "x", "A"]]}', "no whole offsets"),
    (b'{"text": "a", "label": []}\n{"text": 3, "label": []}', "line 2"),
    (b'{"text": "a", "label": []}\n[1]', "Line 2"),
    (b'{"text": "a", "label": ' + b"[" * 5_000, "not valid JSON"),
    (b"[" * 100_000, "not valid JSON"),
    (b'[{"data": {"n": 3}, "annotations": []}]', "no text among its data"),
    (b"PK\x03\x04 and nothing", "damaged"),
    (b"plain words", "no export that is read here"),
    (b"<?xml version='1.0'?><a", "not valid XML"),
]


@pytest.mark.parametrize(("data", "said"), REFUSED)
def test_a_broken_file_is_refused_with_its_place(data: bytes, said: str) -> None:
    with pytest.raises(ImportProblem) as refusal:
        read(data)
    assert said in str(refusal.value)


def test_a_format_named_wrongly_is_refused() -> None:
    with pytest.raises(ImportProblem, match="This is doccano"):
        read(exported("doccano/spans.jsonl"), format_name="brat")


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore">
<cas:Sofa xmi:id="1" sofaID="_InitialView" sofaString="&a;"/></xmi:XMI>"""
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI">&b;</xmi:XMI>"""


@pytest.mark.parametrize("data", [ENTITIES, LAUGHS], ids=["a file outside", "a billion laughs"])
def test_xml_with_a_document_type_is_refused(data: bytes) -> None:
    with pytest.raises(ImportProblem, match="document type"):
        read(data, "x.xmi")


def zipped(*files: tuple[str, bytes]) -> bytes:
    """An archive of these files."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return kept.getvalue()


def test_a_zip_bomb_is_refused_while_it_unpacks() -> None:
    nothing = b"\0" * 30_000_000
    with pytest.raises(ImportProblem, match="more than 100 MB"):
        read(zipped(*((f"{n}.txt", nothing) for n in range(5))))
    with pytest.raises(ImportProblem, match="more than 100 MB"):
        read(zipped(*((f"{n}.zip", zipped(("a.txt", nothing))) for n in range(5))))


@pytest.mark.parametrize("name", ["../a.ann", "/etc/a.ann", "a/../../b.ann", "..\\a.ann"])
def test_names_that_lead_out_of_an_archive_are_refused(name: str) -> None:
    with pytest.raises(ImportProblem, match="leads out of it"):
        read(zipped((name, b"T1\tA 0 1\ta"), ("a.txt", b"a")))


def test_an_annotation_without_its_text_is_refused() -> None:
    with pytest.raises(ImportProblem, match=r"a\.ann has no a\.txt"):
        read(zipped(("a.ann", b"T1\tA 0 1\ta")))


def test_archives_are_not_opened_deeper_than_one_level() -> None:
    deep = zipped(("a.zip", zipped(("b.zip", zipped(("c.jsonl", b'{"text": "a", "label": []}'))))))
    with pytest.raises(ImportProblem, match="no export"):
        read(deep)


def test_json_with_half_a_character_is_refused() -> None:
    line = json.dumps({"text": "a \ud83d b", "label": []}).encode()
    with pytest.raises(ImportProblem, match="half of a character"):
        read(line)
