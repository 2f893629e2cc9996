"""Nothing in the documentation leads nowhere, and nothing in it tells of one machine."""

import re
from pathlib import Path

import pytest

from .pages import PAGES, ROOT, anchors, links

HERE = [page.relative_to(ROOT).as_posix() for page in PAGES]
LARGEST_PICTURE = 200_000


@pytest.mark.parametrize("name", HERE)
def test_every_link_leads_somewhere(name: str) -> None:
    page = ROOT / name
    for target in links(page):
        path, _, anchor = target.partition("#")
        place = (page.parent / path).resolve() if path else page
        assert place.exists(), f"{name} leads to {target}, which is not there"
        if anchor:
            assert anchor in anchors(place), f"{name} leads to {target}, a heading that is not there"


def test_every_page_of_the_docs_is_reached_from_their_index() -> None:
    index = ROOT / "docs" / "README.md"
    reached = {(index.parent / target.partition("#")[0]).resolve() for target in links(index)}
    pages = {page for page in (ROOT / "docs").glob("*.md") if page != index}
    assert pages - reached == set()


@pytest.mark.parametrize("name", HERE)
def test_no_page_names_a_place_on_one_machine(name: str) -> None:
    assert re.findall(r"/(?:root|work|home)/|/tmp/(?!attest-)", (ROOT / name).read_text()) == []


def test_every_picture_is_light() -> None:
    pictures = sorted((ROOT / "docs" / "screenshots").glob("*.png"))
    assert pictures
    assert [path.name for path in pictures if path.stat().st_size > LARGEST_PICTURE] == []


def test_the_readme_shows_a_picture_and_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text()
    assert re.search(r"!\[[^]]+\]\(docs/screenshots/[\w-]+\.png\)", text)
    assert "make run" in text
    assert "make test" in text


@pytest.mark.parametrize("name", HERE)
def test_every_make_target_that_is_named_exists(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    text = (ROOT / name).read_text()
    named = {
        word for span in re.findall(r"`([^`\n]+)`", text) for word in re.findall(r"\bmake ([a-z-]+)", span)
    }
    named |= set(re.findall(r"^make ([a-z-]+)", text, re.MULTILINE))
    assert named - targets == set()


def test_every_command_line_of_the_guides_names_a_program_that_is_there() -> None:
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")):
        for module in re.findall(r"python -m ([\w.]+)", page.read_text()):
            first = Path(ROOT, *module.split("."))
            assert (
                module == "celery" or first.with_suffix(".py").exists() or (first / "__main__.py").exists()
            ), module
