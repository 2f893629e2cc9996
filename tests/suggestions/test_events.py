"""Events: words that tell of one, what the project taught about them, and words that only look like it."""

from suggestions.engine import Example, build_context

from .reading import events, found


def test_generic_words_are_known_cold() -> None:
    assert events("The band kidnapped a driver.") == [("kidnapped", "ASSAULT")]
    assert found("The band kidnapped a driver.", "event")[0].value["modes"] == ["abduct"]
    assert events("Workers demonstrated in the square.") == [("demonstrated", "PROTEST")]
    assert events("The board called off the fair.") == [("called off", "REJECT")]
    assert events("The league called on them to stop.") == [("called", "REQUEST")]


def test_words_that_describe_are_not_events() -> None:
    for text in (
        "They wore riot gear.",
        "A fast-growing town.",
        "The newly elected house sat.",
        "The Attack Front sat.",
    ):
        assert events(text) == [], text


def test_killed_and_wounded_is_one_event() -> None:
    assert events("Three were killed and five wounded.") == [("killed", "ASSAULT")]


def test_an_infinitive_may_not_have_happened() -> None:
    one = found("They would attack the town.", "event")[0]
    assert one.value["modality"] == "hypothetical"


def trained(word: str, code: str, times: int, left: int = 0) -> list[Example]:
    text = f"They {word} the hall."
    return [Example(text, events=[(5, 5 + len(word), code, "")])] * times + [Example(text)] * left


def test_approved_triggers_are_learned_with_their_code() -> None:
    context = build_context((), trained("flummoxed", "COERCE", 3))
    assert events("The clerk flummoxed them.", context) == [("flummoxed", "COERCE")]
    assert "3 of 3" in found("The clerk flummoxed them.", "event", context)[0].why


def test_a_word_that_is_read_and_left_is_offered_no_more() -> None:
    context = build_context((), trained("attacked", "ASSAULT", 0, left=6))
    assert events("They attacked the plan.", context) == []


def test_the_project_overrules_the_shipped_code() -> None:
    context = build_context((), trained("banned", "SANCTION", 4))
    assert events("They banned the fair.", context) == [("banned", "SANCTION")]


def test_without_plover_only_learned_words_are_offered() -> None:
    context = build_context((), trained("shelled", "SHELLING", 3), codebook="acled@1", codes=())
    assert events("They shelled the hall and killed a man.", context) == [("shelled", "SHELLING")]


def test_dates_that_only_name_a_thing_or_date_the_telling_are_left() -> None:
    assert [one.value["date_edtf"] for one in found("On 3 May 2011 they attacked.", "date")] == ["2011-05-03"]
    assert found("They fought over the 2014 Zavodny Accord.", "date") == []
    assert found("He said in 1960 that they attacked.", "date") == []
    assert found("In 1998 the board found that they attacked.", "date") == []


def test_what_a_project_rejects_again_and_again_is_demoted() -> None:
    context = build_context(demoted={"event": frozenset({"attacked"})})
    assert events("They attacked the hall.", context) == []
