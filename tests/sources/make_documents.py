"""The documents of the import tests, made anew: `python -m tests.sources.make_documents FOLDER`.

Every text is invented. The PDF is written by hand, object by object, so that nothing about it depends on a library.
"""

import io
import sys
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import docx
from docx.document import Document as DocumentObject
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

PAGE = """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Market reopens | The Qalat Herald</title>
<meta name="author" content="Nour Invented">
<meta property="article:published_time" content="2024-03-19T10:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Market reopens</h1>
<p>The council opened the market on Monday 😀. Traders from Qalat came with carts, and the mayor spoke for an hour.</p>
<p>Nobody was hurt. The police closed the road at noon, and opened it again in the evening, as they had said.</p>
<h2>In Arabic</h2>
<p dir="rtl">فتح المجلس السوق يوم الاثنين. هل عاد التجار؟ نعم عادوا جميعا إلى المدينة في المساء.</p>
<table><tr><td>Stalls that opened on the first day</td><td>Twelve of the thirty</td></tr></table></article>
<footer>Copyright The Qalat Herald. All rights reserved.</footer></body></html>
"""

WRAPPED = [
    "The council of Qalat opened the market again on Monday. Traders from the villages came with",
    "carts and blankets, and the mayor spoke for an hour. The well-known baker sold out be-",
    "fore noon, and the well-",
    "known tailor closed early.",
    "",
    "Nobody was hurt. The police closed the northern road at noon and opened it again in the",
    "evening, as they had said they would on the day before.",
]


def word_document() -> bytes:
    """A Word document with a title, headings, a table, a tracked change and a comment's mark."""
    made = docx.Document()
    made.core_properties.author = "Nour Invented"
    made.core_properties.language = "en-GB"
    made.core_properties.title = "A template's title"
    made.add_heading("Market reopens", level=0)
    made.add_paragraph("The council opened the market on Monday 😀. Traders came.")
    made.add_heading("In Arabic", level=1)
    made.add_paragraph("فتح المجلس السوق. هل عاد التجار؟ نعم عادوا.")
    changed = made.add_paragraph("The mayor spoke for ")
    changed._p.append(
        parse_xml(
            f'<w:del {nsdecls("w")} w:id="1" w:author="x"><w:r><w:delText>two hours</w:delText></w:r></w:del>'
        )
    )
    changed._p.append(
        parse_xml(f'<w:ins {nsdecls("w")} w:id="2" w:author="x"><w:r><w:t>an hour</w:t></w:r></w:ins>')
    )
    changed._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:commentReference w:id="0"/></w:r>'))
    changed.add_run(".")
    table = made.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Stalls", "Twelve"
    return _stable_zip(made)


def _stable_zip(made: DocumentObject) -> bytes:
    """The document's bytes without the hour in them."""
    made.core_properties.created = made.core_properties.modified = datetime(2024, 3, 19, tzinfo=UTC)
    raw, out = io.BytesIO(), io.BytesIO()
    made.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            place = zipfile.ZipInfo(name, (2024, 3, 19, 0, 0, 0))
            place.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(place, source.read(name))
    return out.getvalue()


def pdf(pages: list[list[str]], *, title: str = "", running_head: str = "") -> bytes:
    """A PDF with a line of text each, in Helvetica, a running head and page numbers when asked for."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages, 1):
        shown = [running_head, *lines, f"Page {number} of {count}"] if running_head else lines
        ops = ["BT /F1 10 Tf 12 TL 50 760 Td"]
        for line in shown:
            escaped = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            ops.append(f"({escaped}) Tj T*")
        content = "\n".join([*ops, "ET"]) if any(shown) else ""
        here = 4 + 2 * (number - 1)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {here + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream")
    objects.append(f"<< /Title ({title}) /Author (Nour Invented) >>")
    return _assembled([each.encode("cp1252") for each in objects])


def _assembled(objects: list[bytes]) -> bytes:
    """The objects with their table of places; the last one says what is known of the document."""
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(objects) + 1, len(objects))
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def pdf_bomb(size: int) -> bytes:
    """A PDF whose one page holds `size` bytes of drawing, squeezed small."""
    squeezed = zlib.compress(b"(a) Tj " * (size // 7), 9)
    head = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(squeezed)
    return _assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
            head + squeezed + b"\nendstream",
            b"<< >>",
        ]
    )


def word_bomb(megabytes: int) -> bytes:
    """A Word document whose main part unpacks to many megabytes of nothing."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b" " * (megabytes * 1_000_000))
    return out.getvalue()


def word_with_entities() -> bytes:
    """A Word document whose XML defines entities that would grow to gigabytes, and one that names a file."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    body = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e0 "ha"><!ENTITY file SYSTEM "file:///etc/hostname">{entities}]>'
        f"<w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>&e9;&file;</w:t></w:r></w:p></w:body></w:document>"
    )
    raw, out = io.BytesIO(word_document()), io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, body if name == "word/document.xml" else source.read(name))
    return out.getvalue()


def files() -> dict[str, bytes]:
    """The committed documents by name."""
    return {
        "market.html": PAGE.encode(),
        "market.docx": word_document(),
        "market.pdf": pdf(
            [WRAPPED, ["The market stays open."], ["It closes at six."]],
            title="Market reopens",
            running_head="The Qalat Herald",
        ),
        "scanned.pdf": pdf([[], []]),
    }


if __name__ == "__main__":
    for name, data in files().items():
        (Path(sys.argv[1]) / name).write_bytes(data)
