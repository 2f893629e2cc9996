"""Actors in full: fields, windows, names with their time, relations without circles."""

import threading
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from activity.models import Activity
from codebook.models import Actor, Alias, Relation
from codebook.registry import (
    add_alias,
    add_relation,
    change_actor,
    change_alias,
    change_relation,
    create_actor,
    merge_actors,
    preview_merge,
    remove_relation,
    retire_alias,
    undo_merge,
)
from codebook.registry.search import search_actors
from codebook.registry.structure import family_of, survivors_of
from common.errors import AttestError, Conflict, Invalid, NotAllowed, NotThere
from tests.cast import Cast


def actor(cast: Cast, label: str, **fields: Any) -> Actor:
    """An actor of the cast's project."""
    return create_actor(cast.editor, label=label, **fields)


def fields_of(refusal: pytest.ExceptionInfo[Invalid]) -> list[str]:
    """Which fields the refusal names."""
    return [fault["field"] for fault in refusal.value.errors]


def test_an_actor_keeps_every_field(cast: Cast) -> None:
    made = actor(
        cast, "حركة حماس", key="ps-hamas", kind="armed_group", inter=2, sectors=["REB", "PTY"], country="PS",
        wikidata="Q38799", ucdp="209", valid_from="1987-12", valid_to="", status="active",
        description="Founded in\r\n1987",
    )  # fmt: skip
    made.refresh_from_db()
    assert (made.key, made.inter, made.sectors, made.ucdp) == ("ps-hamas", 2, ["REB", "PTY"], "209")
    assert (str(made.first_day), made.last_day) == ("1987-12-01", None)
    assert made.description == "Founded in\n1987"


def test_every_actor_has_a_key_and_no_two_share_one(cast: Cast) -> None:
    one, other = actor(cast, "A"), actor(cast, "B")
    assert len(one.key) == 16
    assert one.key != other.key
    with pytest.raises(Invalid) as refusal:
        actor(cast, "C", key=one.key)
    assert fields_of(refusal) == ["key"]


@pytest.mark.parametrize(
    ("begin", "end"), [("2007", "2006"), ("2007-06", "2007-05"), ("2007-06-14", "2007-06-13~")]
)
def test_windows_do_not_end_before_they_begin(cast: Cast, begin: str, end: str) -> None:
    one, other = actor(cast, "A"), actor(cast, "B")
    for verb in (
        lambda: actor(cast, "C", valid_from=begin, valid_to=end),
        lambda: add_alias(cast.editor, one.pk, text="D", valid_from=begin, valid_to=end),
        lambda: add_relation(
            cast.editor, one.pk, kind="leads", object_id=other.pk, valid_from=begin, valid_to=end
        ),
    ):
        with pytest.raises(Invalid) as refusal:
            verb()
        assert fields_of(refusal) == ["valid_to"]


def test_a_window_that_may_hold_is_taken(cast: Cast) -> None:
    assert actor(cast, "A", valid_from="2007", valid_to="2007-02").valid_to == "2007-02"


def test_all_that_is_wrong_with_an_actor_is_said_at_once(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        actor(cast, "A", country="xx", wikidata="171", inter=0)
    assert sorted(fields_of(refusal)) == ["country", "inter", "wikidata"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("inter", 9), ("status", "merged"), ("ucdp", "0"), ("key", ""), ("sectors", ["gov"]), ("valid_from", "x y"),
        ("first_day", "2007-01-01"),
    ],
)  # fmt: skip
def test_the_database_refuses_what_the_service_would(cast: Cast, column: str, value: Any) -> None:
    made = actor(cast, "A")
    with pytest.raises(IntegrityError), transaction.atomic():
        Actor.objects.filter(pk=made.pk).update(**{column: value})


