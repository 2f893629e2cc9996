"""A refusal is recognised by its phrase and said in the reader's language."""

from django.utils import translation

from common.refusals import Phrases, said

KNOWN = {
    "This name is taken; choose another.": "هذا الاسم مستخدم؛ اختر غيره.",
    "Only %(article)s %(names)s can %(to)s.": "لا يستطيع %(to)s إلا %(names)s.",
    "%(quote)s is %(role)s here.": "%(quote)s هنا %(role)s.",
    "%(message)s Undoing would take that back too.": "%(message)s والتراجع يلغي ذلك أيضًا.",
    "tag sentences": "وسم الجمل",
    "owner": "مالك",
    "editor": "محرّر",
    "or": "أو",
    "%(code)s has no mode “%(0)s”.": "ليس في %(code)s نمط «%(0)s».",
    "%(given)s of 100%% are used.": "استُخدم %(given)s من 100%%.",
}


def test_a_phrase_is_said_as_it_stands() -> None:
    assert Phrases(KNOWN).said("This name is taken; choose another.") == "هذا الاسم مستخدم؛ اختر غيره."


def test_values_that_are_phrases_are_said_too_and_articles_may_go() -> None:
    assert (
        Phrases(KNOWN).said("Only an owner or editor can tag sentences.")
        == "لا يستطيع وسم الجمل إلا مالك أو محرّر."
    )


def test_words_of_the_text_stay_as_they_are() -> None:
    quoted = "“he said: owner or none. (x)\n”"
    assert Phrases(KNOWN).said(f"{quoted} is victim here.") == f"{quoted} هنا victim."


def test_a_phrase_within_a_phrase_is_said() -> None:
    message = "This name is taken; choose another. Undoing would take that back too."
    assert Phrases(KNOWN).said(message) == "هذا الاسم مستخدم؛ اختر غيره. والتراجع يلغي ذلك أيضًا."


def test_percent_signs_are_single_where_people_read() -> None:
    assert Phrases(KNOWN).said("5 of 100% are used.") == "استُخدم 5 من 100%."


def test_a_value_may_be_called_by_its_place() -> None:
    assert Phrases(KNOWN).said("ASSAULT has no mode “x”.") == "ليس في ASSAULT نمط «x»."


def test_what_is_not_known_stays_english() -> None:
    assert Phrases(KNOWN).said("Nobody wrote this down.") == "Nobody wrote this down."
    with translation.override("ar"):
        assert said("Nobody wrote this down.") == "Nobody wrote this down."


def test_english_is_never_looked_up() -> None:
    with translation.override("en"):
        assert said("This name is taken; choose another.") == "This name is taken; choose another."
    with translation.override(None):
        assert said("This name is taken; choose another.") == "This name is taken; choose another."
