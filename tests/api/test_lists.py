"""Lists: pages that hold still while rows come in, filters, and costs that do not grow."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from accounts.services import archive
from annotations.models import AnnotationSet
from annotations.operations import apply_operations
from codebook.registry import create_actor
from reviews.services import submit_sentence
from sources.models import Outlet
from sources.services import create_outlet
from tests.cast import Cast
from tests.factories import actor_op, event_op, make_source, mark_op, sentence_of

from .client import Answer, Api
from .world import make_world

pytestmark = pytest.mark.django_db
As = Callable[[Membership | None], Api]
TEXTS = [f"Sentence {number} says that guards shot a man.[{number}]" for number in range(1, 13)]


def pages(api: Api, path: str) -> Iterator[Answer]:
    """The pages of a list, following `next`."""
    following: str | None = path
    while following:
        answer = api.get(following).ok()
        yield answer
        following = answer["next"]


def walked(api: Api, path: str, key: str) -> list[Any]:
    """One value of every row, over all pages."""
    return [row[key] for page in pages(api, path) for row in page["results"]]


def test_rows_that_come_in_meanwhile_neither_repeat_nor_hide_any(cast: Cast, api: As) -> None:
    known = [create_actor(cast.editor, label=f"Actor {number}").pk for number in range(7)]
    viewer = api(cast.viewer)
    seen = []
    for page in pages(viewer, "actors/?limit=2"):
        seen += [row["id"] for row in page["results"]]
        create_actor(cast.editor, label=f"Late {len(seen)}")
    assert seen == known[::-1]


def test_a_list_by_name_pages_in_order(cast: Cast, api: As) -> None:
    for name in ("b", "a", "d", "c", "e"):
        create_outlet(cast.editor, name=name)
    viewer = api(cast.viewer)
    seen = []
    for page in pages(viewer, "outlets/?limit=2"):
        seen += [row["name"] for row in page["results"]]
        create_outlet(cast.editor, name=f"a{len(seen)}")  # before the cursor: passed already
    assert [name for name in seen if len(name) == 1] == ["a", "b", "c", "d", "e"]
    assert len(seen) == len(set(seen))


def test_sentences_come_in_reading_order_with_tags_and_markers(cast: Cast, api: As) -> None:
    source = make_source(cast.project, TEXTS)
    third = sentence_of(source, 3)
    guards = create_actor(cast.editor, label="The guards")
    mention = actor_op(third, "guards", guards.pk)
    apply_operations(
        cast.editor, third.pk, [mention, event_op(third, "shot", participants=[("actor", mention)])]
    )
    rows = [
        row
        for page in pages(api(cast.viewer), f"sources/{source.pk}/sentences/?limit=5")
        for row in page["results"]
    ]
    assert [row["ordinal"] for row in rows] == list(range(1, 13))
    assert [mark["label"] for mark in rows[11]["citations"]] == ["12"]
    assert rows[0]["set"] is None
    assert [tag["kind"] for tag in rows[2]["set"]["tags"]] == ["actor", "event"]
    one = api(cast.viewer).get(f"sentences/{third.pk}/").ok()
    assert one["actors"] == [{"id": guards.pk, "label": "The guards", "kind": "other", "merged_into": None}]
    assert one["set"] == rows[2]["set"]
    assert one["is_current"] is True


def test_the_history_of_a_sentence_is_newest_first(cast: Cast, api: As) -> None:
    source = make_source(cast.project, TEXTS)
    first = sentence_of(source, 1)
    apply_operations(cast.editor, first.pk, [event_op(first, "shot")])
    apply_operations(cast.second_editor, first.pk, [actor_op(first, "guards")])
    rows = api(cast.viewer).get(f"sentences/{first.pk}/revisions/").ok()["results"]
    assert [(row["number"], row["author"]) for row in rows] == [
        (2, cast.second_editor.coder.code),
        (1, cast.editor.coder.code),
    ]
    assert rows[1]["operations"][0]["action"] == "add"


def test_the_queue_is_oldest_first_and_narrows(cast: Cast, api: As) -> None:
    source, other = make_source(cast.project, TEXTS), make_source(cast.project, ["Another."], title="B")
    for sentence in [sentence_of(source, 2), sentence_of(source, 1), sentence_of(other, 1)]:
        apply_operations(cast.editor, sentence.pk, [mark_op("nothing_to_code")])
        submit_sentence(cast.editor, sentence.pk, 1)
    reviewer = api(cast.reviewer)
    rows = [row for page in pages(reviewer, "queue/?limit=1") for row in page["results"]]
    assert [row["ordinal"] for row in rows] == [2, 1, 1]
    assert rows[0]["authors"] == [cast.editor.coder.code]
    assert len(reviewer.get(f"queue/?source={other.pk}").ok()["results"]) == 1
    assert reviewer.get(f"queue/?editor={cast.second_editor.coder.code}").ok()["results"] == []
    reviewer.get("queue/?state=draft").refuses(400, "bad-query")


def test_sources_narrow_by_title_outlet_language_and_day(cast: Cast, api: As) -> None:
    times = Outlet.objects.create(project=cast.project, name="The Times")
    one = make_source(
        cast.project, ["A."], title="Soweto", outlet=times, language="en", published_on="1976-06-17"
    )
    make_source(cast.project, ["B."], title="Sharpeville", published_on="1960-03-22")
    viewer = api(cast.viewer)
    for query in (
        "title=sowe",
        f"outlet={times.pk}",
        "language=en",
        "published_from=1970-01-01",
        "rights=none&title=S&language=en",
    ):
        assert walked(viewer, f"sources/?{query}", "id") == [one.pk], query
    assert len(walked(viewer, "sources/?limit=1", "id")) == 2


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("outlet=x", "outlet"),
        ("outlet=99999999999999999999", "outlet"),
        ("published_from=soon", "published_from"),
        ("rights=all", "rights"),
        ("title=%00", "title"),
        ("sort=title", "sort"),
    ],
)
def test_a_filter_that_cannot_be_read_is_named(cast: Cast, api: As, query: str, field: str) -> None:
    answer = api(cast.viewer).get(f"sources/?{query}").refuses(400, "bad-query")
    assert answer["errors"][0]["field"] == field


def test_actors_are_found_with_typing_errors(cast: Cast, api: As) -> None:
    create_actor(cast.editor, label="Palestinian Authority")
    create_actor(cast.editor, label="Fatah")
    hits = api(cast.viewer).get("actors/?search=palestinain").ok()["results"]
    assert hits[0]["label"] == "Palestinian Authority"
    assert 0 < hits[0]["score"] <= 100
    assert api(cast.viewer).get("actors/?search=").ok()["results"] == []
    api(cast.viewer).get("actors/?search=%00").refuses(400, "bad-query")


def test_a_blind_layer_is_told_to_its_coder_only(cast: Cast, api: As) -> None:
    sentence = sentence_of(make_source(cast.project, TEXTS), 1)
    apply_operations(cast.editor, sentence.pk, [event_op(sentence, "shot")], layer=cast.editor.coder)
    mine = api(cast.editor).get("activity/").ok()["results"]
    assert "set.edited" in {row["verb"] for row in mine}
    for other in (cast.second_editor, cast.reviewer, cast.owner):
        reader = api(other)
        assert "set.edited" not in {row["verb"] for row in reader.get("activity/").ok()["results"]}
        assert reader.get(f"sentences/{sentence.pk}/").ok()["set"] is None
        assert reader.get(f"sentences/{sentence.pk}/revisions/").ok()["results"] == []
        (blind,) = AnnotationSet.objects.all()
        reader.get(f"sets/{blind.pk}/").refuses(404)


def test_an_archived_project_reads_and_refuses_changes(cast: Cast, api: As) -> None:
    archive(cast.owner)
    editor = api(cast.editor)
    assert editor.get("").ok()["archived_at"]
    editor.get("sources/").ok()
    editor.post("actors/", {"label": "Late"}).refuses(403)


def test_people_stand_beside_their_codes_for_members_only(cast: Cast, api: As) -> None:
    rows = api(cast.viewer).get("members/").ok()["results"]
    assert {row["username"]: row["coder"] for row in rows}["rosa"] == cast.reviewer.coder.code
    assert "email" not in rows[0]


def queries(api: Api, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        api.get(path).ok()
    return len(captured)


LISTS = [
    "/me/", "/projects/", "/tokens/", "members/", "invitations/", "codebooks/", "actors/", "outlets/", "sources/",
    "sources/{source}/sentences/", "queue/", "jobs/", "exports/", "datasets/", "activity/",
]  # fmt: skip


def test_reading_a_list_costs_the_same_for_one_row_and_for_ten(cast: Cast, api: As) -> None:
    world = make_world(cast)
    owner = api(cast.owner)
    before = {path: queries(owner, path.format(source=world.source)) for path in LISTS}
    for number in range(10):
        create_actor(cast.editor, label=f"Actor {number}")
        outlet = create_outlet(cast.editor, name=f"Outlet {number}")
        source = make_source(cast.project, TEXTS, title=f"S{number}", outlet=outlet)
        sentence = sentence_of(source, 1)
        apply_operations(cast.editor, sentence.pk, [event_op(sentence, "shot")])
        submit_sentence(cast.editor, sentence.pk, 1)
        owner.post("invitations/", {"roles": ["viewer"]}).ok(201)
        owner.post("/tokens/", {"name": f"t{number}"}).ok(201)
        owner.post("/projects/", {"slug": f"p{number}", "name": "P"}).ok(201)
    after = {path: queries(owner, path.format(source=source.pk)) for path in LISTS}
    assert after == before
    assert max(after.values()) <= 9
