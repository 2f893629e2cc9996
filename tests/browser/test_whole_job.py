"""The whole job as three people with the keyboard alone: import, tag, submit, return, fix, approve, export, compare."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from annotations.models import AnnotationSet
from sources.markers import DisplayText
from sources.models import Sentence, Source
from tests.browser.person import Person
from tests.cast import make_cast
from tests.processes import worker

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT.parent / "shared" / "data" / "fatah-hamas-conflict.txt"
DEMO = ROOT / "demo" / "texts" / "sharpeville-1960.txt"


@dataclass(frozen=True, slots=True)
class Story:
    """What is coded in one sentence of a text: words are found by typing keys, not by offsets."""

    path: Path
    ordinal: int
    actor: str
    trigger: str
    code: str
    date: str
    edtf: str


STORIES = {
    "sample": Story(SAMPLE, 8, "Jamal abu Samhadana", "appointing", "GOVERN", "", ""),
    "demo": Story(DEMO, 4, "the police", "opened", "ASSAULT", "21 mar 1960", "1960-03-21"),
}


@pytest.fixture
def people(
    transactional_db: None,
    live_server: LiveServer,
    browser: Browser,
    settings: Settings,
    tmp_path: Path,
) -> Iterator[Callable[[str], Person]]:
    """Opens a browser of their own for whoever is named; fails on console errors when the test ends."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def arrive(username: str) -> Person:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return Person(page, live_server.url, username)

    yield arrive
    for context in contexts:
        context.close()
    assert complaints == []


WORDS_BEFORE = """async ([shown, words]) => {
  const { wordsOf } = await import("/static/js/lib/words.js");
  const at = shown.indexOf(words);
  return wordsOf(shown, "en").filter((word) => word.start < at).length;
}"""


def choose_words(person: Person, shown: str, words: str) -> None:
    """Put the keyboard's cursor on the words of the sentence in focus and widen it over them."""
    before = person.page.evaluate(WORDS_BEFORE, [shown, words])
    after = shown[: shown.index(words) + len(words)]
    count = person.page.evaluate(WORDS_BEFORE, [after + " |x", "|x"]) - before
    person.press("Home", *["ArrowRight"] * before, *["Shift+ArrowRight"] * (count - 1))


def import_text(owner: Person, path: Path) -> Source:
    """Paste the text on the import page and wait for the job."""
    owner.go("/projects/desk/")
    owner.follow("Import sources")
    owner.tab_to("text")
    owner.page.keyboard.insert_text(path.read_text(encoding="utf-8"))
    owner.follow("Import")
    title = path.read_text(encoding="utf-8").splitlines()[0]
    owner.sees(title)
    expect(owner.page.get_by_text("Done").first).to_be_visible(timeout=60_000)
    return Source.objects.get(title=title)


def tag_all_three_kinds(editor: Person, story: Story, shown: str) -> None:
    """An actor entered on the way, an event with it as participant, a reliability grade with its reason."""
    choose_words(editor, shown, story.actor)
    with editor.page.expect_response(lambda answer: "/actors/" in answer.url):
        editor.press("a")  # what the registry finds comes after what is known here
    editor.sees("Create “")
    while "Create" not in str(editor.page.locator("[role=option][aria-selected=true]").all_inner_texts()):
        editor.press("ArrowDown")
    editor.press("Enter")
    expect(editor.page.locator("select[name=kind]")).to_be_focused()
    editor.type("Pers")
    expect(editor.page.locator("select[name=kind]")).to_have_value("person")
    editor.press("Enter")
    editor.saved()
    choose_words(editor, shown, story.trigger)
    editor.press("e")
    editor.type(story.code[:3].lower())
    editor.press("Enter", "Tab")
    if story.date:
        editor.type(story.date)
        editor.press("Enter")
    editor.press("Tab")
    editor.type("1")
    editor.press("Enter")
    editor.saved()
    editor.press("r")
    editor.press("3", "Tab")
    editor.type("One account only.")
    editor.press("Enter")
    editor.saved()


