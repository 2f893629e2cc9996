"""Shipped schemes hold what the field's reference says, and agree with what the database keeps."""

from collections.abc import Sequence

import pytest

from annotations.models import CREDIBILITIES
from annotations.models import ROLES as PARTICIPANT_ROLES
from codebook import schemes
from codebook.models import Adoption, Code, Codebook
from codebook.querysets import codes_for
from codebook.schemes.content import clashes
from codebook.schemes.reading import PARTICIPANTS
from codebook.services import adopt_default, ensure_all_shipped, ensure_shipped
from reviews.models import REASONS
from sources.models import GRADES
from tests.cast import Cast

QUADS = {
    "verbal cooperation": ["AGREE", "CONSULT", "SUPPORT", "CONCEDE"],
    "material cooperation": ["COOPERATE", "AID", "RETREAT"],
    "verbal conflict": ["REQUEST", "ACCUSE", "REJECT", "THREATEN"],
    "material conflict": ["PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"],
    "": ["GOVERN"],
}
MODES = {
    "CONSULT": "visit third-party multilateral phone",
    "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "REJECT": "assist change yield meet",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone "
    "heavy-weapons crowd-control unconventional seize-territory",
    "GOVERN": "elect appoint dismiss form dissolve decree overthrow",
}
SUB_TYPES = {
    "Battles": 3, "Protests": 3, "Riots": 2, "Explosions/Remote violence": 6, "Violence against civilians": 3,
    "Strategic developments": 8,
}  # fmt: skip


def test_the_default_scheme_is_plover_with_govern() -> None:
    codes = schemes.read("plover").codes
    assert {quad: [c.value for c in codes if c.quad == quad] for quad in QUADS} == QUADS
    assert {c.value for c in codes if c.needs_recipient} == {"COOPERATE", "AID", "SANCTION"}
    assert {c.value: " ".join(c.mode_values) for c in codes if c.modes} == MODES
    assert all(mode.definition for code in codes for mode in code.modes)


def test_acled_has_six_types_and_twenty_five_sub_types() -> None:
    codes = schemes.read("acled").codes
    types = {code.value: code.label for code in codes if not code.parent}
    counts = {label: sum(code.parent == value for code in codes) for value, label in types.items()}
    assert counts == SUB_TYPES
    assert sum(counts.values()) == 25


@pytest.mark.parametrize("slug", schemes.shipped())
def test_every_shipped_code_has_a_definition_an_example_and_a_key(slug: str) -> None:
    scheme = schemes.read(slug)
    assert scheme.credit
    keys = [code.key for code in scheme.codes if code.key]
    assert all(not clashes(key, keys[:at]) for at, key in enumerate(keys))
    if scheme.kind != schemes.CUES:
        assert [c.value for c in scheme.codes if not (c.definition and c.examples and c.key)] == []


@pytest.mark.parametrize("slug", ["plover", "acled"])
def test_every_type_says_what_it_is_not(slug: str) -> None:
    assert [code.value for code in schemes.read(slug).codes if not code.not_examples] == []


@pytest.mark.parametrize(
    ("slug", "kept"),
    [
        ("roles", PARTICIPANT_ROLES),
        ("admiralty-source", GRADES),
        ("admiralty-information", CREDIBILITIES),
        ("return-reasons", REASONS),
    ],
)
def test_a_scheme_and_what_the_database_keeps_agree(slug: str, kept: Sequence[str]) -> None:
    assert list(schemes.labels(slug)) == list(kept)


def test_the_roles_a_type_may_name_are_those_that_are_kept() -> None:
    assert PARTICIPANTS == PARTICIPANT_ROLES


@pytest.mark.django_db
def test_every_shipped_scheme_enters_the_database_once() -> None:
    first = ensure_all_shipped()
    assert [book.slug for book in first] == schemes.shipped()
    assert ensure_all_shipped() == first
    assert Code.objects.filter(codebook__slug="plover").count() == 17
    assert all(book.scheme() == schemes.read(book.slug) for book in first)


@pytest.mark.django_db
def test_a_newer_file_completes_the_texts_of_a_kept_version_and_never_its_codes() -> None:
    book = ensure_shipped("acled")
    Code.objects.filter(codebook=book).update(definition="", examples=[])
    Codebook.objects.filter(pk=book.pk).update(sha256="0" * 64)
    ensure_shipped("acled")
    assert Codebook.objects.get(pk=book.pk).scheme() == schemes.read("acled")
    Code.objects.filter(codebook=book, value="grenade").update(value="shell")
    Codebook.objects.filter(pk=book.pk).update(sha256="0" * 64)
    with pytest.raises(RuntimeError, match="ship the change as a new version"):
        ensure_shipped("acled")


def test_adopting_twice_changes_nothing(cast: Cast) -> None:
    adopt_default(cast.project)
    assert Adoption.objects.filter(project=cast.project).count() == 1
    assert [c.value for c in codes_for(cast.viewer)][:2] == ["AGREE", "CONSULT"]
