"""The sectors an actor can belong to: data, read once."""

from functools import cache
from importlib.resources import files

import yaml


@cache
def sectors() -> dict[str, str]:
    """What each sector means by its code, in the order in which they are offered."""
    text = files(__package__).joinpath("sectors.yaml").read_text(encoding="utf-8")
    found: dict[str, str] = yaml.safe_load(text)
    return found
