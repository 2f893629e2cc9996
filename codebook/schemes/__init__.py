"""Code schemes shipped with Attest, one YAML file each, read into immutable codebook versions."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
DEFAULT = "plover"


@dataclass(frozen=True, slots=True)
class Scheme:
    """One shipped file: its parsed content and the sha256 of its bytes."""

    slug: str
    version: int
    title: str
    credit: str
    codes: list[dict[str, Any]]
    sha256: str


def read(slug: str) -> Scheme:
    """Read the shipped scheme `slug`; FileNotFoundError when none is shipped under that name."""
    raw = (FOLDER / f"{slug}.yaml").read_bytes()
    data = yaml.safe_load(raw)
    return Scheme(
        slug=data["slug"],
        version=data["version"],
        title=data["title"],
        credit=data.get("credit", ""),
        codes=data["codes"],
        sha256=hashlib.sha256(raw).hexdigest(),
    )


def shipped() -> list[str]:
    """The slugs of all shipped schemes."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))
