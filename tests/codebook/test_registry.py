"""The actor registry: names are levelled, mistakes forgiven, ambiguity shown."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from activity.models import Activity
from codebook.models import Alias
from codebook.names import normalised, trigrams
from codebook.querysets import search_actors
from codebook.registry import add_alias, change_actor, create_actor
from common.errors import Invalid, NotAllowed, NotThere
from tests.cast import Cast


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the Presidential Guard", "Presidential  Guard"),
        ("al-Aqsa Brigades", "Al Aqsa Brigades"),
        ("Hamas’", "HAMAS'"),
        ("Fatah–Hamas", "fatah-hamas"),
        ("Café", "Cafe\u0301"),
    ],
)
def test_names_that_differ_in_writing_only_are_one(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


def test_an_article_alone_stays_a_name() -> None:
    assert normalised("The") == "the"


def test_trigrams_forget_marks() -> None:
    assert trigrams("Erdoğan") == trigrams("Erdogan")


@pytest.mark.parametrize("typed", ["hamas", "Hama", "hamsa", "Harakat al-Muqawama", "Islamic Resistance"])
def test_search_finds_an_actor_by_any_near_name(cast: Cast, typed: str) -> None:
    hamas = create_actor(cast.editor, label="Hamas", kind="armed_group", country="PS")
    add_alias(cast.editor, hamas.pk, text="Islamic Resistance Movement")
    add_alias(cast.editor, hamas.pk, text="Harakat al-Muqawama al-Islamiyya", kind="transliteration")
    create_actor(cast.editor, label="Fatah", kind="party")
    assert [hit.actor.label for hit in search_actors(cast.viewer, typed)][:1] == ["Hamas"]


def test_search_finds_arabic_names(cast: Cast) -> None:
    actor = create_actor(cast.editor, label="Hamas")
    add_alias(cast.editor, actor.pk, text="حركة حماس", language="ar")
    assert [hit.actor.pk for hit in search_actors(cast.viewer, "حركة حما")] == [actor.pk]


def test_search_shows_that_a_name_fits_two_actors(cast: Cast) -> None:
    for label in ("Presidential Guard (Palestine)", "Presidential Guard (Lebanon)"):
        add_alias(cast.editor, create_actor(cast.editor, label=label).pk, text="Presidential Guard")
    hits = search_actors(cast.viewer, "Presidential Guard")
    assert len(hits) == 2
    assert all(hit.is_ambiguous for hit in hits)


def test_search_does_not_cross_projects(cast: Cast) -> None:
    create_actor(cast.outsider, label="Elsewhere only") if cast.outsider.has("editor") else None
    Alias.objects.all()
    assert search_actors(cast.viewer, "Elsewhere only") == []


def test_search_costs_five_queries_whatever_the_registry_holds(cast: Cast) -> None:
    counts = []
    for n in range(30):
        create_actor(cast.editor, label=f"Brigade number {n}")
        if n in (0, 29):
            with CaptureQueriesContext(connection) as queries:
                assert search_actors(cast.viewer, "brigade")
            counts.append(len(queries))
    assert counts == [5, 5]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("label", "  "),
        ("label", "x" * 201),
        ("label", "nul\x00"),
        ("label", "\ud800"),
        ("kind", "villain"),
        ("country", "ps"),
        ("country", "XX"),
        ("country", "ZZ"),
        ("wikidata", "Q0"),
        ("wikidata", "q171644"),
        ("wikidata", "Q１"),
        ("ucdp", "206a"),
        ("inter", 9),
        ("inter", True),
        ("sectors", ["XYZ"]),
        ("sectors", ["GOV", "GOV"]),
        ("status", "merged"),
        ("key", "#4"),
        ("key", " "),
        ("valid_from", "last summer"),
        ("valid_from", "XXXX-11-12"),
        ("valid_to", "2006/2007"),
        ("valid_to", "2007-13"),
        ("description", "bell\x07"),
    ],
)
def test_create_actor_refuses_what_cannot_be_kept(cast: Cast, field: str, value: str) -> None:
    with pytest.raises(Invalid) as refusal:
        create_actor(cast.editor, **({"label": "Hamas"} | {field: value}))
    assert refusal.value.errors[0]["field"] == field


def test_create_actor_refuses_a_viewer(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="editor or reviewer"):
        create_actor(cast.viewer, label="Hamas")


def test_add_alias_hides_the_actors_of_other_projects(cast: Cast) -> None:
    actor = create_actor(cast.editor, label="Hamas")
    cast.outsider.roles = ["owner", "editor"]
    with pytest.raises(NotThere):
        add_alias(cast.outsider, actor.pk, text="H")


def test_adding_an_alias_twice_records_once(cast: Cast) -> None:
    actor = create_actor(cast.editor, label="Hamas")
    add_alias(cast.editor, actor.pk, text="HAMAS")
    add_alias(cast.editor, actor.pk, text="IRM", kind="acronym")
    add_alias(cast.editor, actor.pk, text="irm", kind="acronym")
    assert Activity.objects.filter(verb="alias.added").count() == 1


def test_a_changed_actor_keeps_its_names(cast: Cast) -> None:
    actor = create_actor(cast.editor, label="Fatah", kind="party")
    change_actor(cast.editor, actor.pk, label="Fatah Movement", country="PS")
    actor.refresh_from_db()
    assert (actor.label, actor.kind, actor.country) == ("Fatah Movement", "party", "PS")
    assert [hit.actor for hit in search_actors(cast.viewer, "Fatah")] == [actor]
    assert set(actor.aliases.values_list("text", flat=True)) == {"Fatah", "Fatah Movement"}


def test_changing_nothing_records_nothing(cast: Cast) -> None:
    actor = create_actor(cast.editor, label="Fatah", kind="party")
    change_actor(cast.editor, actor.pk, label="Fatah", kind="party")
    assert not Activity.objects.filter(verb="actor.changed").exists()


def test_an_actor_is_changed_by_those_who_tag_and_in_its_project_only(cast: Cast) -> None:
    actor = create_actor(cast.editor, label="Fatah")
    with pytest.raises(NotAllowed):
        change_actor(cast.viewer, actor.pk, kind="party")
    Membership.objects.filter(pk=cast.outsider.pk).update(roles=["editor"])
    cast.outsider.refresh_from_db()
    with pytest.raises(NotThere):
        change_actor(cast.outsider, actor.pk, kind="party")
    with pytest.raises(Invalid):
        change_actor(cast.editor, actor.pk, wikidata="Q0")
