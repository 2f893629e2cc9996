"""Countries by their codes."""

from pathlib import Path

from common.countries import countries, is_country


def test_countries_are_those_of_iso_3166_and_kosovo() -> None:
    assert len(countries()) == 250
    assert all(len(code) == 2 and code.isupper() for code in countries())
    assert is_country("PS")
    assert is_country("XK")
    assert not any(is_country(code) for code in ("", "ps", "XX", "EU", "ZZ", "PSE"))


def test_countries_are_named_in_the_readers_language() -> None:
    assert countries("ar")["EG"] == "مصر"
    assert countries("en-GB")["EG"] == "Egypt"
    assert countries("no such language") == countries("en")


def test_pages_offer_the_same_countries() -> None:
    script = (Path(__file__).parents[2] / "static" / "js" / "lib" / "countries.js").read_text()
    offered = script.partition("const CODES = `")[2].partition("`")[0].split()
    assert offered == sorted(offered)
    assert set(offered) == countries().keys()
