"""The message catalogues say what the code says, whole, in every language."""

import json
import re
from collections import Counter

import pytest
from babel.messages.catalog import Catalog

from common.refusals import Phrases
from tests.architecture.test_house_rules import tracked
from web.catalogue import reading, refusals, writing
from web.words import NOUNS

PLACE = re.compile(r"%\((\w+)\)s")
RUN = "Run `make messages`."


@pytest.fixture(scope="module")
def said() -> Catalog:
    """Every message of the code."""
    return reading.read()


@pytest.mark.parametrize("language", writing.languages())
def test_every_message_of_the_code_stands_in_the_catalogue(language: str, said: Catalog) -> None:
    known = {(message.id, message.context) for message in writing.opened(language)}
    wanted = {(message.id, message.context) for message in said}
    assert wanted - known == set(), RUN
    assert known - wanted == set(), RUN


@pytest.mark.parametrize("language", writing.languages())
def test_every_message_is_translated_and_none_is_a_guess(language: str) -> None:
    left = [
        message.id for message in writing.opened(language) if message.id and not writing.is_whole(message)
    ]
    assert left == [], f"Fill in their msgstr in {writing.po_path(language).name}, then: {RUN}"


@pytest.mark.parametrize("language", writing.languages())
def test_what_is_read_comes_from_what_was_translated(language: str) -> None:
    catalogue = writing.opened(language)
    for path, content in (
        (writing.po_path(language), writing.po_bytes(catalogue)),
        (writing.mo_path(language), writing.mo_bytes(catalogue)),
        (writing.js_path(language), writing.js_bytes(catalogue)),
        (writing.refusals_path(language), writing.refusals_bytes(catalogue)),
    ):
        assert path.read_bytes() == content, f"{path.name}: {RUN}"


@pytest.mark.parametrize("language", writing.languages())
def test_translations_insert_what_the_messages_insert(language: str) -> None:
    wrong = []
    for message in writing.opened(language):
        if not message.id:
            continue
        one = message.id if isinstance(message.id, str) else message.id[-1]
        wanted = Counter(PLACE.findall(one))
        for form in writing.forms(message):
            given = Counter(PLACE.findall(form))
            # A form for one or two may say the number as a word; a refusal may need no article.
            free = (
                {"count", "shown", "number", "between", "article"}
                if message.context == refusals.CONTEXT or message.pluralizable
                else set()
            )
            if any(given[name] > wanted[name] for name in given) or set(wanted) - set(given) - free:
                wrong.append((one, form))
    assert wrong == []


@pytest.mark.parametrize("language", writing.languages())
def test_translations_keep_the_markup(language: str) -> None:
    wrong = [
        (message.id, form)
        for message in writing.opened(language)
        if message.id
        for form in writing.forms(message)
        if form
        and Counter(re.findall(r"</?\w+", form))
        != Counter(re.findall(r"</?\w+", message.id if isinstance(message.id, str) else message.id[0]))
    ]
    assert wrong == []


def test_names_are_isolated_where_the_language_runs_right_to_left() -> None:
    catalogue = writing.opened("ar")
    catalogue.add("See %(name)s.", "انظر %(name)s.", locations=[("static/js/x.js", 0)])
    catalogue.add(
        '<a href="%(address)s">%(count)s</a>', '<a href="%(address)s">%(count)s</a>', [("static/js/x.js", 0)]
    )
    script = writing.js_bytes(catalogue).decode()
    assert "انظر \u2068%(name)s\u2069." in script
    assert "\u2068%(address)s" not in script
    assert "\u2068%(count)s\u2069" in script


def test_whatever_templates_count_has_its_forms() -> None:
    counted = {
        noun
        for path in tracked("templates/*.html")
        for noun in re.findall(r'\|counted:"([^"]+)"', path.read_text())
    }
    assert counted
    assert counted - set(NOUNS) == set(), "Give the noun its forms in web/words.py."


def test_javascript_messages_are_plain_strings() -> None:
    wrong = [
        f"{path.name}: {call}"
        for path in tracked("static/js/*.js")
        if path.name not in {"i18n.js"} and "locale" not in path.parts
        for call in re.findall(r"(?<![\w.$#])(?:t|tIn|plural)\((?!\s*\")[^)\n]{0,40}", path.read_text())
    ]
    assert wrong == []


def test_refusals_are_read_as_the_code_says_them() -> None:
    source = '''
"""A docstring is no refusal. Not at all."""
def f(name, kind):
    message = f"There is no {kind} called “{name.title}” in {name.title}: 100% sure."
    logger.info("This is for the log only.")
    needs_role(seat, to="tag sentences")
    raise Invalid("Give a name. " "Then go on.", code="invalid")
'''
    assert set(refusals.refusals(source)) == {
        "tag sentences",
        "There is no %(kind)s called “%(title)s” in %(title2)s: 100%% sure.",
        "Give a name. Then go on.",
    }


@pytest.mark.parametrize("language", writing.languages())
def test_every_refusal_is_recognised_as_the_code_says_it(language: str, said: Catalog) -> None:
    phrases = Phrases(json.loads(writing.refusals_path(language).read_text()))
    wrong = []
    for message in said:
        if message.context != refusals.CONTEXT or not isinstance(message.id, str):
            continue
        spoken = PLACE.sub(lambda place: f"«{place[1]}»", message.id).replace("%%", "%")
        if phrases.said(spoken) == spoken:
            wrong.append(spoken)
    assert wrong == []
