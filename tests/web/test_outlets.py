"""Outlets and their dated grades, as pages."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.time import now
from sources.models import Outlet, OutletGrade
from sources.services import create_outlet, grade_outlet
from tests.cast import Cast

from .conftest import As


@pytest.fixture
def outlet(cast: Cast) -> Outlet:
    """An outlet that nobody has graded."""
    return create_outlet(cast.owner, name="The Example Post")


def test_an_outlet_is_entered_and_graded(cast: Cast, as_: As) -> None:
    entered = as_(cast.owner).post(reverse("outlet-list", args=["desk"]), {"name": "The Example Post"})
    there = entered.headers["Location"]
    today = now().date()
    as_(cast.reviewer).post(there, {"grade": "B", "valid_from": today, "reason": "Corrects its errors."})
    grade = OutletGrade.objects.get()
    assert (grade.grade, grade.valid_from, grade.graded_by) == ("B", today, cast.reviewer.coder)
    assert "Corrects its errors." in as_(cast.viewer).get(there).content.decode()


def test_a_grade_without_a_reason_is_refused_beside_its_field(cast: Cast, as_: As, outlet: Outlet) -> None:
    there = reverse("outlet-detail", args=["desk", outlet.pk])
    answer = as_(cast.owner).post(there, {"grade": "B", "valid_from": now().date(), "reason": " "})
    assert answer.status_code == 422
    assert not OutletGrade.objects.exists()


def test_an_editor_reads_grades_and_is_told_who_can_grade(cast: Cast, as_: As, outlet: Outlet) -> None:
    there = reverse("outlet-detail", args=["desk", outlet.pk])
    assert "owner or reviewer" in as_(cast.editor).get(there).content.decode()
    given = {"grade": "B", "valid_from": now().date(), "reason": "Because."}
    assert as_(cast.editor).post(there, given).status_code == 403


def test_outsiders_do_not_find_an_outlet_by_its_id(cast: Cast, as_: As, outlet: Outlet) -> None:
    assert as_(cast.outsider).get(reverse("outlet-detail", args=["desk", outlet.pk])).status_code == 404
    assert (
        as_(cast.outsider).get(reverse("outlet-detail", args=["desk-elsewhere", outlet.pk])).status_code
        == 404
    )


def test_the_list_shows_the_grade_that_holds_today(cast: Cast, as_: As, outlet: Outlet) -> None:
    today = now().date()
    for grade, day in (("C", today - timedelta(days=9)), ("B", today), ("E", today + timedelta(days=9))):
        grade_outlet(cast.owner, outlet, grade=grade, valid_from=day, reason="As found.")
    assert (
        '<span class="badge">B</span>'
        in as_(cast.viewer).get(reverse("outlet-list", args=["desk"])).content.decode()
    )


def test_the_list_costs_the_same_for_ten_outlets_as_for_one(cast: Cast, as_: As, outlet: Outlet) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            as_(cast.viewer).get(reverse("outlet-list", args=["desk"]))
        return len(queries)

    alone = cost()
    for number in range(9):
        made = create_outlet(cast.owner, name=f"Outlet {number}")
        grade_outlet(cast.owner, made, grade="B", valid_from=now().date(), reason="As found.")
    assert cost() <= alone


def test_the_grade_of_any_day_can_be_asked_for(cast: Cast, as_: As, outlet: Outlet) -> None:
    for grade, day in (("C", date(2007, 1, 1)), ("B", date(2008, 1, 1))):
        grade_outlet(cast.owner, outlet, grade=grade, valid_from=day, reason="As found.")
    there = reverse("outlet-detail", args=["desk", outlet.pk])
    held = {
        day: as_(cast.viewer).get(there, {"as_of": day}).context["held"]
        for day in ("2006-12-31", "2007-01-01", "2007-12-31", "2008-01-01", "no day", "")
    }
    assert [one and one.grade for one in held.values()] == [None, "C", "C", "B", "B", "B"]
    assert "Nobody had graded it by then." in (
        as_(cast.viewer).get(there, {"as_of": "2006-12-31"}).content.decode()
    )
