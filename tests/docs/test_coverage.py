"""The guides name every command, setting, role, state, key, format and word of refusal that the code knows."""

import re
from pathlib import Path

import pytest

from accounts.models import ROLES
from annotations.importing.mapping import CLAIM_PARTS, EVENT_PARTS, FIELDS, LINK_TARGETS, NONE, TAGS
from annotations.importing.offsets import UNITS
from annotations.importing.reading import LABELS as FOREIGN
from annotations.models import CREDIBILITIES, MODALITIES
from annotations.models import ROLES as PARTICIPANT_ROLES
from annotations.states import STATES, TRANSITIONS
from demo.people import ROLES as DEMO_PEOPLE
from exports.formats import FORMATS
from jobs.models import STATES as JOB_STATES
from reviews.models import REASONS
from sources.importers.detect import READERS
from sources.models import GRADES, RIGHTS

from .pages import DOCS, ROOT, marked

EDITORS = (DOCS / "editors.md").read_text()
REVIEWERS = (DOCS / "reviewers.md").read_text()
MAINTAINERS = (DOCS / "maintainers.md").read_text()
OPERATORS = (DOCS / "operators.md").read_text()
IMPORTING = (DOCS / "importing.md").read_text()
MOVING_IN = (DOCS / "moving-in.md").read_text()
LABEL_TARGETS = (*TAGS, *EVENT_PARTS, *CLAIM_PARTS, NONE)
NOT_OURS = {"tests", "var", "docs", "bench"}
OURS = [path for path in ROOT.glob("[a-z]*") if path.is_dir() and path.name not in NOT_OURS]
SET_BY_OTHERS = {"PYTEST_XDIST_WORKER", "MAKELEVEL"}


def code(pattern: str) -> dict[Path, str]:
    """The text of our files that match, those of installed packages and data left out."""
    return {path: path.read_text() for room in OURS for path in room.rglob(pattern)}


def test_every_management_command_is_described() -> None:
    found = {path.stem for path in code("management/commands/*.py") if path.stem != "__init__"}
    assert found
    assert found - marked(OPERATORS) == set()


def test_every_environment_variable_that_the_code_reads_is_described() -> None:
    read: set[str] = set()
    for text in code("*.py").values():
        read |= set(re.findall(r"os\.environ(?:\.get\(|\[)\"([A-Z_]+)\"", text))
    assert {"DATABASE_URL", "PORT", "ATTEST_DATA"} <= read
    assert read - SET_BY_OTHERS - marked(OPERATORS) == set()


def test_no_setting_is_described_that_nothing_reads() -> None:
    text = "".join(code("*.py").values())
    settings = re.findall(
        r"^\| (`[^|]+`) \|", OPERATORS.partition("## Settings")[2].partition("## For others")[0], re.MULTILINE
    )
    named = {name for cell in settings for name in re.findall(r"`([A-Z_]+)`", cell)}
    assert named
    assert {name for name in named if f'"{name}"' not in text} == set()


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_column_in_the_table_of_rights(role: str) -> None:
    head = next(line for line in MAINTAINERS.splitlines() if line.startswith("| may |"))
    assert f" {role} |" in head


def test_every_transition_of_a_sentence_is_open_to_the_role_that_the_table_says() -> None:
    table = rights()
    row = {"edit": "tag, submit", "submit": "tag, submit", "withdraw": "tag, submit"}
    for step in TRANSITIONS:
        words = row.get(step.verb, "approve and return")
        allowed = next(roles for what, roles in table.items() if what.startswith(words))
        assert step.role in allowed, step.verb


def rights() -> dict[str, set[str]]:
    """The table of rights: who may do what."""
    lines = MAINTAINERS.splitlines()
    first = next(at for at, line in enumerate(lines) if line.startswith("| may |"))
    head = [cell.strip() for cell in lines[first].strip("|").split("|")][1:]
    table = {}
    for line in lines[first + 2 :]:
        if not line.startswith("|"):
            break
        what, *cells = [cell.strip() for cell in line.strip("|").split("|")]
        table[what] = {role for role, cell in zip(head, cells, strict=True) if cell == "yes"}
    return table


