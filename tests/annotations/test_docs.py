"""docs/editing-protocol.md cannot fall behind."""

import re
from pathlib import Path

import pytest

from annotations.operations.wire import MOST_OPERATIONS, read_operations
from tests.factories import actor_op, event_op, mark_op, reliability_op

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "editing-protocol.md").read_text()
KINDS = {
    "event": event_op("Hamas attacked.", "attacked"),
    "actor": actor_op("Hamas attacked.", "Hamas"),
    "reliability": reliability_op("Hamas attacked."),
    "mark": mark_op(),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_told(kind: str) -> None:
    row = next(line for line in TEXT.splitlines() if line.startswith(f"| {kind} |"))
    told = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`]+)`", row)))) - {
        "open",
        "nothing_to_code",
    }
    [operation] = read_operations([KINDS[kind]])
    assert told - {"actor"} == set(operation.value) - {"actor"}


def test_every_code_of_a_refusal_is_told() -> None:
    raised = set()
    for path in (ROOT / "annotations" / "operations").glob("*.py"):
        source = path.read_text()
        raised |= set(re.findall(r'code="([a-z-]+)"', source))
        raised |= set(re.findall(r', "([a-z]+(?:-[a-z]+)+)"\)', source))
    internal = {"refused", "not-editable", "cannot-"}
    assert raised - internal <= set(re.findall(r"`([a-z-]+)`", TEXT))


def test_the_limit_is_told() -> None:
    assert f"1 to {MOST_OPERATIONS} operations" in TEXT
