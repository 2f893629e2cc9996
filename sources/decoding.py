"""From received bytes to text: which encodings, what is done to newlines, which characters are refused.

Rules. UTF-8 with or without a byte order mark and UTF-16 with one are read; anything else is refused with the offset of
the byte that cannot be read. Nothing is guessed: a wrong guess at Latin-1 shifts no offset and is found only after
coding. Every kind of line end (CR LF, CR, form feed, vertical tab, NEL, line and paragraph separator) becomes LF, and
line ends at the very end are dropped. Tabs stay. Other control characters, NUL among them, are refused with their
place: they cannot be seen, PostgreSQL and XML cannot hold some, and files that hold them are seldom text. Nothing else
changes: no Unicode normalisation, so that offsets are those of the text as received.
"""

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import IO, Final

from .importers.problems import ImportProblem, half_character, place_of

MAX_BYTES: Final = 20_000_000

_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_UTF32_BOMS: Final = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
_SIGNATURES: Final = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive, as .docx, .xlsx and .epub files are"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x7fELF", "a program"),
)
_ODD_LINE_ENDS: Final = ("\r\n", "\r", "\f", "\v", "\x85", "\u2028", "\u2029")
_REFUSED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")

_SAVE_AS_UTF8: Final = "Save the text as UTF-8 and import it again."


@dataclass(frozen=True, slots=True)
class Received:
    """Bytes that came and the text they decode to, newlines not yet normalised."""

    decoded: str
    encoding: str
    received_sha256: str
    received_bytes: int


def receive(data: bytes) -> Received:
    """Decode `data` by the rules above, or raise ImportProblem."""
    if not data:
        raise ImportProblem.of("The file is empty.", "Choose a file that holds text.")
    _refuse_too_large(len(data))
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise ImportProblem.of(f"This is {kind}, not plain text.", "Copy its text and paste it.")
    if data.startswith(_UTF32_BOMS):
        raise ImportProblem.of("The file is in UTF-32.", _SAVE_AS_UTF8)
    mark, encoding = next((pair for pair in _BOMS if data.startswith(pair[0])), (b"", "utf-8"))
    if not encoding.startswith("utf-16"):
        _refuse_nul(data)
    decoded = _decode(data, encoding, len(mark))
    return Received(decoded, encoding, sha256(data).hexdigest(), len(data))


def receive_text(pasted: str) -> Received:
    """A pasted text as received: its bytes are its UTF-8."""
    try:
        data = pasted.encode()
    except UnicodeEncodeError as error:
        line, column = place_of(pasted, error.start)
        raise half_character(line=line, column=column) from None
    if not data:
        raise ImportProblem.of("There is no text.", "Paste the text to import.")
    _refuse_too_large(len(data))
    return Received(pasted, "utf-8", sha256(data).hexdigest(), len(data))


def read_limited(stream: IO[bytes]) -> bytes:
    """The bytes of an open file, never more than one beyond MAX_BYTES of them in memory."""
    data = stream.read(MAX_BYTES + 1)
    _refuse_too_large(len(data))
    return data


def normalise(decoded: str) -> str:
    """The text with LF line ends and none at its end; refuses control characters, with their line and column."""
    text = decoded
    for line_end in _ODD_LINE_ENDS:
        if line_end in text:
            text = text.replace(line_end, "\n")
    refused = _REFUSED.search(text)
    if refused is not None:
        line, column = place_of(text, refused.start())
        code = ord(refused[0])
        if 0xD800 <= code <= 0xDFFF:
            raise half_character(line=line, column=column)
        raise ImportProblem.of(
            f"There is a control character (U+{code:04X}) that cannot be seen and is not text.",
            "Remove it and import again.",
            line=line,
            column=column,
        )
    return text.rstrip("\n")


def text_sha256(text: str) -> str:
    """The hash by which the same text is the same source."""
    return sha256(text.encode()).hexdigest()


def _decode(data: bytes, encoding: str, mark: int) -> str:
    codec = encoding.removesuffix("-sig")
    try:
        return data[mark:].decode(codec)
    except UnicodeDecodeError as error:
        at = error.start + mark
        before = data[mark:at].decode(codec)
        line, column = _end_of(before)
        found = f"The byte at offset {at:,} (0x{data[at]:02X}) is not"
        if encoding.startswith("utf-16"):
            raise ImportProblem.of(
                f"{found} part of a whole character in UTF-16.",
                f"The file is cut off or damaged. {_SAVE_AS_UTF8}",
                line=line,
                column=column,
            ) from None
        raise ImportProblem.of(
            f"{found} UTF-8.",
            f"The file may be in Latin-1 or Windows-1252. {_SAVE_AS_UTF8}",
            line=line,
            column=column,
        ) from None


def _end_of(before: str) -> tuple[int, int]:
    """Line and column right after `before`."""
    unified = before.replace("\r\n", "\n").replace("\r", "\n")
    return place_of(unified, len(unified))


def _refuse_nul(data: bytes) -> None:
    at = data.find(b"\0")
    if at < 0:
        return
    head = data[:4096]
    if max(head[0::2].count(0), head[1::2].count(0)) > len(head) // 4:
        raise ImportProblem.of(
            f"The byte at offset {at:,} is NUL: the file looks like UTF-16 without a byte order mark.",
            _SAVE_AS_UTF8,
        )
    raise ImportProblem.of(
        f"The byte at offset {at:,} is NUL, so this is not plain text.",
        "Choose a text file, or copy its text.",
    )


def _refuse_too_large(size: int) -> None:
    if size > MAX_BYTES:
        raise ImportProblem.of(
            f"The text is larger than {MAX_BYTES // 1_000_000} MB, the most that one import takes.",
            "Split it into several files.",
        )
