"""Outlets and their dated grades, for programs."""

from collections.abc import Callable

import pytest

from accounts.models import Membership
from sources.services import create_outlet
from tests.cast import Cast

from .client import Api

pytestmark = pytest.mark.django_db
As = Callable[[Membership | None], Api]


def test_the_grade_as_of_a_day_says_since_when_who_and_why(cast: Cast, api: As) -> None:
    outlet = create_outlet(cast.owner, name="The Example Post")
    there = f"outlets/{outlet.pk}/"
    for grade, day, reason in (
        ("C", "2007-01-01", "Late to correct."),
        ("B", "2008-01-01", "Corrects at once."),
    ):
        given = {"grade": grade, "valid_from": day, "reason": reason}
        api(cast.reviewer).post(f"{there}grades/", given).ok(201)
    viewer = api(cast.viewer)
    held = viewer.get(f"{there}?as_of=2007-12-31").ok()
    assert held["as_of"] == "2007-12-31"
    assert (held["grade"]["grade"], held["grade"]["valid_from"]) == ("C", "2007-01-01")
    assert held["grade"]["reason"] == "Late to correct."
    assert held["grade"]["graded_by"] == cast.reviewer.coder.code
    assert viewer.get(f"{there}?as_of=2006-12-31").ok()["grade"] is None
    assert viewer.get(there).ok()["grade"]["grade"] == "B"
    assert [one["grade"] for one in viewer.get(there).ok()["grades"]] == ["B", "C"]
    viewer.get(f"{there}?as_of=yesterday").refuses(400)
    api(cast.outsider).get(f"{there}?as_of=2007-12-31").refuses(404)
