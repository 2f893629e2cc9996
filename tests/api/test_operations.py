"""Saving tags through the API: the answer, both sides of a conflict, and what it costs."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from annotations.models import AnnotationSet, Revision
from codebook.registry import create_actor
from sources.models import Sentence
from tests.cast import Cast
from tests.factories import actor_op, change_op, event_op, make_source, mark_op, reliability_op, sentence_of

from .client import Api

pytestmark = pytest.mark.django_db
As = Callable[[Membership | None], Api]
TEXT = "On 12 November militants of the group killed 6 people in the city."


@pytest.fixture
def sentence(cast: Cast) -> Sentence:
    return sentence_of(make_source(cast.project, [TEXT, "The movement denied it."]), 1)


def path(sentence: Sentence, verb: str = "operations") -> str:
    return f"sentences/{sentence.pk}/{verb}/"


def test_the_three_kinds_are_saved_together(cast: Cast, api: As, sentence: Sentence) -> None:
    group = create_actor(cast.editor, label="The group", kind="armed_group")
    mention = actor_op(sentence, "the group", group.pk)
    event = event_op(sentence, "killed", participants=[("actor", mention)], date_edtf="XXXX-11-12")
    answer = api(cast.editor).post(
        path(sentence), {"operations": [mention, event, reliability_op(sentence, credibility="2")], "base": 0}
    )
    answer.ok()
    assert [tag["kind"] for tag in answer["tags"]] == ["reliability", "actor", "event"]
    assert answer["revision"] == 1
    assert answer["tags"][2]["value"]["participants"] == [
        {"role": "actor", "actor": mention["tag"], "from": None, "basis": ""}
    ]
    assert {tag["by"] for tag in answer["tags"]} == {cast.editor.coder.code}


def test_the_same_request_again_gives_the_same_answer(cast: Cast, api: As, sentence: Sentence) -> None:
    body = {"operations": [event_op(sentence, "killed")]}
    first, second = (api(cast.editor).post(path(sentence), body).ok() for _ in range(2))
    assert first["operations"] == second["operations"]
    assert Revision.objects.count() == 1


def test_the_same_tag_touched_by_two_is_a_conflict_with_both_sides(
    cast: Cast, api: As, sentence: Sentence
) -> None:
    event = event_op(sentence, "killed")
    api(cast.editor).post(path(sentence), {"operations": [event]}).ok()
    api(cast.second_editor).post(
        path(sentence), {"operations": [change_op(event, seen=1, modality="alleged")]}
    ).ok()
    answer = api(cast.editor).post(
        path(sentence), {"operations": [change_op(event, seen=1, modality="denied")]}
    )
    answer.refuses(409, "tag-conflict")
    clash = answer["conflicts"][0]
    assert clash["mine"]["value"]["modality"] == "denied"
    assert clash["theirs"]["value"]["modality"] == "alleged"
    assert clash["theirs"]["by"] == cast.second_editor.coder.code
    assert answer["present"]["revision"] == 2


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"start": 60, "end": 900}, "span-bounds"),
        ({"start": 9, "end": 3}, "invalid"),
        ({"start": -1}, "invalid"),
        ({"quote": "kissed"}, "span-quote-mismatch"),
        ({"code": "PARTY"}, "code-not-in-codebook"),
        ({"modality": "maybe"}, "invalid"),
        ({"date_edtf": "next week"}, "invalid"),
        ({"odd": 1}, "invalid"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_with_its_place(
    cast: Cast, api: As, sentence: Sentence, change: dict[str, Any], code: str
) -> None:
    event = event_op(sentence, "killed")
    event["value"] |= change
    answer = api(cast.editor).post(path(sentence), {"operations": [event]}).refuses(422, code)
    assert answer["errors"][0]["field"].startswith("operations[0].value.")
    assert not AnnotationSet.objects.exists()


def test_an_actor_of_another_project_is_refused(cast: Cast, api: As, sentence: Sentence) -> None:
    Membership.objects.filter(pk=cast.outsider.pk).update(roles=["owner", "editor"])
    cast.outsider.refresh_from_db()
    stranger = create_actor(cast.outsider, label="Elsewhere")
    answer = api(cast.editor).post(
        path(sentence), {"operations": [actor_op(sentence, "the group", stranger.pk)]}
    )
    answer.refuses(422, "unknown-actor")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"operations": {}},
        {"operations": []},
        {"operations": [1]},
        {"operations": [{"id": str(uuid4()), "action": "add"}]},
        {"operations": [], "base": "x"},
        {"operations": [], "other": 1},
    ],
)
def test_a_malformed_request_is_422(cast: Cast, api: As, sentence: Sentence, body: Any) -> None:
    api(cast.editor).post(path(sentence), body).refuses(422)


def test_a_base_that_is_no_revision_is_422(cast: Cast, api: As, sentence: Sentence) -> None:
    for base in (-1, True, 1.5, 2**31):
        body = {"operations": [mark_op("nothing_to_code")], "base": base}
        answer = api(cast.editor).post(path(sentence), body).refuses(422)
        assert answer["errors"][0]["field"] == "base"


def queries_of_a_save(api: Api, sentence: Sentence, word: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        api.post(path(sentence), {"operations": [event_op(sentence, word)]}).ok()
    return len(queries)


def test_a_save_costs_the_same_whatever_the_set_holds(cast: Cast, api: As, sentence: Sentence) -> None:
    editor = api(cast.editor)
    editor.post(path(sentence), {"operations": [event_op(sentence, "killed")]}).ok()
    few = queries_of_a_save(editor, sentence, "group")
    words = sorted(set(TEXT.rstrip(".").split()) - {"killed", "group", "in"})
    editor.post(path(sentence), {"operations": [event_op(sentence, word) for word in words]}).ok()
    many = queries_of_a_save(editor, sentence, "in")
    assert many == few <= 20
