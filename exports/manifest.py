"""What a release says of itself: `release.json`, beside the data files and outside what is compared."""

from datetime import datetime
from pathlib import Path
from typing import Any, Final

import orjson

from accounts.models import Project

from .approved import instant
from .building import Built
from .models import Dataset
from .output import Output
from .services import MANIFEST

FORMAT: Final = 1
INTERNAL: Final = "internal: contains text without republication permission"


def describe(
    project: Project, dataset: Dataset, number: int, built: Built, *, at: datetime, requested_by: str | None
) -> dict[str, Any]:
    """The manifest. Times, numbers and who asked stand here only: the data files depend on their inputs alone."""
    holds_more = dataset.text == "all" and built.sources_without_full_rights > 0
    return {
        "attest_release": FORMAT,
        "project": project.slug,
        "dataset": dataset.slug,
        "title": dataset.title,
        "number": number,
        "cutoff": instant(built.cutoff),
        "built_at": instant(at),
        "requested_by": requested_by,
        "internal": INTERNAL if holds_more else None,
        "text": dataset.text,
        "sources_without_full_rights": built.sources_without_full_rights,
        "counts": built.counts,
        "files": built.files,
        "inputs": built.inputs,
        "conventions": {
            "offsets": "0-based, half-open, in Unicode code points; of tags relative to the sentence as received, "
            "and as displayed without citation markers; of sentences in the received text of the source",
            "order": "by set id",
            "cutoff": "approvals up to this instant that were not taken back within ten seconds",
            "outlet_grade": "as of the day of the cut-off (UTC); F is unknown, not worst",
            "csv": "a cell that a spreadsheet would read as a formula starts with an apostrophe",
        },
    }


def write(folder: Path, manifest: dict[str, Any]) -> None:
    """Put `release.json` into the folder."""
    with Output(folder / MANIFEST) as out:
        out.write(orjson.dumps(manifest, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
