"""What opening the workbench costs: one request and static files, hashed names and the policy as in production."""

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.test.utils import override_settings
from playwright.sync_api import Browser
from pytest_django import DjangoAssertNumQueries
from pytest_django.live_server_helper import LiveServer

from annotations.operations import apply_operations
from tests.cast import Cast, make_cast
from tests.factories import actor_op, event_op, make_source, sentence_of
from web import modules

from .bench import Bench, sit_down

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
QUERIES = 14
KILOBYTES = 200  # over the wire, compressed as whitenoise does


@pytest.fixture
def cast(live_server: LiveServer) -> Cast:
    return make_cast()


@pytest.fixture
def hashed(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """Static files as production serves them: collected, hashed, compressed."""
    storage = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES={**settings.STORAGES, "staticfiles": storage}):
        call_command("collectstatic", interactive=False, verbosity=0)
        modules.modules.cache_clear()
        yield tmp_path
    modules.modules.cache_clear()


def test_modules_are_found_under_their_hashed_names(
    hashed: Path, browser: Browser, live_server: LiveServer, cast: Cast
) -> None:
    source = make_source(cast.project, ["Militants stormed the post."])
    bench = sit_down(browser, live_server.url, cast.editor, source, files=hashed)
    loaded = bench.page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    scripts = [name for name in loaded if "/static/js/" in name]
    assert len(scripts) > 20
    assert all(len(name.rsplit("/", 1)[1].split(".")) == 3 for name in scripts), scripts
    assert len(scripts) == len(set(scripts))
    bench.go_to("stormed")
    bench.press("e")
    bench.type("ass")
    bench.press("Enter", "Enter")
    bench.saved()
    bench.close()


def test_opening_is_one_request_and_static_files(
    browser: Browser, live_server: LiveServer, cast: Cast
) -> None:
    source = make_source(cast.project, ["Militants stormed the post."] * 30)
    bench = sit_down(browser, live_server.url, cast.editor, source)
    loaded = bench.page.evaluate(
        "performance.getEntriesByType('resource').map(({ name, decodedBodySize }) => [name, decodedBodySize])"
    )
    assert [name for name, _ in loaded if "/static/" not in name] == []
    bodies = [bench.page.request.get(name).body() for name, _ in loaded]
    sent = sum(len(gzip.compress(body)) for body in bodies)
    assert sent < KILOBYTES * 1024
    bench.close()


@pytest.mark.parametrize("number", [1, 10])
def test_opening_asks_the_database_the_same_whatever_the_length(
    client: Client, cast: Cast, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    source = make_source(cast.project, ["[1] Militants stormed the post."] * number)
    for ordinal in range(1, number + 1):
        sentence = sentence_of(source, ordinal)
        mention = actor_op(sentence, "Militants")
        event = event_op(sentence, "stormed", participants=[("actor", mention)])
        apply_operations(cast.editor, sentence.pk, [mention, event])
    client.force_login(cast.viewer.user)
    with django_assert_max_num_queries(QUERIES):
        page = client.get(f"/projects/desk/sources/{source.pk}/")
    assert page.status_code == 200
    assert page.content.decode().count("Militants stormed the post.") >= number


def test_outsiders_learn_nothing(client: Client, cast: Cast) -> None:
    source = make_source(cast.project, ["Militants stormed the post."])
    client.force_login(cast.outsider.user)
    assert client.get(f"/projects/desk/sources/{source.pk}/").status_code == 404
    assert client.get(f"/projects/desk/sentences/{sentence_of(source, 1).pk}/").status_code == 404
    assert client.get(f"/projects/desk-elsewhere/sources/{source.pk}/").status_code == 404


def test_a_thousand_sentences_stay_quick(
    browser: Browser, live_server: LiveServer, cast: Cast, record_property: Callable[[str, object], None]
) -> None:
    text = "Angry Hamas militants stormed the post, which was staffed by European monitors, in June {}."
    source = make_source(cast.project, [text.format(number) for number in range(1000)])
    bench: Bench = sit_down(browser, live_server.url, cast.editor, source, at=500)
    ready = bench.page.evaluate("performance.now()")
    step = bench.page.evaluate(
        """() => {
          const times = [];
          for (let count = 0; count < 20; count += 1) {
            const before = performance.now();
            document.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }));
            times.push(performance.now() - before);
          }
          return times.sort((a, b) => a - b)[10];
        }"""
    )
    record_property("ready_ms", ready)
    record_property("step_ms", step)
    assert step < 100, f"a step takes {step:.0f} ms"
    bench.close()
