"""Words of another sentence that a value may rest on."""

from typing import Any, Final, TypeAlias

from .reading import LARGEST_ID, LARGEST_OFFSET, Reader

Value: TypeAlias = dict[str, Any]

LONGEST_QUOTE: Final = 20_000


def read_borrowed(reader: Reader, field: str, *, with_actor: bool = False) -> Value | None:
    """Null, or {sentence, start, end, quote} (with the registry's `actor` where asked for).

    `sentence` is the id of a sentence of the same source, of any of its versions: sentences never change, so the words
    stay where they were seen.
    """
    given = reader.take(field)
    if given is None:
        return None
    one = Reader(given, f"{reader.path}.{field}" if reader.path else field, reader.faults)
    start, end = one.span(required=True)
    sentence = one.number("sentence", LARGEST_ID, smallest=1)
    quote = one.text("quote", longest=min(LONGEST_QUOTE, LARGEST_OFFSET), default=None)
    if sentence is None:
        one.fault("sentence", "Send the id of the sentence that these words stand in.")
    value: Value = {"sentence": sentence, "start": start, "end": end, "quote": quote}
    if with_actor:
        value["actor"] = one.number("actor", LARGEST_ID, smallest=1)
    one.refuse_others()
    return value
