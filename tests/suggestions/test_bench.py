"""The measuring script: forgiving to read, strict to count, and good enough on the demo's own gold."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.suggest import main, measure
from bench.suggest_gold import read_gold

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "bench" / "gold" / "demo.jsonl"


def written(folder: Path, *rows: Any) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows))
    return path


def test_missing_and_null_fields_are_taken_for_nothing(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        {"text": "They attacked."},
        {"n": 2, "text": "They left.", "events": None, "actors": None, "reliability": None, "extra": 1},
        {"text": "They fell.", "events": [{"trigger": "fell", "start": None, "end": None, "type": None}]},
        "",
        {"text": "He said so.", "reliability": {"attribution": None, "cue": "said", "hedge": None}},
    )
    golds = read_gold(path)
    assert len(golds) == 4
    assert golds[2].events[0].start == 5
    assert golds[3].cues == [(3, 7)]


def test_an_offset_that_misses_its_words_is_put_right(tmp_path: Path) -> None:
    actor = {"start": 0, "end": 3, "text": "Ada", "canonical": "Ada Kremmel"}
    golds = read_gold(written(tmp_path, {"text": "[1] Ada left.", "actors": [actor]}))
    assert (golds[0].actors[0].start, golds[0].actors[0].end) == (4, 7)


@pytest.mark.parametrize("row", ["{", "[]", '{"n": 1}'])
def test_a_line_that_is_no_sentence_is_refused_with_its_number(
    tmp_path: Path, row: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(written(tmp_path, {"text": "x"}, row))]) == 2
    assert "line 2" in capsys.readouterr().err


def test_events_that_share_a_date_count_it_once(tmp_path: Path) -> None:
    events = [
        {"trigger": word, "type": "ASSAULT", "date_text": "3 May 2011", "date_edtf": "2011-05-03"}
        for word in ("attacked", "killed")
    ]
    golds = read_gold(
        written(tmp_path, {"text": "On 3 May 2011 they attacked and killed.", "events": events})
    )
    figures = measure(golds, cold=True)
    assert figures["dates"] == {"precision": 1, "recall": 1, "f1": 1, "gold": 1, "offered": 1, "hits": 1}


def test_a_sentence_is_never_read_with_its_own_gold(tmp_path: Path) -> None:
    event = {"trigger": "flummoxed", "start": 5, "end": 14, "type": "COERCE"}
    golds = read_gold(written(tmp_path, {"text": "They flummoxed them.", "events": [event]}))
    assert measure(golds, cold=False)["event_triggers"]["hits"] == 0


@pytest.mark.parametrize("command", [["bench/suggest.py"], ["-m", "bench.suggest"]])
def test_it_runs_as_a_file_and_as_a_module(command: list[str], tmp_path: Path) -> None:
    out = tmp_path / "figures.json"
    subprocess.run(
        [sys.executable, *command, str(DEMO), "--out", str(out), "--cold"],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    figures = json.loads(out.read_text())
    for name in ("actors", "dates", "attribution_cues", "event_triggers"):
        assert {"precision", "recall", "f1"} <= figures[name].keys()
    assert isinstance(figures["keystrokes_saved"], float)


def test_the_demo_is_read_as_well_as_before() -> None:
    figures = measure(read_gold(DEMO), cold=False)
    least = {"actors": 0.7, "dates": 0.75, "attribution_cues": 0.85, "event_triggers": 0.6}
    assert {name: f1 for name, f1 in least.items() if figures[name]["f1"] < f1} == {}
