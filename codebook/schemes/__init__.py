"""Code schemes shipped with Attest, one YAML file each, read strictly and kept as immutable codebook versions."""

from functools import cache
from pathlib import Path

from .content import CUES, EVENT_TYPES, KINDS, REASONS, ROLES, SCALE, Entry, Mode, Scheme
from .parsing import LARGEST
from .reading import read_file

__all__ = [
    "CUES", "DEFAULT", "EVENT_TYPES", "FOLDER", "KINDS", "LARGEST", "REASONS", "ROLES", "SCALE", "Entry", "Mode",
    "Scheme", "labels", "read", "read_file", "shipped",
]  # fmt: skip

FOLDER = Path(__file__).parent
DEFAULT = "plover"


@cache
def read(slug: str) -> Scheme:
    """The shipped scheme `slug`; FileNotFoundError when none is shipped under that name."""
    path = FOLDER / f"{slug}.yaml"
    return read_file(path.read_bytes(), path.name)


def shipped() -> list[str]:
    """The slugs of all shipped schemes, the default first."""
    slugs = sorted(path.stem for path in FOLDER.glob("*.yaml"))
    return sorted(slugs, key=lambda slug: slug != DEFAULT)


def labels(slug: str) -> dict[str, str]:
    """What the codes of a shipped scheme are called, in its order."""
    return {entry.value: entry.label for entry in read(slug).codes}
