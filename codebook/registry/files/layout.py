"""The columns of the file, and which field each holds in which kind of row."""

from collections.abc import Mapping
from typing import Final

ROW_KINDS: Final = ("actor", "alias", "relation")
COLUMNS: Final = (
    "row", "actor", "name", "kind", "language", "from", "to", "country", "status", "inter", "sectors", "wikidata",
    "ucdp", "description", "merged_into", "retired", "other", "detail", "source", "source_url",
)  # fmt: skip
FIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    "actor": {
        "name": "label", "kind": "kind", "from": "valid_from", "to": "valid_to", "country": "country",
        "status": "status", "inter": "inter", "sectors": "sectors", "wikidata": "wikidata", "ucdp": "ucdp",
        "description": "description",
    },
    "alias": {
        "name": "text", "kind": "kind", "language": "language", "from": "valid_from", "to": "valid_to",
    },
    "relation": {
        "from": "valid_from", "to": "valid_to", "detail": "detail", "source": "source", "source_url": "source_url",
    },
}  # fmt: skip
YES: Final = "yes"