def test_a_name_changes_is_retired_and_used_again(cast: Cast) -> None:
    made = actor(cast, "Fatah")
    name = add_alias(cast.editor, made.pk, text="Haniya", valid_from="2006", valid_to="2007-06")
    change_alias(cast.editor, made.pk, name.pk, text="Haniyeh", language="en", valid_to="2014")
    name.refresh_from_db()
    assert (name.text, name.language, name.valid_to, name.skeleton) == ("Haniyeh", "en", "2014", "hn")
    retire_alias(cast.editor, made.pk, name.pk)
    assert search_actors(cast.viewer, "Haniyeh") == []
    assert add_alias(cast.editor, made.pk, text="haniyeh", language="en").pk == name.pk
    assert [hit.actor for hit in search_actors(cast.viewer, "Haniyeh")] == [made]
    verbs = Activity.objects.filter(verb__startswith="alias.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["alias.added", "alias.changed", "alias.retired", "alias.restored"]


def test_the_label_stays_a_name(cast: Cast) -> None:
    made = actor(cast, "Fatah")
    name = made.aliases.get()
    with pytest.raises(Conflict, match="label"):
        retire_alias(cast.editor, made.pk, name.pk)
    with pytest.raises(Conflict):
        change_alias(cast.editor, made.pk, name.pk, text="Something else")
    change_actor(cast.editor, made.pk, label="Fatah Movement")
    retire_alias(cast.editor, made.pk, name.pk)


def test_a_name_cannot_become_one_the_actor_has(cast: Cast) -> None:
    made = actor(cast, "Fatah")
    name = add_alias(cast.editor, made.pk, text="The Movement")
    with pytest.raises(Invalid) as refusal:
        change_alias(cast.editor, made.pk, name.pk, text="FATAH")
    assert fields_of(refusal) == ["text"]


def test_relations_are_added_changed_and_removed_with_history(cast: Cast) -> None:
    brigades, hamas = actor(cast, "Qassam Brigades"), actor(cast, "Hamas")
    made = add_relation(
        cast.editor,
        brigades.pk,
        kind="armed_wing_of",
        object_id=hamas.pk,
        valid_from="1991",
        source="A report",
    )
    assert add_relation(
        cast.editor, brigades.pk, kind="armed_wing_of", object_id=hamas.pk, valid_from="1991"
    ) == made  # fmt: skip
    change_relation(cast.editor, made.pk, valid_to="2020", source_url="https://example.org/report")
    remove_relation(cast.editor, made.pk)
    said = list(Activity.objects.filter(verb__startswith="relation.").order_by("pk"))
    assert [row.verb for row in said] == ["relation.added", "relation.changed", "relation.removed"]
    assert said[2].old is not None
    assert said[2].old["valid_to"] == "2020"
    assert not Relation.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "hates"), ("source_url", "javascript:alert(1)"), ("source", "two\nlines"), ("detail", "x" * 201),
        ("object_id", 0),
    ],
)  # fmt: skip
def test_add_relation_refuses_what_cannot_be_kept(cast: Cast, field: str, value: Any) -> None:
    one, other = actor(cast, "A"), actor(cast, "B")
    given: dict[str, Any] = {"kind": "leads", "object_id": other.pk} | {field: value}
    with pytest.raises(Invalid) as refusal:
        add_relation(cast.editor, one.pk, **given)
    assert fields_of(refusal) == [field.removesuffix("_id")]


def test_an_actor_has_no_relation_to_itself(cast: Cast) -> None:
    one = actor(cast, "A")
    with pytest.raises(Invalid):
        add_relation(cast.editor, one.pk, kind="allied_with", object_id=one.pk)


def test_alliances_are_the_same_both_ways(cast: Cast) -> None:
    one, other = actor(cast, "A"), actor(cast, "B")
    made = add_relation(cast.editor, other.pk, kind="allied_with", object_id=one.pk)
    assert (made.subject, made.object) == (one, other)
    assert add_relation(cast.editor, one.pk, kind="allied_with", object_id=other.pk) == made


