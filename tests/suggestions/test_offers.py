"""Offers over a real project: what is tagged or rejected is not offered, and each coder's layer stays their own."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from annotations.operations import apply_operations
from codebook.registry import add_alias, create_actor, merge_actors
from common.errors import NotAllowed, NotThere
from reviews.services import approve, submit_sentence
from sources.models import Sentence, Source
from suggestions import cache
from suggestions.models import Rejection
from suggestions.offering import Offer
from suggestions.querysets import suggestions_for
from suggestions.services import reject_suggestion
from tests.cast import Cast
from tests.factories import actor_op, event_op, make_source, mark_op, reliability_op, sentence_of

pytestmark = pytest.mark.django_db
TEXTS = [
    "On 12 November the River Front killed three people, the mayor said.",
    "The River Front kidnapped a guard.",
    "The wardens flummoxed a guard.",
    "The wardens flummoxed the mayor.",
    "The wardens flummoxed a clerk.",
]


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No context of another test, and none that outlives a change of this one."""
    cache.forget()
    monkeypatch.setattr(cache, "YOUNGEST", 0.0)
    monkeypatch.setattr(cache, "SHARE", 0)
    yield
    cache.forget()


@pytest.fixture
def source(cast: Cast) -> Source:
    return make_source(cast.project, TEXTS)


def offered(seat: Membership, sentence: Sentence, kind: str = "", layer: Any = None) -> list[Offer]:
    found = suggestions_for(seat, [sentence], layer)[sentence.pk]
    return [one for one in found if kind in ("", one.suggestion.kind)]


def quotes(seat: Membership, sentence: Sentence, kind: str, layer: Any = None) -> list[str]:
    return [one.suggestion.quote for one in offered(seat, sentence, kind, layer)]


def approved(cast: Cast, sentence: Sentence, *operations: dict[str, Any]) -> None:
    answer = apply_operations(cast.editor, sentence.pk, list(operations))
    submitted = submit_sentence(cast.editor, sentence.pk, answer.revision)
    approve(cast.reviewer, submitted.annotation_set_id, answer.revision)


def test_each_offer_that_adds_a_tag_is_an_operation_that_saves(cast: Cast, source: Source) -> None:
    create_actor(cast.editor, label="River Front", kind="armed_group")
    first = sentence_of(source, 1)
    found = offered(cast.editor, first)
    assert {one.suggestion.kind for one in found} == {"actor", "event", "reliability"}
    operations = [
        {
            "id": f"0b9f3f0e-6a55-4f0c-9a57-5b6d6d3e8a{n:02d}",
            "action": "add",
            "kind": one.suggestion.kind,
            "tag": f"1b9f3f0e-6a55-4f0c-9a57-5b6d6d3e8a{n:02d}",
            "value": one.value,
        }
        for n, one in enumerate(found)
    ]
    answer = apply_operations(cast.editor, first.pk, operations)
    event = next(tag for tag in answer.state.tags.values() if tag.kind == "event")
    assert event.value["code"] == "ASSAULT"
    assert event.value["deaths_best"] == 3
    assert event.value["date_edtf"] == "XXXX-11-12"
    assert offered(cast.editor, first) == []


def test_a_date_and_a_number_are_offered_to_the_event_that_lacks_them(cast: Cast, source: Source) -> None:
    first = sentence_of(source, 1)
    assert offered(cast.editor, first, "date") == []
    event = event_op(first, "killed")
    apply_operations(cast.editor, first.pk, [event])
    date, number = offered(cast.editor, first, "date") + offered(cast.editor, first, "casualties")
    assert date.event == number.event == event["tag"]
    assert date.value == {"date_edtf": "XXXX-11-12", "date_start": 3, "date_end": 14}
    assert number.value["deaths_best"] == 3
    dated = event_op(first, "killed", tag=event["tag"], date_edtf="XXXX-11-12", date_start=3, date_end=14)
    apply_operations(cast.editor, first.pk, [dated | {"action": "change", "seen": 1}])
    assert offered(cast.editor, first, "date") == []


def test_nothing_is_offered_where_there_is_nothing_to_code(cast: Cast, source: Source) -> None:
    second = sentence_of(source, 2)
    assert offered(cast.editor, second)
    apply_operations(cast.editor, second.pk, [mark_op("nothing_to_code")])
    assert offered(cast.editor, second) == []


def test_suggestions_learn_from_approved_work(cast: Cast, source: Source) -> None:
    third, fourth = sentence_of(source, 3), sentence_of(source, 4)
    apply_operations(cast.editor, third.pk, [event_op(third, "flummoxed", code="COERCE")])
    assert quotes(cast.editor, fourth, "event") == []
    submitted = submit_sentence(cast.editor, third.pk, 1)
    approve(cast.reviewer, submitted.annotation_set_id, 1)
    assert quotes(cast.editor, fourth, "event") == ["flummoxed"]


def test_suggestions_never_learn_from_a_blind_layer(cast: Cast, source: Source) -> None:
    third, fourth = sentence_of(source, 3), sentence_of(source, 4)
    blind = cast.second_editor.coder
    apply_operations(cast.second_editor, third.pk, [event_op(third, "flummoxed", code="COERCE")], layer=blind)
    assert quotes(cast.editor, fourth, "event") == []
    assert quotes(cast.second_editor, fourth, "event", blind) == []


