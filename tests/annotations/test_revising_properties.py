"""Whatever a text says and however it is edited: every tag stands on its words afterwards or is on the list."""

import json
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.anchoring import PLACED, Anchoring
from annotations.models import AnnotationSet, OrphanTag
from annotations.operations import apply_operations
from annotations.querysets import states_of
from annotations.revising import publish
from annotations.snapshots import canonical, verify
from common.errors import Invalid
from sources.comparing import compare
from sources.models import Sentence, Source
from sources.recutting import keep_cuts
from sources.segmenting import Slice
from sources.services.revising import propose, propose_earlier
from tests.cast import Cast
from tests.factories import make_source

WORDS = st.sampled_from(
    [
        "guards",
        "left",
        "the",
        "harbour",
        "حماس",
        "غزة",
        "😀",
        "👩‍👩‍👧",
        "e\u0301",
        "12",
        "November",
        "[4]",
        "שלום",
        "–",
        "A.",
    ]
)
TOKENS = st.one_of(
    WORDS, st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=6)
)
SENTENCES = st.lists(TOKENS, min_size=1, max_size=9).map(lambda words: "x" + " ".join(words).strip())
RUNS = count()
TEXTS = st.lists(SENTENCES, min_size=1, max_size=5)


@given(TEXTS, TEXTS)
def test_every_sentence_is_accounted_for_once(old: list[str], new: list[str]) -> None:
    pairs = compare(old, new)
    assert sorted(p.old for p in pairs if p.old is not None) == list(range(len(old)))
    assert [p.new for p in pairs if p.new is not None] == list(range(len(new)))
    for pair in pairs:
        if pair.kind in {"unchanged", "moved"}:
            assert pair.old is not None
            assert pair.new is not None
            assert old[pair.old] == new[pair.new]
    assert all(p.kind == "unchanged" for p in compare(old, old))


@given(SENTENCES, SENTENCES, st.data())
def test_a_place_lies_in_the_sentence_and_its_score_in_bounds(
    old: str, new: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    anchoring = Anchoring(old, new)
    for place in anchoring.places(start, end):
        assert 0 <= place.start < place.end <= len(new)
        assert 0 <= place.score <= 1
    same = Anchoring(old, old).best(start, end)
    assert same is not None
    assert same == (start, end, 1.0)
    longer = Anchoring(old, f"{old} {new}").best(start, end)
    assert longer is not None
    assert longer.score >= PLACED or longer.score > 0


@given(TEXTS, st.data())
def test_cuts_are_kept_where_nothing_else_differs(sentences: list[str], data: st.DataObject) -> None:
    text = "\n".join(sentences)
    slices: list[Slice] = []
    at = 0
    for each in sentences:
        slices.append(Slice(at, at + len(each)))
        at += len(each) + 1
    joined = data.draw(st.integers(1, len(slices)))
    people = [Slice(slices[0].start, slices[joined - 1].end), *slices[joined:]]
    kept = keep_cuts(text, people, text, slices)
    assert [text[a:b] for a, b in kept] == [text[a:b] for a, b in people]


def tagged(cast: Cast, source: Source, data: st.DataObject) -> int:
    """Random tags of all kinds on every sentence; how many there are."""
    made = 0
    for pk, text in Sentence.objects.filter(version=source.current_id).values_list("pk", "text"):
        operations = [_tag(text, data) for _ in range(data.draw(st.integers(0, 3)))]
        unique = {(op["kind"], op["value"]["start"], op["value"]["end"]): op for op in operations}
        if unique:
            apply_operations(cast.editor, pk, list(unique.values()))
            made += len(unique)
    return made


def _tag(text: str, data: st.DataObject) -> dict[str, Any]:
    kind = data.draw(st.sampled_from(["actor", "event", "reliability"]))
    start, end = _span(text, data)
    value: dict[str, Any] = {"start": start, "end": end, "quote": text[start:end]}
    if kind == "event" and data.draw(st.booleans()):
        value |= dict(zip(("date_start", "date_end"), _span(text, data), strict=True))
    if kind == "reliability":
        value |= {"credibility": "6"}
        value |= dict(zip(("cue_start", "cue_end"), _span(text, data), strict=True))
    return {"id": str(uuid4()), "action": "add", "kind": kind, "tag": str(uuid4()), "value": value}


def _span(text: str, data: st.DataObject) -> tuple[int, int]:
    start = data.draw(st.integers(0, len(text) - 1))
    return start, data.draw(st.integers(start + 1, len(text)))


def edited(sentences: list[str], data: st.DataObject) -> list[str]:
    """The sentences with some changed, dropped, doubled, swapped and added."""
    found: list[str] = []
    for sentence in sentences:
        match data.draw(st.sampled_from(["keep", "keep", "drop", "word", "cut", "add", "front"])):
            case "keep":
                found.append(sentence)
            case "word":
                found.append(sentence + " " + data.draw(WORDS))
            case "cut":
                found.append("x" + sentence[len(sentence) // 3 :].strip())
            case "add":
                found += [sentence, data.draw(SENTENCES)]
            case "front":
                found.insert(0, sentence)
    return found or ["x nothing"]


def assert_nothing_is_lost(source: Source, made: int) -> None:
    """Tags and open orphans are as many as ever; each tag reads as its quote; history replays."""
    rows = list(AnnotationSet.objects.filter(source=source).select_related("sentence"))
    states = states_of(rows)
    tags = 0
    for row in rows:
        if row.absorbed_by_id is not None:
            assert not states[row.pk].tags
        else:
            assert row.sentence.version_id == source.current_id
        body = canonical(row)  # what data sets read
        for told in body["tags"]:
            value = told["value"]
            assert body["sentence"]["text"][value["start"] : value["end"]] == value["quote"]
        for tag in states[row.pk].tags.values():
            tags += 1
            assert row.sentence.text[tag.value["start"] : tag.value["end"]] == tag.value["quote"]
    orphans = OrphanTag.objects.filter(source=source, state="open").select_related("sentence")
    for orphan in orphans:
        value = orphan.value
        assert orphan.sentence.text[value["start"] : value["end"]] == value["quote"]
    assert tags + len(orphans) == made
    assert list(verify(AnnotationSet.objects.filter(source=source))) == []


@pytest.mark.django_db
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(TEXTS, st.data())
def test_tags_survive_any_revision_and_its_taking_back(
    cast: Cast, sentences: list[str], data: st.DataObject
) -> None:
    sentences = [*sentences, f"x {next(RUNS)}"]  # no two examples have one text
    source = make_source(cast.project, sentences, title="T")
    made = tagged(cast, source, data)
    rows = [json.dumps({"text": one}, ensure_ascii=False) for one in edited(sentences, data)]
    try:
        proposal = propose(cast.owner, source, "\n".join(rows), format_name="jsonl")
    except Invalid:
        return  # nothing was changed
    publish(cast.owner, proposal, 1)
    source.refresh_from_db()
    assert_nothing_is_lost(source, made)
    publish(cast.owner, propose_earlier(cast.owner, source, 1), 2)
    source.refresh_from_db()
    assert_nothing_is_lost(source, made)