def test_parts_close_no_circle(cast: Cast) -> None:
    one, two, three = (actor(cast, label) for label in "ABC")
    add_relation(cast.editor, one.pk, kind="part_of", object_id=two.pk)
    add_relation(cast.editor, two.pk, kind="part_of", object_id=three.pk)
    with pytest.raises(Invalid, match="part of its own part"):
        add_relation(cast.editor, three.pk, kind="part_of", object_id=one.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.create(project=cast.project, subject=three, object=one, kind="part_of")


def test_parts_close_no_circle_through_a_redirect(cast: Cast) -> None:
    one, two, old = (actor(cast, label) for label in ("A", "B", "A once"))
    add_relation(cast.editor, old.pk, kind="part_of", object_id=two.pk)
    merge_actors(cast.editor, old.pk, one.pk)
    with pytest.raises(Invalid, match="part of its own part"):
        add_relation(cast.editor, two.pk, kind="part_of", object_id=one.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.create(project=cast.project, subject=two, object=one, kind="part_of")


def test_relations_do_not_cross_projects(cast: Cast) -> None:
    one = actor(cast, "A")
    elsewhere = create_actor(cast.outsider, label="Elsewhere")
    with pytest.raises(Invalid):
        add_relation(cast.editor, one.pk, kind="leads", object_id=elsewhere.pk)
    with pytest.raises(NotThere):
        add_relation(cast.outsider, one.pk, kind="leads", object_id=elsewhere.pk)
    with pytest.raises(NotThere):
        merge_actors(cast.outsider, one.pk, elsewhere.pk)
    Relation.objects.create(project=cast.project, subject=one, object=elsewhere, kind="leads")
    with pytest.raises(IntegrityError):
        connection.check_constraints()


def test_a_merge_redirects_and_its_undo_restores_exactly(cast: Cast) -> None:
    old, new, other = actor(cast, "Fateh"), actor(cast, "Fatah"), actor(cast, "PLO")
    add_alias(cast.editor, old.pk, text="Palestinian National Liberation Movement")
    add_relation(cast.editor, old.pk, kind="member_of", object_id=other.pk)
    before = _rows()
    seen = preview_merge(cast.editor, old.pk, new.pk)
    assert (seen.aliases, seen.relations, seen.between, seen.refusal) == (2, 1, 0, "")
    merge_actors(cast.editor, old.pk, new.pk)
    merge_actors(cast.editor, old.pk, new.pk)
    assert [hit.actor for hit in search_actors(cast.viewer, "National Liberation Movement")] == [new]
    undo_merge(cast.editor, old.pk)
    undo_merge(cast.editor, old.pk)
    assert _rows() == before
    assert Activity.objects.filter(verb__in=["actor.merged", "actor.unmerged"]).count() == 2


def _rows() -> list[Any]:
    return [
        list(Actor.objects.order_by("pk").values()),
        list(Relation.objects.order_by("pk").values()),
        list(Alias.objects.order_by("pk").values()),
    ]


def test_chains_of_merges_lead_to_the_end_and_are_undone_link_by_link(cast: Cast) -> None:
    one, two, three = (actor(cast, label) for label in ("Alpha", "Beta", "Gamma"))
    merge_actors(cast.editor, one.pk, two.pk)
    merge_actors(cast.editor, two.pk, three.pk)
    assert survivors_of([one.pk, three.pk]) == {one.pk: three.pk, three.pk: three.pk}
    assert family_of(three.pk) == [three.pk, one.pk, two.pk]
    undo_merge(cast.editor, two.pk)
    assert survivors_of([one.pk]) == {one.pk: two.pk}


def test_merges_that_make_no_sense_are_refused_in_words(cast: Cast) -> None:
    one, two, three, part = (actor(cast, label) for label in ("A", "B", "C", "P"))
    add_relation(cast.editor, part.pk, kind="part_of", object_id=three.pk)
    with pytest.raises(Invalid, match="into itself"):
        merge_actors(cast.editor, one.pk, one.pk)
    for pair in ((part, three), (three, part)):
        with pytest.raises(Invalid, match="whole and its part"):
            merge_actors(cast.editor, pair[0].pk, pair[1].pk)
    merge_actors(cast.editor, one.pk, two.pk)
    with pytest.raises(Invalid, match="was itself merged into “B”"):
        merge_actors(cast.editor, three.pk, one.pk)
    with pytest.raises(Invalid, match="already"):
        merge_actors(cast.editor, one.pk, three.pk)
    with pytest.raises(Invalid) as refusal:
        merge_actors(cast.editor, two.pk, 0)
    assert fields_of(refusal) == ["into"]
    with pytest.raises(NotAllowed):
        merge_actors(cast.viewer, two.pk, three.pk)
    with pytest.raises(NotThere, match="merged into B"):
        change_actor(cast.editor, one.pk, kind="party")


def test_names_of_right_to_left_scripts_and_emoji_are_kept_as_written(cast: Cast) -> None:
    for label in ("حركة التحرير الوطني الفلسطيني", "תנועת השחרור", "Group 🕊️ of peace"):
        assert actor(cast, label).label == label


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("Ismail Haniyeh", "Hanieh"),
        ("Ismail Haniyeh", "Haniya"),
        ("Ismail Haniyeh", "إسماعيل هنية"),
        ("Jamal Abu Samhadana", "Abou Samhadaneh"),
        ("Jamal Abu Samhadana", "أبو سمهدانة"),
        ("al-Aqsa Martyrs", "Al Aksa"),
        ("الأقصى", "al-Aqsa"),
        ("حزب الله", "Hizbollah"),
        ("Palestine", "فلسطين"),
        ("Presidential Guard", "Presidntial Gaurd"),
    ],
)
def test_search_crosses_transliterations_scripts_and_typing_errors(
    cast: Cast, stored: str, typed: str
) -> None:
    wanted = actor(cast, stored)
    for label in ("Kahlil Gibran", "Northern Alliance", "Presidency", "Red Crescent", "Mahmoud Zahar"):
        actor(cast, label)
    assert search_actors(cast.viewer, typed)[0].actor == wanted


