"""Shipped schemes hold what the field's reference says."""

import pytest

from codebook import schemes
from codebook.models import Adoption, Code
from codebook.querysets import codes_for
from codebook.services import adopt_default, ensure_shipped
from tests.cast import Cast

QUADS = {
    "verbal cooperation": ["AGREE", "CONSULT", "SUPPORT", "CONCEDE"],
    "material cooperation": ["COOPERATE", "AID", "RETREAT"],
    "verbal conflict": ["REQUEST", "ACCUSE", "REJECT", "THREATEN"],
    "material conflict": ["PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"],
    "": ["GOVERN"],
}


def test_the_default_scheme_is_plover_with_govern() -> None:
    codes = schemes.read("plover").codes
    assert {quad: [c["value"] for c in codes if c.get("quad", "") == quad] for quad in QUADS} == QUADS
    assert {c["value"] for c in codes if c.get("needs_recipient")} == {"COOPERATE", "AID", "SANCTION"}
    assert all(isinstance(mode, str) for code in codes for mode in code.get("modes", []))
    assert "seize-territory" in next(c for c in codes if c["value"] == "ASSAULT")["modes"]


@pytest.mark.django_db
def test_a_scheme_enters_the_database_once() -> None:
    assert ensure_shipped("plover") == ensure_shipped("plover")
    assert Code.objects.filter(codebook__slug="plover").count() == 17


def test_adopting_twice_changes_nothing(cast: Cast) -> None:
    adopt_default(cast.project)
    assert Adoption.objects.filter(project=cast.project).count() == 1
    assert [c.value for c in codes_for(cast.viewer)][:2] == ["AGREE", "CONSULT"]
