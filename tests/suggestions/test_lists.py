"""Shipped lists are generic: nothing in them is particular to the sample or the demo."""

import json
import re
from pathlib import Path

import yaml

from codebook import schemes
from codebook.schemes.reading import VALUE
from suggestions.engine.lists import FOLDER, countries, cues, event_words, name_words

ROOT = Path(__file__).parents[2]
# Names of the sample text, which is no part of this repository.
SAMPLE = [
    "fatah", "hamas", "gaza", "haniyeh", "abbas", "palestin", "israel", "mecca", "cairo", "roadmap", "mi6", "jihad",
    "aqsa", "iiss", "samhadana", "rafah", "shalit", "arafat", "heles", "barakat", "farra", "plo", "sisi", "egypt",
    "shin", "ramallah", "rejectionist",
]  # fmt: skip


def shipped() -> str:
    paths = [*FOLDER.glob("*.yaml"), *schemes.FOLDER.glob("*.yaml")]
    return "\n".join(path.read_text() for path in paths).lower()


def test_no_name_of_the_sample_is_shipped() -> None:
    text = shipped()
    assert [word for word in SAMPLE if re.search(rf"\b{word}" + (r"\b" if len(word) < 5 else ""), text)] == []


def test_no_name_of_the_demo_is_shipped() -> None:
    text = shipped()
    names: set[str] = set()
    for path in (ROOT / "demo" / "texts").glob("*.txt"):
        for word in re.findall(r"(?<=[a-z,] )[A-Z][a-zé]{3,}", path.read_text()):
            names.add(word.lower())
    generic = set().union(*name_words().values()) | {"lieutenant"}
    assert {"sharpeville", "sobukwe", "langa"} <= names
    assert sorted(name for name in names - generic if re.search(rf"\b{name}\b", text)) == []


def test_no_actor_of_the_demo_is_shipped() -> None:
    coding = yaml.safe_load((ROOT / "demo" / "coding.yaml").read_text())
    gold = (ROOT / "bench" / "gold" / "demo.jsonl").read_text().splitlines()
    names = {str(name).lower() for name in coding["actors"]}
    names |= {actor["canonical"].lower() for line in gold for actor in json.loads(line)["actors"]}
    assert len(names) > 10
    assert [name for name in names if " " in name and name in shipped()] == []


def test_the_lists_can_be_read() -> None:
    assert all(VALUE.fullmatch(entry.code) for rows in event_words().values() for entry in rows)
    assert {cue.kind for rows in cues().values() for cue in rows} == {"attribution", "denial", "hedge"}
    assert {cue.commitment for rows in cues().values() for cue in rows} == {"factive", "neutral", "sceptical"}
    assert len(countries()) > 200


def test_shipped_codes_and_modes_are_plover_s() -> None:
    scheme = yaml.safe_load((ROOT / "codebook" / "schemes" / "plover.yaml").read_text())
    known = {
        code["value"]: {mode if isinstance(mode, str) else mode["value"] for mode in code.get("modes", [])}
        for code in scheme["codes"]
    }
    for rows in event_words().values():
        for entry in rows:
            assert entry.code in known
            assert not entry.mode or entry.mode in known[entry.code], entry
