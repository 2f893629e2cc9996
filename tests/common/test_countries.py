"""Countries by their codes."""

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
