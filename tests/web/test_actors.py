"""The registry's pages."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotations.operations import apply_operations
from codebook.models import Actor, Alias, RegistryUpload, Relation
from codebook.registry import add_alias, add_relation, create_actor, merge_actors
from tests.cast import Cast
from tests.factories import actor_op, event_op, make_source, sentence_of

from .conftest import As

TEXT = "On 12 November 2007 Fatah fighters attacked a post of Hamas in the city."


def at(name: str, *args: Any) -> str:
    """The address of a page of the desk."""
    return reverse(name, args=["desk", *args])


@pytest.fixture
def fatah(cast: Cast) -> Actor:
    """An actor with every field."""
    return create_actor(
        cast.editor, label="Fatah", kind="party", country="PS", wikidata="Q42425", ucdp="207", inter=2,
        sectors=["PTY"], valid_from="1959", description="A movement.",
    )  # fmt: skip


def test_an_actor_is_entered_changed_and_shown(cast: Cast, as_: As) -> None:
    given = {"label": "حركة فتح", "kind": "party", "country": "PS", "status": "active", "inter": "3"}
    there = as_(cast.owner).post(at("actor-create"), given | {"sectors": ["PTY", "OPP"]}).headers["Location"]
    made = Actor.objects.get()
    assert (made.inter, made.sectors) == (3, ["PTY", "OPP"])
    change = given | {"label": "حركة فتح", "wikidata": "Q42425", "key": "ps-fatah", "valid_from": "1959"}
    as_(cast.owner).post(at("actor-edit", made.pk), change)
    page = as_(cast.viewer).get(there).content.decode()
    assert 'href="https://www.wikidata.org/wiki/Q42425" rel="noopener noreferrer"' in page
    assert "ps-fatah" in page
    assert "since" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [("wikidata", "Q0"), ("valid_from", "last summer"), ("ucdp", "x"), ("country", "XX"), ("sectors", "QQQ")],
)
def test_a_refusal_stands_beside_its_field(cast: Cast, as_: As, fatah: Actor, field: str, value: str) -> None:
    given = {"label": "Fatah", "kind": "party", "status": "active"} | {field: value}
    answer = as_(cast.editor).post(at("actor-edit", fatah.pk), given)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    fatah.refresh_from_db()
    assert fatah.wikidata == "Q42425"


def test_names_are_added_changed_retired_and_used_again(cast: Cast, as_: As, fatah: Actor) -> None:
    browser = as_(cast.editor)
    name = {"text": "فتح", "kind": "official", "language": "ar", "valid_from": "1959", "valid_to": ""}
    browser.post(at("alias-create", fatah.pk), name)
    alias = Alias.objects.get(text="فتح")
    browser.post(at("alias-edit", fatah.pk, alias.pk), name | {"valid_to": "2020"})
    alias.refresh_from_db()
    assert alias.valid_to == "2020"
    browser.post(at("alias-edit", fatah.pk, alias.pk), {"retire": "1"})
    assert "Retired" in browser.get(at("actor-detail", fatah.pk)).content.decode()
    browser.post(at("alias-edit", fatah.pk, alias.pk), {"restore": "1"})
    alias.refresh_from_db()
    assert alias.retired_at is None
    wrong = browser.post(at("alias-edit", fatah.pk, alias.pk), name | {"valid_to": "1950"})
    assert wrong.status_code == 422
    own = fatah.aliases.get(text="Fatah")
    refused = browser.post(at("alias-edit", fatah.pk, own.pk), {"retire": "1"})
    assert refused.status_code == 422
    assert "label" in refused.content.decode()


def test_a_relation_is_found_entered_changed_and_removed(cast: Cast, as_: As, fatah: Actor) -> None:
    plo = create_actor(cast.editor, label="PLO")
    browser = as_(cast.editor)
    assert f"?other={plo.pk}" in browser.get(at("relation-create", fatah.pk), {"q": "PLO"}).content.decode()
    given = {"object": plo.pk, "kind": "part_of", "valid_from": "1967", "source_url": "https://example.org/"}
    browser.post(at("relation-create", fatah.pk), given)
    relation = Relation.objects.get()
    page = browser.get(at("actor-detail", plo.pk)).content.decode()
    assert "Has as a part" in page
    circle = browser.post(at("relation-create", plo.pk), given | {"object": fatah.pk})
    assert circle.status_code == 422
    assert "part of its own part" in circle.content.decode()
    browser.post(at("relation-edit", relation.pk), {"valid_from": "1967", "source": "A book"})
    relation.refresh_from_db()
    assert relation.source == "A book"
    browser.post(at("relation-remove", relation.pk))
    assert not Relation.objects.exists()


def test_a_merge_shows_what_it_touches_is_done_and_undone(cast: Cast, as_: As, fatah: Actor) -> None:
    old = create_actor(cast.editor, label="Fateh")
    source = make_source(cast.project, [TEXT])
    apply_operations(cast.editor, sentence_of(source, 1).pk, [actor_op(TEXT, "Fatah", old.pk)])
    browser = as_(cast.editor)
    assert f"?into={fatah.pk}" in browser.get(at("actor-merge", old.pk)).content.decode()
    seen = browser.get(at("actor-merge", old.pk), {"into": fatah.pk}).content.decode()
    assert "<b>1</b> <span>mention is read as" in seen
    assert browser.post(at("actor-merge", old.pk), {"into": fatah.pk}).headers["Location"] == at(
        "actor-detail", fatah.pk
    )
    assert "sentence 1" in browser.get(at("actor-detail", fatah.pk)).content.decode()
    assert "Undo the merge" in browser.get(at("actor-detail", old.pk)).content.decode()
    browser.post(at("actor-unmerge", old.pk))
    old.refresh_from_db()
    assert old.merged_into is None


@pytest.mark.parametrize("into", ["", "nobody", "99999999999999999999999"])
def test_a_merge_into_nobody_is_refused_in_words(cast: Cast, as_: As, fatah: Actor, into: str) -> None:
    answer = as_(cast.editor).post(at("actor-merge", fatah.pk), {"into": into})
    assert answer.status_code == 422


def test_the_page_costs_the_same_however_much_there_is(cast: Cast, as_: As, fatah: Actor) -> None:
    counts = []
    for n in range(6):
        other = create_actor(cast.editor, label=f"Hamas {n}")
        add_relation(cast.editor, fatah.pk, kind="allied_with", object_id=other.pk)
        add_alias(cast.editor, fatah.pk, text=f"Fatah {n}")
        merge_actors(cast.editor, create_actor(cast.editor, label=f"Fateh {n}").pk, fatah.pk)
        source = make_source(cast.project, [TEXT])
        ops = [actor_op(TEXT, "Fatah", fatah.pk), actor_op(TEXT, "Hamas", other.pk)]
        event = event_op(TEXT, "attacked", participants=[("actor", ops[0]), ("recipient", ops[1])])
        apply_operations(cast.editor, sentence_of(source, 1).pk, [*ops, event])
        if n in (0, 5):
            with CaptureQueriesContext(connection) as queries:
                assert as_(cast.viewer).get(at("actor-detail", fatah.pk)).status_code == 200
            counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_list_tells_namesakes_apart_and_knows_the_day(cast: Cast, as_: As, fatah: Actor) -> None:
    other = create_actor(cast.editor, label="Fatah", kind="media", country="LB", valid_to="1980")
    page = as_(cast.viewer).get(at("actor-list"), {"q": "Fatah"}).content.decode()
    assert page.count("Name fits several") == 2
    assert "Lebanon" in page
    add_alias(cast.editor, other.pk, text="The Voice of Fatah", valid_to="1980")
    page = (
        as_(cast.viewer).get(at("actor-list"), {"q": "Voice of Fatah", "on": "2000-01-01"}).content.decode()
    )
    assert "Not in use then" in page


@pytest.mark.parametrize(
    "name",
    [
        "actor-detail", "actor-edit", "actor-merge", "actor-unmerge", "alias-create", "relation-create",
    ],
)  # fmt: skip
def test_outsiders_find_no_actor_by_its_id(cast: Cast, as_: As, fatah: Actor, name: str) -> None:
    browser = as_(cast.outsider)
    for slug in ("desk", "desk-elsewhere"):
        address = reverse(name, args=[slug, fatah.pk])
        answer = browser.post(address) if name == "actor-unmerge" else browser.get(address)
        assert answer.status_code == 404


def test_outsiders_find_no_name_or_relation_by_its_id(cast: Cast, as_: As, fatah: Actor) -> None:
    relation = add_relation(
        cast.editor, fatah.pk, kind="leads", object_id=create_actor(cast.editor, label="A").pk
    )
    browser = as_(cast.outsider)
    for slug in ("desk", "desk-elsewhere"):
        assert browser.get(reverse("relation-edit", args=[slug, relation.pk])).status_code == 404
        assert browser.post(reverse("relation-remove", args=[slug, relation.pk])).status_code == 404
        alias = fatah.aliases.get()
        assert browser.get(reverse("alias-edit", args=[slug, fatah.pk, alias.pk])).status_code == 404


def test_viewers_are_told_who_keeps_the_registry(cast: Cast, as_: As, fatah: Actor) -> None:
    answer = as_(cast.viewer).get(at("actor-edit", fatah.pk))
    assert answer.status_code == 403
    assert "change the registry of actors" in answer.content.decode()


def test_a_file_is_previewed_then_imported(cast: Cast, as_: As, fatah: Actor) -> None:
    browser = as_(cast.editor)
    out = b"".join(browser.get(at("actor-export")).streaming_content)  # type: ignore[attr-defined]
    file = SimpleUploadedFile("actors.csv", out.replace(b",Fatah,", b",Fatah movement,", 1))
    seen = browser.post(at("actor-import"), {"file": file}).content.decode()
    assert "Fatah movement" in seen
    fatah.refresh_from_db()
    assert fatah.label == "Fatah"
    browser.post(at("actor-import"), {"upload": RegistryUpload.objects.get().pk})
    fatah.refresh_from_db()
    assert fatah.label == "Fatah movement"
    assert not RegistryUpload.objects.exists()


def test_a_bad_file_is_refused_by_line_and_kept_nowhere(cast: Cast, as_: As) -> None:
    file = SimpleUploadedFile("actors.csv", b"name,country\nA,PS\nB,XX\n")
    answer = as_(cast.editor).post(at("actor-import"), {"file": file})
    assert answer.status_code == 422
    assert "Line 3, <code>country</code>" in answer.content.decode()
    assert not RegistryUpload.objects.exists()
    assert as_(cast.editor).post(at("actor-import")).status_code == 422


def test_a_kept_file_is_for_who_brought_it(cast: Cast, as_: As) -> None:
    file = SimpleUploadedFile("actors.csv", b"name\nA\n")
    as_(cast.editor).post(at("actor-import"), {"file": file})
    upload = RegistryUpload.objects.get()
    assert as_(cast.second_editor).post(at("actor-import"), {"upload": upload.pk}).status_code == 422
    elsewhere = reverse("actor-import", args=["desk-elsewhere"])
    assert as_(cast.outsider).post(elsewhere, {"upload": upload.pk}).status_code == 422
