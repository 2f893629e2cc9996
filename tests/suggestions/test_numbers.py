"""Numbers of dead, injured and arrested, and numbers that count nobody."""

import pytest

from .reading import deaths, found

DEATHS = [
    ("The blast killed three.", (3, 3, 3)),
    ("The blast killed 1,250 people.", (1250, 1250, 1250)),
    ("Twenty-one people were killed.", (21, 21, 21)),
    ("One hundred and five people died.", (105, 105, 105)),
    ("At least 12 people were killed.", (12, 12, None)),
    ("More than 12 people were killed.", (12, None, None)),
    ("Up to two dead were counted.", (None, None, 2)),
    ("Between 10 and 15 people were killed.", (10, None, 15)),
    ("Some 10-15 people were killed.", (10, None, 15)),
    ("About forty people died.", (None, 40, None)),
    ("Dozens were killed.", (24, None, None)),
    ("Hundreds of people were killed.", (200, None, None)),
    ("There were no deaths.", (0, 0, 0)),
    ("Nobody was killed.", (0, 0, 0)),
    ("It left five people dead.", (5, 5, 5)),
    ("قتل ١٢ شخصا", (12, 12, 12)),
    ("A clash left ٣ dead.", (3, 3, 3)),
]
NOBODY = [
    "He carried tens of millions in donations.",
    "He was killed on 3 May 2011.",
    "He died in 1960.",
    "It cost $12 and he died.",
    "The 12 km road was closed after he was killed.",
    "It killed 40% of the fish.",
    "He was killed 12 years later.",
]


@pytest.mark.parametrize(("text", "expected"), DEATHS)
def test_numbers_of_dead(text: str, expected: tuple[int | None, int | None, int | None]) -> None:
    assert deaths(text) == [expected]


@pytest.mark.parametrize("text", NOBODY)
def test_numbers_that_count_nobody(text: str) -> None:
    assert found(text, "casualties") == []


def test_injured_and_arrested_are_told_apart_from_dead() -> None:
    text = "69 people were killed and 180 were wounded, and police arrested twelve."
    values = [one.value for one in found(text, "casualties")]
    assert [value.get("deaths_best") for value in values] == [69, None, None]
    assert [value.get("injured") for value in values] == [None, 180, None]
    assert [value.get("arrested") for value in values] == [None, None, 12]
    assert text[values[1]["injured_start"] : values[1]["injured_end"]] == "180 were wounded"


def test_the_event_carries_its_numbers_and_its_date() -> None:
    one = found("On 12 November the blast killed three.", "event")[0]
    assert one.value["deaths_best"] == 3
    assert one.value["date_edtf"] == "XXXX-11-12"
