"""Outlets, their dated grades, and what is known of a source."""

from datetime import date

import pytest

from activity.models import Activity
from common.errors import Conflict, Invalid, NotAllowed, NotThere
from sources import querysets
from sources.models import OutletGrade
from sources.services import change_outlet, change_source, create_outlet, grade_outlet, name_citation_owner
from tests.cast import Cast
from tests.factories import make_source, sentence_of

JUNE, JULY = date(2024, 6, 1), date(2024, 7, 1)


def test_an_outlet_is_made_once_whatever_its_case(cast: Cast) -> None:
    outlet = create_outlet(cast.editor, name=" Example  Times ", homepage="https://example.org")
    assert create_outlet(cast.owner, name="EXAMPLE TIMES") == outlet
    assert (outlet.name, outlet.homepage) == ("Example Times", "https://example.org")
    assert Activity.objects.filter(verb="outlet.created").count() == 1


def test_a_grade_holds_from_its_day_until_the_next(cast: Cast) -> None:
    outlet = create_outlet(cast.editor, name="Wire")
    assert querysets.grade_as_of(outlet, JULY) is None
    grade_outlet(cast.reviewer, outlet, grade="B", valid_from=JULY, reason="Two corrections in a year.")
    grade_outlet(cast.owner, outlet, grade="F", valid_from=JUNE, reason="Nobody had looked.")
    grade_outlet(
        cast.owner, outlet, grade="C", valid_from=JULY, reason="Five corrections, on a second count."
    )
    as_of = [querysets.grade_as_of(outlet, day) for day in (date(2024, 5, 31), JUNE, date(2024, 6, 30), JULY)]
    assert [grade and grade.grade for grade in as_of] == [None, "F", "F", "C"]
    assert [row.grade for row in querysets.grades_of(outlet)] == ["C", "B", "F"]


def test_grading_again_with_the_same_words_changes_nothing(cast: Cast) -> None:
    outlet = create_outlet(cast.editor, name="Wire")
    first = grade_outlet(cast.owner, outlet, grade="A", valid_from=JUNE, reason="Checked.")
    assert grade_outlet(cast.owner, outlet, grade="A", valid_from=JUNE, reason=" Checked. ") == first
    assert OutletGrade.objects.count() == 1
    assert Activity.objects.filter(verb="outlet.graded").count() == 1


@pytest.mark.parametrize(("grade", "reason"), [("G", "Why."), ("", "Why."), ("A", "  ")])
def test_a_grade_needs_a_letter_and_a_reason(cast: Cast, grade: str, reason: str) -> None:
    outlet = create_outlet(cast.editor, name="Wire")
    with pytest.raises(Invalid):
        grade_outlet(cast.owner, outlet, grade=grade, valid_from=JUNE, reason=reason)


def test_rights_on_outlets_and_sources(cast: Cast) -> None:
    outlet, source = create_outlet(cast.editor, name="Wire"), make_source(cast.project, ["One came."])
    with pytest.raises(NotAllowed, match="Only an owner or reviewer can grade"):
        grade_outlet(cast.editor, outlet, grade="A", valid_from=JUNE, reason="Mine.")
    for seat in (cast.reviewer, cast.viewer):
        with pytest.raises(NotAllowed):
            create_outlet(seat, name="Other")
        with pytest.raises(NotAllowed):
            change_source(seat, source, {"title": "Other"})


def test_another_project_has_none_of_it(cast: Cast) -> None:
    outlet, source = create_outlet(cast.editor, name="Wire"), make_source(cast.project, ["[1] One came."])
    citation = querysets.citations_of(source).get()
    with pytest.raises(NotThere):
        grade_outlet(cast.outsider, outlet, grade="A", valid_from=JUNE, reason="Mine.")
    with pytest.raises(NotThere):
        change_outlet(cast.outsider, outlet, name="Mine", homepage="")
    with pytest.raises(NotThere):
        change_source(cast.outsider, source, {"title": "Mine"})
    with pytest.raises(NotThere):
        name_citation_owner(cast.outsider, citation, None)
    with pytest.raises(NotThere):
        querysets.outlet_of(cast.outsider, outlet.pk)


def test_an_outlet_is_renamed_but_not_to_the_name_of_another(cast: Cast) -> None:
    outlet = create_outlet(cast.editor, name="Wire")
    create_outlet(cast.editor, name="Example Times")
    assert change_outlet(cast.editor, outlet, name="WIRE", homepage="https://example.org").name == "WIRE"
    with pytest.raises(Conflict, match="another outlet"):
        change_outlet(cast.editor, outlet, name="example times", homepage="")
    with pytest.raises(Invalid, match="“homepage” is not a web address"):
        change_outlet(cast.editor, outlet, name="Wire", homepage="javascript:alert(1)")


def test_changing_a_source_records_what_changed_and_only_that(cast: Cast) -> None:
    source = make_source(cast.project, ["One came."], title="Old title", language="en")
    changes = {
        "title": "New title",
        "language": "en",
        "published": "2007-06-14",
        "outlet": "Wire",
        "rights": "quote",
    }
    changed = change_source(cast.editor, source, changes)
    assert (changed.title, changed.rights, changed.published_on) == ("New title", "quote", date(2007, 6, 14))
    row = Activity.objects.get(verb="source.changed")
    assert row.old == {"title": "Old title", "published_on": None, "outlet": None, "rights": "none"}
    assert row.new is not None
    assert row.new["published_on"] == "2007-06-14"
    change_source(cast.editor, source, changes)
    assert Activity.objects.filter(verb="source.changed").count() == 1


@pytest.mark.parametrize(
    "changes",
    [{"title": " "}, {"rights": "all"}, {"published": "soon"}, {"url": "example"}, {"title": "nul \0"}],
)
def test_a_source_refuses_wrong_values(cast: Cast, changes: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        change_source(cast.editor, make_source(cast.project, ["One came."]), changes)


def test_the_owner_of_a_leading_citation_is_a_sentence_of_the_same_source(cast: Cast) -> None:
    source = make_source(cast.project, ["One came.", "[1] Two came."])
    other = make_source(cast.project, ["Three came."])
    citation = querysets.citations_of(source).get()
    assert name_citation_owner(cast.editor, citation, sentence_of(source, 1)).owner == sentence_of(source, 1)
    assert name_citation_owner(cast.editor, citation, None).owner is None
    with pytest.raises(Invalid):
        name_citation_owner(cast.editor, citation, sentence_of(other, 1))
    name_citation_owner(cast.editor, citation, None)
    assert Activity.objects.filter(verb="citation.owner_named").count() == 2