def test_tags_and_rejections_of_a_blind_layer_stay_in_it(cast: Cast, source: Source) -> None:
    second = sentence_of(source, 2)
    blind = cast.second_editor.coder
    key = offered(cast.second_editor, second, "event", blind)[0].suggestion.key
    reject_suggestion(cast.second_editor, second.pk, key, blind)
    assert quotes(cast.second_editor, second, "event", blind) == []
    assert quotes(cast.editor, second, "event") == ["kidnapped"]
    with pytest.raises(NotAllowed):
        reject_suggestion(cast.editor, second.pk, key, blind)


def test_a_rejected_suggestion_does_not_come_back(cast: Cast, source: Source) -> None:
    second = sentence_of(source, 2)
    key = offered(cast.editor, second, "event")[0].suggestion.key
    reject_suggestion(cast.editor, second.pk, key)
    reject_suggestion(cast.second_editor, second.pk, key)
    assert Rejection.objects.count() == 1
    assert quotes(cast.editor, second, "event") == []
    again = make_source(cast.project, TEXTS, title="Another")
    assert quotes(cast.editor, sentence_of(again, 2), "event") == ["kidnapped"]


def test_words_rejected_in_three_sentences_are_demoted_in_the_project(cast: Cast) -> None:
    texts = [f"The wardens kidnapped guard {n}." for n in range(4)]
    many = make_source(cast.project, texts)
    for ordinal in (1, 2, 3):
        sentence = sentence_of(many, ordinal)
        key = offered(cast.editor, sentence, "event")[0].suggestion.key
        reject_suggestion(cast.editor, sentence.pk, key)
    cache.forget()
    assert quotes(cast.editor, sentence_of(many, 4), "event") == []


def test_only_what_is_offered_can_be_rejected_and_only_by_coders(cast: Cast, source: Source) -> None:
    second = sentence_of(source, 2)
    key = offered(cast.editor, second, "event")[0].suggestion.key
    with pytest.raises(NotThere):
        reject_suggestion(cast.editor, second.pk, "0" * 32)
    with pytest.raises(NotAllowed):
        reject_suggestion(cast.viewer, second.pk, key)
    with pytest.raises(NotThere):
        reject_suggestion(cast.outsider, second.pk, key)


def test_a_merged_actor_s_names_lead_to_the_one_that_stays(cast: Cast, source: Source) -> None:
    stays = create_actor(cast.owner, label="The Front", kind="party")
    goes = create_actor(cast.owner, label="River Front", kind="party")
    add_alias(cast.owner, stays.pk, text="Riverside")
    merge_actors(cast.owner, goes.pk, stays.pk)
    cache.forget()
    one = offered(cast.editor, sentence_of(source, 2), "actor")[0]
    assert one.value["actor"] == stays.pk


def test_a_tag_that_says_so_already_hides_the_suggestion(cast: Cast, source: Source) -> None:
    front = create_actor(cast.editor, label="River Front", kind="party")
    first = sentence_of(source, 1)
    claim = reliability_op(first, "the River Front killed three people", cue_start=62, cue_end=66)
    apply_operations(
        cast.editor, first.pk, [actor_op(first, "River Front", front.pk), event_op(first, "killed"), claim]
    )
    assert [one.suggestion.kind for one in offered(cast.editor, first)] == ["casualties", "date"][::-1]


def test_reading_a_source_costs_the_same_for_any_number_of_sentences(
    cast: Cast, api: Callable[[Membership | None], Any]
) -> None:
    small = make_source(cast.project, TEXTS[:1], title="Small")
    large = make_source(cast.project, TEXTS * 20, title="Large")
    viewer = api(cast.viewer)
    viewer.get(f"sources/{small.pk}/suggestions/")
    counts = []
    for one in (small, large):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            rows = viewer.get(f"sources/{one.pk}/suggestions/?limit=100").ok()["results"]
        counts.append(len(queries))
        assert rows[0]["suggestions"]
    assert counts[0] == counts[1]


def test_the_api_rejects_and_repeats(
    cast: Cast, source: Source, api: Callable[[Membership | None], Any]
) -> None:
    second = sentence_of(source, 2)
    editor = api(cast.editor)
    rows = editor.get(f"sentences/{second.pk}/suggestions/").ok()["suggestions"]
    event = next(row for row in rows if row["kind"] == "event")
    assert event["why"]
    for _ in range(2):
        answer = editor.post(f"sentences/{second.pk}/rejections/", {"key": event["key"]}).ok(201)
        assert answer["key"] == event["key"]
    rows = editor.get(f"sentences/{second.pk}/suggestions/").ok()["suggestions"]
    assert "event" not in {row["kind"] for row in rows}


def test_the_context_is_built_once_until_the_project_moves_on(
    cast: Cast, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "YOUNGEST", 60.0)
    second = sentence_of(source, 2)
    offered(cast.editor, second)
    with CaptureQueriesContext(connection) as queries:
        offered(cast.editor, second)
    assert len(queries) <= 4
