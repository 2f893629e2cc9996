"""From received bytes to text: which encodings, what is done to newlines, which characters are refused.

Rules. UTF-8 with or without a byte order mark and UTF-16 with one are read; anything else is refused with the offset of
the byte that cannot be read. Nothing is guessed: a wrong guess at Latin-1 shifts no offset and is found only after
coding. Every kind of line end (CR LF, CR, form feed, vertical tab, NEL, line and paragraph separator) becomes LF, and
line ends at the very end are dropped. Tabs stay. Other control characters, NUL among them, are refused with their
place: they cannot be seen, PostgreSQL and XML cannot hold some, and files that hold them are seldom text. Nothing else
changes: no Unicode normalisation, so that offsets are those of the text as received.
"""

import codecs
import re
from dataclasses import dataclass, field
from hashlib import sha256
from typing import IO, Final

from .importers.problems import ImportProblem, half_character, place_of

MAX_BYTES: Final = 20_000_000

_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_UTF32_BOMS: Final = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
_DOCUMENTS: Final = ((b"%PDF-", "pdf"), (b"PK\x03\x04", "docx"))
_SIGNATURES: Final = (
    (b"\xd0\xcf\x11\xe0", "an Office document of the old kind, or one with a password"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x7fELF", "a program"),
)
_PAGE: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_CHARSET: Final = re.compile(rb"<meta\b[^>]{0,200}?\bcharset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.I)
# As browsers read these names: a page that can be read this far is not in UTF-16.
_MEANT: Final = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "utf-16": "utf-8",
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
}
_ODD_LINE_ENDS: Final = ("\r\n", "\r", "\f", "\v", "\x85", "\u2028", "\u2029")
_REFUSED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")

_SAVE_AS_UTF8: Final = "Save the text as UTF-8 and import it again."


@dataclass(frozen=True, slots=True)
class Received:
    """Bytes that came and the text they decode to, newlines not yet normalised.

    `document` names the format of what is not plain text (`html`, `docx`, `pdf`): its text is still to be extracted
    from `data`, and `decoded` is empty unless it is HTML.
    """

    decoded: str
    encoding: str
    received_sha256: str
    received_bytes: int
    data: bytes = field(default=b"", repr=False)
    document: str = ""


def receive(data: bytes, file_name: str = "") -> Received:
    """Decode `data` by the rules above, or raise ImportProblem. HTML may state another encoding in a meta element."""
    if not data:
        raise ImportProblem.of("The file is empty.", "Choose a file that holds text.")
    _refuse_too_large(len(data))
    digest = sha256(data).hexdigest()
    # Some PDF files have a few bytes before their signature.
    for signature, document in _DOCUMENTS:
        if data.startswith(signature) or (
            document == "pdf" and signature in data[:1024] and b"\0" in data[:4096]
        ):
            return Received("", "binary", digest, len(data), data, document)
    if looks_like_page(data, file_name):
        return _receive_page(data, digest)
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise ImportProblem.of(f"This is {kind}, not plain text.", "Copy its text and paste it.")
    if data.startswith(_UTF32_BOMS):
        raise ImportProblem.of("The file is in UTF-32.", _SAVE_AS_UTF8)
    mark, encoding = next((pair for pair in _BOMS if data.startswith(pair[0])), (b"", "utf-8"))
    if not encoding.startswith("utf-16"):
        _refuse_nul(data)
    decoded = _decode(data, encoding, len(mark))
    return Received(decoded, encoding, digest, len(data), data)


def looks_like_page(data: bytes, file_name: str = "") -> bool:
    """Whether the bytes are an HTML page."""
    head = data[3:4096] if data.startswith(_BOMS[0][0]) else data[:4096]
    return bool(_PAGE.match(head)) or (
        file_name.lower().endswith((".html", ".htm", ".xhtml")) and b"<" in head
    )


def _receive_page(data: bytes, digest: str) -> Received:
    """An HTML page, decoded as its byte order mark or its meta element says, else as UTF-8."""
    mark, encoding = next((pair for pair in _BOMS if data.startswith(pair[0])), (b"", ""))
    stated = None if encoding else _CHARSET.search(data[:4096])
    if stated is not None:
        name = stated[1].decode("ascii").lower()
        try:
            encoding = codecs.lookup(_MEANT.get(name, name)).name
            decoded = data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            raise ImportProblem.of(
                f"The page says it is in {name}, and cannot be read so.", _SAVE_AS_UTF8
            ) from None
        return Received(decoded, encoding[:16], digest, len(data), data, "html")
    encoding = encoding or "utf-8"
    return Received(_decode(data, encoding, len(mark)), encoding, digest, len(data), data, "html")


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
    document = "html" if looks_like_page(data) else ""
    return Received(pasted, "utf-8", sha256(data).hexdigest(), len(data), data, document)


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
