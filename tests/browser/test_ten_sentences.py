"""A scripted editor codes ten sentences of the demo's text with keys alone; keystrokes and seconds are reported."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from annotations.models import AnnotationSet
from codebook.registry import create_actor
from sources.models import Source
from tests.cast import Cast, make_cast
from tests.factories import make_source

from .bench import Bench, sit_down, tags_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def cast(live_server: LiveServer) -> Cast:
    return make_cast()


@dataclass(frozen=True, slots=True)
class Plan:
    """How one sentence is coded: mentions as (word, words more, known to the registry), then one event by keys."""

    sentence: int
    mentions: tuple[tuple[str, int, bool], ...]
    trigger: str
    code: str
    keys: tuple[str, ...]


# What follows the type: [date], participants, then sections. Letters are typed, names of keys pressed.
NO_DATE = ("Tab", "Tab")
OFFERED = ("Tab", "ArrowDown", "Enter", "Tab")
PLANS = (
    Plan(1, (("Pan", 2, True),), "called", "REQUEST", (*OFFERED, "1")),
    Plan(2, (("Several", 2, False),), "gathered", "PROTEST", (*OFFERED, "1")),
    Plan(4, (("police", 0, True), ("crowd", 0, False)), "opened", "ASSAULT", (*NO_DATE, "1v2")),
    Plan(5, (("69", 1, False),), "killed", "ASSAULT", (*NO_DATE, "v1", "Alt+KeyN", "Tab", "69")),
    Plan(
        6,
        (("Police", 0, True), ("crowd", 0, False)),
        "thrown",
        "ASSAULT",
        (*NO_DATE, "a2v1", "Alt+KeyH", "ArrowDown"),
    ),
    Plan(7, (("Survivors", 0, False),), "denied", "REJECT", (*NO_DATE, "1")),
    Plan(
        8, (("police", 0, True),), "fired", "ASSAULT", (*NO_DATE, "1v-", "Alt+KeyP", "Langa", "Alt+KeyN", "2")
    ),
    Plan(9, (("Robert", 1, True),), "arrested", "COERCE", (*NO_DATE, "a-r1")),
    Plan(10, (("government", 0, True),), "declared", "COERCE", (*OFFERED, "1")),
    Plan(13, (("United", 3, True),), "deplored", "ACCUSE", (*OFFERED, "1")),
)
REGISTRY = {
    "Pan Africanist Congress": "party",
    "Police": "security_force",
    "Robert Sobukwe": "person",
    "government": "government",
    "United Nations Security Council": "organisation",
}
KEY = re.compile(r"Tab|Enter|Arrow\w+|Alt\+Key.")


def test_ten_sentences_of_the_demo_are_coded_in_few_keys(
    browser: Browser, live_server: LiveServer, cast: Cast, record_property: Callable[[str, object], None]
) -> None:
    title, *sentences = (ROOT / "demo" / "texts" / "sharpeville-1960.txt").read_text().strip().split("\n\n")
    source = make_source(cast.project, sentences, title=title, language="en")
    for label, kind in REGISTRY.items():
        create_actor(cast.editor, label=label, kind=kind)
    bench = sit_down(browser, live_server.url, cast.editor, source)
    began = time.monotonic()
    for plan in PLANS:
        while int(bench.number) < plan.sentence:
            bench.press("j")
        code(bench, plan)
    bench.saved()
    seconds = time.monotonic() - began
    record_property("keystrokes_for_ten_sentences", bench.keys)
    record_property("seconds_for_ten_sentences", round(seconds, 1))
    for plan in PLANS:
        tags = tags_of(cast.editor, source, plan.sentence)
        assert [tag["value"]["code"] for tag in tags if tag["kind"] == "event"] == [plan.code]
        linked = [tag["value"]["actor"] is not None for tag in tags if tag["kind"] == "actor"]
        assert sorted(linked) == sorted(known for _, _, known in plan.mentions), plan
    dates = [event_of(cast, source, number)["date_resolved"] for number in (2, 10, 13)]
    assert dates[0] == "1960-03-21"
    assert event_of(cast, source, 1)["date_edtf"] == "1960-03-21"
    assert event_of(cast, source, 5)["deaths_best"] == 69
    assert event_of(cast, source, 8)["deaths_low"] == 2
    assert AnnotationSet.objects.filter(source=source, state="submitted").count() == 10
    assert bench.keys < 10 * 60
    bench.close()


def code(bench: Bench, plan: Plan) -> None:
    """Tag the sentence's mentions and its event, and submit it."""
    busy = bench.page.locator("attest-actor-form [role=listbox]:not([aria-busy=false])")
    for word, more, is_known in plan.mentions:
        bench.go_to(word)
        bench.press(*["Shift+ArrowRight"] * more, "a")
        expect(bench.page.locator("attest-actor-form [role=option]").first).to_be_visible()
        expect(busy).to_have_count(0)
        if not is_known:
            bench.press("ArrowUp")  # the last offer: nobody yet
        bench.press("Enter", "Enter")
        expect(bench.page.locator("attest-actor-form")).to_have_count(0)
    bench.go_to(plan.trigger)
    bench.press("e")
    bench.type(plan.code[:4].lower())
    bench.press("Enter")
    for keys in plan.keys:
        bench.press(keys) if KEY.fullmatch(keys) else bench.type(keys)
    bench.press("Enter", "s")


def event_of(cast: Cast, source: Source, number: int) -> dict[str, Any]:
    """What the one event of a sentence says."""
    (value,) = [tag["value"] for tag in tags_of(cast.editor, source, number) if tag["kind"] == "event"]
    return dict(value)
