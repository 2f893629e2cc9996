"""Which fields of a value are columns of the tag's row under the same name. Reading and writing go by this one list."""

from collections.abc import Mapping
from typing import Final

_SPOT: Final = ("start", "end", "quote", "note")

PLAIN: Final[Mapping[str, tuple[str, ...]]] = {
    "event": (
        *_SPOT, "modes",
        "date_edtf", "date_start", "date_end", "date_from", "date_resolved", "date_basis", "date_prec",
        "place_name", "place_start", "place_end", "place_from", "place_basis",
        "country", "latitude", "longitude", "where_prec",
        "deaths_low", "deaths_best", "deaths_high", "deaths_start", "deaths_end",
        "injured", "injured_start", "injured_end", "arrested", "arrested_start", "arrested_end",
        "modality", "polarity", "tense", "genericity",
    ),
    "actor": _SPOT,
    "reliability": (
        *_SPOT, "credibility", "rationale",
        "source_start", "source_end", "source_from", "source_basis", "cue_start", "cue_end", "hedge_start", "hedge_end",
        "parent", "anonymous", "commitment", "check_worthiness",
    ),
}  # fmt: skip
