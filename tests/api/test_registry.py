"""The registry through the API: what comes in wrongly is named, what is merged is read under its survivor."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from codebook.models import Actor
from codebook.registry import add_relation, create_actor, merge_actors
from tests.cast import Cast

from .client import Answer, Api


def fields_of(answer: Answer) -> list[str]:
    """The fields that a refusal names."""
    return [fault["field"] for fault in answer["errors"]]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("label", "x" * 201), ("label", "bell\x07"), ("label", "\u2028"), ("label", ""), ("label", None),
        ("country", "XX"), ("country", "ps"), ("wikidata", "Q0"), ("wikidata", "https://www.wikidata.org/wiki/Q1"),
        ("ucdp", "-1"), ("inter", 0), ("inter", "many"), ("sectors", ["QQQ"]), ("sectors", "GOV"),
        ("valid_from", "12 November"), ("valid_to", "2007-02-30"), ("valid_from", "2004-06/2006-08"),
        ("kind", "villain"),
        ("status", "merged"), ("key", "#1"), ("nonsense", 1),
    ],
)  # fmt: skip
def test_an_actor_that_cannot_be_kept_is_refused_by_field(
    cast: Cast, api: type[Api], field: str, value: Any
) -> None:
    answer = api(cast.editor).post("actors/", {"label": "Hamas"} | {field: value}).refuses(422)
    assert any(name.split(".")[0] == field for name in fields_of(answer))
    assert not Actor.objects.exists()


def test_names_of_any_script_come_back_as_given(cast: Cast, api: type[Api]) -> None:
    label = "حركة المقاومة الإسلامية \u200fحماس"
    made = api(cast.editor).post("actors/", {"label": label, "sectors": ["REB"], "inter": 2}).ok(201)
    assert made["label"] == label
    assert api(cast.viewer).get("actors/?search=حماس").ok()["results"][0]["id"] == made["id"]


def test_windows_the_wrong_way_round_are_refused(cast: Cast, api: type[Api]) -> None:
    one, two = (create_actor(cast.editor, label=label).pk for label in "AB")
    window = {"valid_from": "2007", "valid_to": "2006"}
    for address, body in (
        ("actors/", {"label": "C"}),
        (f"actors/{one}/aliases/", {"text": "C"}),
        (f"actors/{one}/relations/", {"kind": "leads", "object": two}),
    ):
        assert fields_of(api(cast.editor).post(address, body | window).refuses(422)) == ["valid_to"]


def test_circles_and_self_merges_are_refused_in_words(cast: Cast, api: type[Api]) -> None:
    one, two = (create_actor(cast.editor, label=label).pk for label in "AB")
    add_relation(cast.editor, one, kind="part_of", object_id=two)
    browser = api(cast.editor)
    circle = browser.post(f"actors/{two}/relations/", {"kind": "part_of", "object": one}).refuses(422)
    assert "part of its own part" in circle["detail"]
    assert fields_of(circle) == ["object"]
    itself = browser.post(f"actors/{one}/merge/", {"into": one}).refuses(422)
    assert "into itself" in itself["detail"]
    assert "whole and its part" in browser.post(f"actors/{one}/merge/", {"into": two}).refuses(422)["detail"]
    seen = browser.get(f"actors/{one}/merge/?into={two}").ok()
    assert "whole and its part" in seen["refusal"]


def test_a_merged_actor_says_into_which_and_undo_restores_it(cast: Cast, api: type[Api]) -> None:
    old, new = (create_actor(cast.editor, label=label).pk for label in ("Fateh", "Fatah"))
    assert api(cast.editor).post(f"actors/{old}/merge/", {"into": new}).ok()["merged_into"] == new
    assert api(cast.viewer).get(f"actors/{old}/").ok()["merged_into"] == new
    survivor = api(cast.viewer).get(f"actors/{new}/").ok()
    assert [one["id"] for one in survivor["merged"]] == [old]
    assert {name["text"] for name in survivor["aliases"]} == {"Fateh", "Fatah"}
    assert api(cast.editor).delete(f"actors/{old}/merge/").ok()["merged_into"] is None


def test_a_day_ranks_names_by_use(cast: Cast, api: type[Api]) -> None:
    made = create_actor(cast.editor, label="Guard", valid_from="2001")
    api(cast.editor).post(f"actors/{made.pk}/aliases/", {"text": "Old Guard", "valid_to": "1999"}).ok(201)
    [hit] = api(cast.viewer).get("actors/?search=Old Guard&on=2010-01-01").ok()["results"]
    assert (hit["is_outside"], hit["name_to"]) == (True, "1999")
    api(cast.viewer).get("actors/?search=Guard&on=yesterday").refuses(400)


def test_mentions_of_a_merged_entry_are_the_survivors(cast: Cast, api: type[Api]) -> None:
    old, new = (create_actor(cast.editor, label=label).pk for label in ("Fateh", "Fatah"))
    merge_actors(cast.editor, old, new)
    assert api(cast.viewer).get(f"actors/{new}/mentions/?limit=1").ok().body == {"results": [], "next": None}
    for cursor in ("nonsense", "WyIiXQ"):
        api(cast.viewer).get(f"actors/{new}/mentions/?cursor={cursor}").refuses(400)
        api(cast.viewer).get(f"actors/{new}/events/?cursor={cursor}").refuses(400)
    api(cast.viewer).get(f"actors/{new}/events/?year=soon").refuses(400)


def test_the_registry_goes_out_and_in_as_a_file(cast: Cast, api: type[Api]) -> None:
    create_actor(cast.editor, label="حماس", key="ps-hamas")
    answer = api(cast.viewer).get("actors/file/").response
    text = b"".join(answer.streaming_content).decode()
    assert answer["Content-Disposition"] == 'attachment; filename="desk-actors.csv"'
    same = api(cast.editor).post("actors/file/", {"text": text}).ok()
    assert same["actors"] == {"create": 0, "change": 0, "same": 1}
    seen = api(cast.editor).post("actors/file/", {"text": "name\nFatah\n", "dry_run": True}).ok()
    assert (seen["dry_run"], seen["actors"]["create"]) == (True, 1)
    assert Actor.objects.count() == 1
    file = SimpleUploadedFile("a.csv", b"name\nFatah\n")
    assert api(cast.editor).upload("actors/file/", file=file).ok()["actors"]["create"] == 1


@pytest.mark.parametrize("text", ["name,country\nFatah,XX\n", "name,country\nFatah,\ud800\n"])
def test_a_bad_line_of_a_file_is_named(cast: Cast, api: type[Api], text: str) -> None:
    body = b'{"text": "name,country\\nFatah,\\ud800\\n"}' if "\ud800" in text else None
    answer = (
        api(cast.editor).send("POST", "actors/file/", body)
        if body
        else api(cast.editor).post("actors/file/", {"text": text})
    )
    assert answer.status in (400, 422)
    assert not Actor.objects.exists()
