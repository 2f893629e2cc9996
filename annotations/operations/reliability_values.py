"""What a reliability tag says of attribution: whose word it is, how it is taken up, how much hangs on it."""

from typing import Final

from annotations.models import BASES, CHECK_WORTHINESS, COMMITMENTS

from .reading import Reader
from .spots import Value, read_borrowed

PARTS: Final = ("source_", "cue_", "hedge_")


def read_attribution(reader: Reader) -> Value:
    """Source, cue and hedge with their words; the claim this one is told in; commitment and check-worthiness."""
    value: Value = {}
    for part in PARTS:
        value[f"{part}start"], value[f"{part}end"] = reader.span(part)
    value["source_from"] = read_borrowed(reader, "source_from")
    if value["source_from"] is not None and value["source_start"] is not None:
        reader.fault("source_from", "The source is named in this sentence or in another; send one of both.")
    value["source_basis"] = reader.word("source_basis", BASES) or (
        "other_sentence" if value["source_from"] else ""
    )
    value["parent"] = reader.uid("parent") if reader.take("parent") is not None else None
    value["anonymous"] = reader.flag("anonymous")
    value["commitment"] = reader.word("commitment", COMMITMENTS)
    value["check_worthiness"] = reader.word("check_worthiness", CHECK_WORTHINESS)
    return value