@pytest.mark.parametrize(
    ("names", "guide"),
    [
        ((*STATES, "unread"), EDITORS),
        (CREDIBILITIES, EDITORS),
        (REASONS, REVIEWERS),
        (JOB_STATES, MAINTAINERS),
        (RIGHTS, MAINTAINERS),
        (tuple(name for name in FORMATS if name != "gated"), MAINTAINERS),
        (tuple(DEMO_PEOPLE), OPERATORS),
        (tuple(READERS), IMPORTING.replace("**", "`")),
        (tuple(FOREIGN), MOVING_IN),
        (UNITS, MOVING_IN),
        ((*LABEL_TARGETS, *LINK_TARGETS, *FIELDS), MOVING_IN),
    ],
    ids=[
        "states",
        "grades",
        "reasons",
        "jobs",
        "rights",
        "export formats",
        "demo",
        "import formats",
        "other tools",
        "units",
        "what a label becomes",
    ],
)
def test_every_choice_is_named(names: tuple[str, ...], guide: str) -> None:
    assert set(names) - {word.strip(":,.") for word in marked(guide)} == set()


def test_every_word_of_a_tag_is_named() -> None:
    words = [*MODALITIES, *(role.replace("_", " ") for role in PARTICIPANT_ROLES)]
    assert [word for word in words if word not in EDITORS] == []
    assert GRADES[0] in marked(MAINTAINERS)
    assert GRADES[-1] in marked(MAINTAINERS)


def test_every_key_of_the_workbench_is_described() -> None:
    table = (
        (ROOT / "static" / "js" / "page" / "keys.js")
        .read_text()
        .partition("const LETTERS = {")[2]
        .partition("};")[0]
    )
    letters = set(re.findall(r"^\s+\"?(\w)\"?:", table, re.MULTILINE))
    assert {"e", "a", "r", "s"} <= letters
    assert letters - marked(EDITORS) == set()


@pytest.mark.parametrize("page", ["review", "queue"])
def test_every_key_of_the_review_pages_is_described(page: str) -> None:
    template = (ROOT / "templates" / "reviews" / f"{page}.html").read_text().partition("{% block keys %}")[2]
    keys = set(re.findall(r"<kbd>([^<]+)</kbd>", template))
    assert keys
    assert keys - marked(REVIEWERS) == set()


def test_every_key_in_the_workbench_s_own_list_is_described() -> None:
    template = (ROOT / "templates" / "workbench" / "page.html").read_text().partition("{% block keys %}")[2]
    keys = set(re.findall(r"<kbd>([^<]+)</kbd>", template)) - {"v2", "A"}
    assert keys - marked(EDITORS) == set()


def test_every_word_about_saving_is_explained() -> None:
    script = (ROOT / "static" / "js" / "elements" / "attest_foot.js").read_text()
    table = script.partition("SAVE_WORDS = {")[2].partition("};")[0]
    for said in re.findall(r"=> [\"`](.+?)[\"`],$", table, re.MULTILINE):
        assert said.replace("${count}", "2") in EDITORS, said


def test_every_refusal_at_start_is_explained() -> None:
    told = re.findall(r"^\| (.+?) \|", OPERATORS.partition("## When it does not start")[2], re.MULTILINE)
    runner = {path.name: text for path, text in code("*.py").items() if path.parent.name == "runner"}
    for name in ("upgrade.py", "browser.py", "errors.py"):
        del runner[name]
    for name, text in runner.items():
        for said in re.findall(r"raise Refusal\(\s*f?\"(.+?)\"", text):
            assert any(stretch in plain(" ".join(told)) for stretch in stretches(said)), f"{name}: {said}"


def stretches(said: str) -> list[str]:
    """The stretches of up to four words of a message, what is filled in left out."""
    parts = [plain(part).split() for part in re.split(r"\{[^}]*\}", said)]
    return [
        " ".join(part[at : at + 4]) for part in parts if len(part) > 1 for at in range(max(1, len(part) - 3))
    ]


def plain(text: str) -> str:
    """The text without its punctuation."""
    return re.sub(r"[.,:;=]", "", text)
