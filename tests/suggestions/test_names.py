"""Names of the registry in a sentence: whole words, other scripts, shared names, and names nobody entered yet."""

from suggestions.engine import Example, Name, build_context

from .reading import actors, found

GROUP = [("River Front", 1), ("RF", 1), ("Ada Kremmel", 2), ("the marshals", 3)]


def test_names_are_found_as_whole_words_only() -> None:
    assert actors("The River Front met the River Frontier men.", GROUP) == ["River Front"]
    assert actors("RF men and RFC men.", GROUP) == ["RF"]


def test_an_acronym_is_not_a_common_word() -> None:
    assert actors("It was us who left.", [("US", 1)]) == []
    assert actors("US-backed men left.", [("US", 1)]) == ["US"]


def test_possessives_and_hyphens_end_a_name() -> None:
    text = "River Front's men, the River Front’s flag and River Front-led talks."
    assert actors(text, GROUP) == ["River Front"] * 3


def test_kinds_of_dashes_apostrophes_and_case_do_not_matter() -> None:
    assert actors("The Sons’ League–Union spoke.", [("Sons' League", 1)]) == ["Sons’ League"]
    assert actors("RIVER FRONT WINS", GROUP) == ["RIVER FRONT"]


def test_the_longest_name_is_taken_and_another_inside_it_is_shown_too() -> None:
    names = [("River Front Youth", 1), ("River Front", 2)]
    assert actors("River Front Youth marched.", names) == ["River Front Youth", "River Front"]


def test_the_same_actor_is_not_offered_twice_on_nested_words() -> None:
    names = [("General Ada Kremmel", 1), ("Ada Kremmel", 1)]
    assert actors("General Ada Kremmel spoke.", names) == ["General Ada Kremmel"]


def test_a_shared_name_is_shown_and_not_guessed() -> None:
    context = build_context([Name("Home Guard", 1), Name("Home Guard", 2)], labels={1: "North", 2: "South"})
    one = found("The Home Guard left.", "actor", context)[0]
    assert one.value["actor"] is None
    assert one.candidates == (1, 2)
    assert one.target == ""
    assert "North" in one.why
    assert "South" in one.why


def test_a_family_name_and_an_acronym_are_understood() -> None:
    context = build_context([Name("Ada Kremmel", 1, "person"), Name("Front for River Rights", 2, "party")])
    assert actors("Later Kremmel joined the FRR.", context=context) == ["Kremmel", "FRR"]


def test_arabic_names_are_found_behind_their_clitics() -> None:
    names = [("الجبهة الوطنية", 1)]
    assert actors("وقالت الجبهة الوطنية إن", names) == ["الجبهة الوطنية"]
    assert actors("التقى بالجبهة الوطنية", names) == ["الجبهة الوطنية"]
    assert actors("والجبهة الوطنية", names) == ["الجبهة الوطنية"]
    assert actors("أجبهة الوطنيةات", names) == []


def test_arabic_marks_and_alef_forms_do_not_matter() -> None:
    assert actors("قال أَحْمَد إنه", [("احمد", 1)]) == ["أَحْمَد"]


def test_hebrew_names_are_found_behind_their_clitics() -> None:
    assert actors("אמר לחזית העם", [("חזית העם", 1)]) == ["חזית העם"]


def test_what_approved_work_left_alone_is_offered_less() -> None:
    read = [Example("The guests came.", [(4, 10, 5)])] + [Example("The guests left.")] * 5
    assert actors("The guests arrived.", context=build_context((), read)) == []
    tagged = [Example("The guests came.", [(4, 10, 5)])] * 3
    assert actors("The guests arrived.", context=build_context((), tagged)) == ["guests"]


def test_a_common_name_inside_another_noun_is_not_a_mention() -> None:
    context = build_context([Name("the marshals", 3)])
    assert actors("The marshals station burnt.", context=context) == []


def test_titles_and_group_nouns_follow_the_project() -> None:
    text = "General Kremmel left the River Front fighters."
    names = [Name("Kremmel", 1), Name("River Front", 2)]
    assert actors(text, context=build_context(names)) == ["Kremmel", "River Front"]
    wide = [Example("Then General Kremmel saw River Front fighters.", [(5, 20, 1), (25, 45, 2)])] * 8
    context = build_context(names, wide)
    assert actors(text, context=context) == ["General Kremmel", "River Front fighters"]


def test_unknown_names_are_offered_unlinked() -> None:
    quotes = [one.quote for one in found("Then Minister Ada Kremmel told the Harbour Council.", "actor")]
    assert quotes == ["Ada Kremmel", "Harbour Council"]
    assert all(one.value["actor"] is None for one in found("Ada Kremmel left.", "actor"))


def test_places_things_and_days_are_not_taken_for_actors() -> None:
    for text in (
        "He fell in Zavodny.",
        "The Zavodny Accord failed.",
        "On Monday in June.",
        "The Zavodny Valley.",
    ):
        assert found(text, "actor") == []
