"""What the rules make of a file: sources with their sentences, and tags whose offsets count in the source's text."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sources.importers.drafts import ImportedSource

from .items import Leftover

Place = tuple[int, int]  # half-open, in code points of the source's text


@dataclass(slots=True)
class DraftLink:
    """A participant: the draft of an actor tag, or nobody when `target` is None."""

    role: str
    target: "DraftTag | None"
    basis: str = ""


@dataclass(slots=True)
class DraftTag:
    """A tag before it has a sentence. `parts` are its further spans by the prefix of their fields (`date_`, `source_`).

    `fields` are values as the protocol reads them, offsets left out. `actor` and `wikidata` are names to look for in
    the registry. `borrowed` are words that a file of Attest's own says stand in another sentence. `is_ready`: the file
    gave the value in Attest's own terms, so what is wrong with it is a fault and not a word to be translated.
    """

    uid: str
    kind: str
    start: int
    end: int
    where: str
    label: str
    annotator: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, Place] = field(default_factory=dict)
    links: list[DraftLink] = field(default_factory=list)
    borrowed: dict[str, str] = field(default_factory=dict)
    actor: str = ""
    wikidata: str = ""
    is_ready: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """A text or tag that cannot be imported, and why."""

    where: str
    why: str

    def as_json(self) -> dict[str, str]:
        """The row as reports keep it."""
        return {"where": self.where, "why": self.why}


@dataclass(slots=True)
class DraftSource:
    """One source with the tags on it."""

    source: ImportedSource
    tags: list[DraftTag]


@dataclass(slots=True)
class Drafts:
    """Everything a file becomes, and what of it becomes nothing."""

    sources: list[DraftSource] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    notes: Sequence[str] = ()
    merged_twins: int = 0
    merged_sentences: int = 0