def test_a_name_out_of_use_on_the_day_comes_after_and_says_so(cast: Cast) -> None:
    once, now_ = actor(cast, "Guard of 1990"), actor(cast, "Guard of 2020")
    add_alias(cast.editor, once.pk, text="Republican Guard", valid_to="1999")
    add_alias(cast.editor, now_.pk, text="Republican Guard", valid_from="2001")
    hits = search_actors(cast.viewer, "Republican Guard", on=date(2010, 5, 1))
    assert [(hit.actor, hit.is_outside, hit.is_ambiguous) for hit in hits] == [
        (now_, False, True),
        (once, True, True),
    ]
    assert hits[1].valid_to == "1999"
    earlier = search_actors(cast.viewer, "Republican Guard", on=date(1995, 5, 1))
    assert [hit.actor for hit in earlier] == [once, now_]


def test_names_that_met_in_a_merge_are_not_ambiguous(cast: Cast) -> None:
    one, two = actor(cast, "Guard"), actor(cast, "Guard")
    assert [hit.is_ambiguous for hit in search_actors(cast.viewer, "Guard")] == [True, True]
    merge_actors(cast.editor, two.pk, one.pk)
    assert [(hit.actor, hit.is_ambiguous) for hit in search_actors(cast.viewer, "Guard")] == [(one, False)]


def test_search_takes_what_like_would_read_as_a_pattern(cast: Cast) -> None:
    actor(cast, "Fatah")
    assert search_actors(cast.viewer, "%") == []
    assert search_actors(cast.viewer, "_\\") == []


def together(*verbs: Callable[[], Any]) -> list[Any]:
    """What each gave or raised, all started at once on connections of their own."""
    outcomes: list[Any] = [None] * len(verbs)
    gate = threading.Barrier(len(verbs))

    def run(place: int) -> None:
        try:
            gate.wait(10)
            outcomes[place] = verbs[place]()
        except AttestError as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(verbs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive(), "it waits for ever"
    return outcomes


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_who_merge_each_into_the_other_make_one_redirect(cast: Cast) -> None:
    for _ in range(5):
        one, two = actor(cast, "A"), actor(cast, "B")
        outcomes = together(
            partial(merge_actors, cast.editor, one.pk, two.pk),
            partial(merge_actors, cast.second_editor, two.pk, one.pk),
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Actor", "Invalid"]
        assert Actor.objects.filter(pk__in=[one.pk, two.pk], merged_into=None).count() == 1


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_who_make_each_part_of_the_other_make_one_part(cast: Cast) -> None:
    for _ in range(5):
        one, two = actor(cast, "A"), actor(cast, "B")
        outcomes = together(
            partial(add_relation, cast.editor, one.pk, kind="part_of", object_id=two.pk),
            partial(add_relation, cast.editor, two.pk, kind="part_of", object_id=one.pk),
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Invalid", "Relation"]