@pytest.mark.browser
@pytest.mark.parametrize("name", STORIES)
def test_three_people_take_a_text_from_import_to_release(
    people: Callable[[str], Person], tmp_path: Path, name: str
) -> None:
    story = STORIES[name]
    if not story.path.exists():
        pytest.skip(f"The real sample is not on this machine: {story.path}")
    make_cast()
    with worker(tmp_path / "worker.log"):
        owner = people("olga")
        source = import_text(owner, story.path)
        sentence = Sentence.objects.get(version=source.current, ordinal=story.ordinal)
        shown = DisplayText(sentence.text).text

        editor = people("edith")
        editor.go(f"/projects/desk/sources/{source.pk}/")
        editor.press(*["j"] * (story.ordinal - 1))
        tag_all_three_kinds(editor, story, shown)
        editor.press("s")
        editor.sees("In review")
        editor.saved()
        row = AnnotationSet.objects.get(sentence=sentence)
        assert row.state == "submitted"

        reviewer = people("rosa")
        reviewer.go("/projects/desk/queue/")
        reviewer.follow("Take the next")
        reviewer.sees(f"Sentence {story.ordinal}")
        reviewer.press("x")
        reviewer.press("Space")
        reviewer.tab_to("note")
        reviewer.type("Say that it is alleged.")
        reviewer.follow("Return to the editor")
        row.refresh_from_db()
        assert row.state == "returned"

        editor.go(f"/projects/desk/sources/{source.pk}/")
        editor.press(*["j"] * (story.ordinal - 1))
        editor.sees("Say that it is alleged.")
        choose_words(editor, shown, story.trigger)
        editor.press("Enter")
        editor.press("Alt+h")
        editor.tab_to("modality")
        editor.type("Alleged")
        editor.press("Enter")
        editor.saved()
        editor.press("s")
        editor.saved()
        row.refresh_from_db()
        assert row.state == "submitted"

        reviewer.go("/projects/desk/queue/")
        reviewer.follow("Take the next")
        reviewer.press("a")
        reviewer.sees("approved")
        row.refresh_from_db()
        assert row.state == "approved"

        owner.go("/projects/desk/releases/")
        owner.follow("Make a release")
        expect(owner.page.get_by_role("link", name="jsonl").first).to_be_visible(timeout=60_000)
        owner.tab_to("jsonl")
        with owner.page.expect_download() as started:
            owner.press("Enter")
        saved = tmp_path / "release.jsonl"
        started.value.save_as(saved)
    compare(saved, story, source, sentence)


def compare(file: Path, story: Story, source: Source, sentence: Sentence) -> None:
    """The release holds the approved sentence alone, with exactly what was tagged."""
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert len(lines) == AnnotationSet.objects.filter(approved_revision__isnull=False).count() == 1
    line = lines[0]
    assert line["source"]["title"] == source.title
    assert line["sentence"]["text"] == sentence.text
    assert line["sentence"]["start"] == sentence.start
    tags = {tag["kind"]: tag for tag in line["tags"]}
    assert len(line["tags"]) == len(tags) == 3
    for tag in line["tags"]:
        assert sentence.text[tag["start"] : tag["end"]] == tag["quote"]
        assert line["sentence"]["display"][tag["display_start"] : tag["display_end"]] == tag["display_quote"]
        assert tag["by"] == "C02"
    assert tags["actor"]["quote"] == story.actor
    assert tags["actor"]["actor_label"] == story.actor
    assert tags["event"]["quote"] == story.trigger
    assert tags["event"]["code"] == story.code
    assert tags["event"]["date_edtf"] == story.edtf
    assert tags["event"]["modality"] == "alleged"
    assert [(link["role"], link["quote"]) for link in tags["event"]["participants"]] == [
        ("actor", story.actor)
    ]
    assert tags["reliability"]["display_quote"] == line["sentence"]["display"].rstrip(".")
    assert tags["reliability"]["credibility"] == "3"
    assert tags["reliability"]["rationale"] == "One account only."
