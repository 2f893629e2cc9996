"""HTML pages, Word documents and PDF: their text, what they say of themselves, and that no bomb gets through."""

import io
import subprocess
import sys
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest

from jobs.working import run_inline
from sources.decoding import receive, receive_text
from sources.extraction import asking
from sources.extraction.child import MEMORY
from sources.extraction.extracted import Unreadable
from sources.importers.detect import read_sources
from sources.importers.drafts import ImportedSource, Naming
from sources.importers.problems import ImportProblem
from sources.models import ReceivedFile, Source, SourceVersion
from sources.services import request_import
from tests.cast import Cast

from .make_documents import PAGE, files, pdf, pdf_bomb, word_bomb, word_with_entities

DOCUMENTS = Path(__file__).parent / "documents"


def read_one(data: bytes | str, name: str = "", *, format_name: str = "") -> tuple[str, ImportedSource]:
    received = receive_text(data) if isinstance(data, str) else receive(data, name)
    found, sources = read_sources(
        received, Naming(fallback="a file"), format_name=format_name, file_name=name
    )
    [source] = sources
    return found, source


def shown(source: ImportedSource) -> list[str]:
    return [source.text[sentence.start : sentence.end] for sentence in source.sentences]


def refusal(data: bytes, name: str = "", **kwargs: str) -> str:
    with pytest.raises(ImportProblem) as caught:
        read_one(data, name, **kwargs)
    return caught.value.message


def test_the_committed_documents_are_what_the_script_makes() -> None:
    for name, data in files().items():
        assert (DOCUMENTS / name).read_bytes() == data, name


def test_an_html_page_gives_its_article_and_what_it_states() -> None:
    name, source = read_one((DOCUMENTS / "market.html").read_bytes(), "market.html")
    assert (name, source.title) == ("html", "Market reopens")
    known = source.metadata
    assert (known.author, known.language, known.published_on) == ("Nour Invented", "en-GB", date(2024, 3, 19))
    sentences = shown(source)
    assert sentences[0].startswith("The council opened the market on Monday 😀.")
    assert "هل عاد التجار؟" in sentences
    assert {"Stalls that opened on the first day", "Twelve of the thirty"} <= set(sentences)
    assert not any("Copyright" in one or "Home" in one for one in sentences)
    assert source.extraction["library"] == "trafilatura"


def test_a_pasted_page_is_an_html_page() -> None:
    assert read_one(PAGE)[0] == "html"


def test_a_page_is_decoded_as_it_says() -> None:
    page = PAGE.replace("utf-8", "windows-1256").replace("😀", "").encode("cp1256")
    assert "هل عاد التجار؟" in shown(read_one(page, "page.htm")[1])
    assert "cannot be read so" in refusal(PAGE.replace("utf-8", "no-such-code").encode(), "page.html")
    assert "not UTF-8" in refusal(PAGE.replace('<meta charset="utf-8">', "é").encode("cp1252", "replace"))


def test_a_word_document_gives_paragraphs_headings_and_cells_with_changes_accepted() -> None:
    name, source = read_one((DOCUMENTS / "market.docx").read_bytes(), "market.docx")
    assert (name, source.title, source.metadata.author) == ("docx", "Market reopens", "Nour Invented")
    assert shown(source) == [
        "The council opened the market on Monday 😀. Traders came.",
        "In Arabic",
        "فتح المجلس السوق.",
        "هل عاد التجار؟",
        "نعم عادوا.",
        "The mayor spoke for an hour.",
        "Stalls",
        "Twelve",
    ]
    assert source.notes == ("Tracked changes (2) were read as accepted.", "Comments (1) were not read.")


def test_a_pdf_gives_paragraphs_without_running_heads_and_with_hyphens_taken_out_with_care() -> None:
    name, source = read_one((DOCUMENTS / "market.pdf").read_bytes(), "market.pdf")
    assert (name, source.title, source.metadata.language) == ("pdf", "Market reopens", "en-GB")
    assert shown(source) == [
        "The council of Qalat opened the market again on Monday.",
        "Traders from the villages came with carts and blankets, and the mayor spoke for an hour.",
        "The well-known baker sold out before noon, and the well-known tailor closed early.",
        "Nobody was hurt.",
        "The police closed the northern road at noon and opened it again in the evening, as they had said they "
        "would on the day before.",
        "The market stays open.",
        "It closes at six.",
    ]
    assert any("page headers" in note for note in source.notes)


def test_a_scanned_pdf_says_so() -> None:
    assert "scanned" in refusal((DOCUMENTS / "scanned.pdf").read_bytes())


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"%PDF-1.7\n\xe2\xe3 and no more", "", "damaged"),
        (b"PK\x03\x04 and no more", "", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "", "password"),
        (b"<html><body></body></html>", "", "no text|No article"),
        (b"<html>" + b"<div>" * 200_000 + b"text", "", "deep"),
        (word_bomb(150), "", "unpacks to"),
        (word_bomb(20), "", "times its size"),
    ],
    ids=["pdf", "docx", "old office", "html", "deep html", "zip bomb", "small zip bomb"],
)
def test_what_cannot_be_read_is_refused_and_says_what_to_do(data: bytes, name: str, words: str) -> None:
    with pytest.raises(ImportProblem, match=words):
        read_one(data, name)


def test_another_zip_archive_is_not_taken_for_a_word_document() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("notes.txt", "Some notes.")
    assert "no Word document" in refusal(out.getvalue())


def test_a_format_that_the_bytes_are_not_in_is_refused() -> None:
    assert "not a PDF" in refusal(b"A title\n\nA sentence.", format_name="pdf")
    assert "not plain text" in refusal(pdf([["A line of text."]]), format_name="prose")


def test_entities_in_a_word_document_are_not_followed() -> None:
    try:
        text = read_one(word_with_entities())[1].text
    except ImportProblem:
        return
    assert "haha" not in text
    assert len(text) < 1000


def test_a_pdf_that_swells_is_stopped_and_the_worker_lives_on() -> None:
    started = time.monotonic()
    with pytest.raises(Unreadable):
        asking.extracted("pdf", pdf_bomb(300_000_000), wait=20)
    assert time.monotonic() - started < 30


def test_the_extracting_process_bounds_its_memory() -> None:
    hungry = f"from sources.extraction.child import bound; bound(); bytearray({MEMORY * 2})"
    command = [sys.executable, "-c", hungry]
    ended = subprocess.run(command, capture_output=True, cwd=asking.ROOT, env={}, check=False)
    assert b"MemoryError" in ended.stderr


@pytest.mark.django_db
def test_an_imported_document_keeps_its_bytes_once(cast: Cast) -> None:
    data = (DOCUMENTS / "market.docx").read_bytes()
    job = run_inline(
        request_import(cast.editor, cast.project, data, file_name="market.docx", wake_worker=False)
    )
    assert job.state == "done", job.problem
    assert job.result is not None
    assert job.result["notes"] == [
        "Tracked changes (2) were read as accepted.",
        "Comments (1) were not read.",
    ]
    version = SourceVersion.objects.select_related("received").get()
    assert version.received is not None
    assert bytes(version.received.data) == data
    assert (version.format, version.encoding, version.file_name) == ("docx", "binary", "market.docx")
    assert version.extraction == {"library": "python-docx", "version": "1.2.0"}
    again = run_inline(request_import(cast.editor, cast.project, data, wake_worker=False))
    assert again.result is not None
    assert again.result["existing"]
    assert ReceivedFile.objects.count() == 1


@pytest.mark.django_db
def test_a_document_that_cannot_be_read_fails_its_job_in_plain_words(cast: Cast) -> None:
    scanned = (DOCUMENTS / "scanned.pdf").read_bytes()
    job = run_inline(request_import(cast.editor, cast.project, scanned, wake_worker=False))
    assert (job.state, "OCR" in job.problem) == ("failed", True)
    assert not Source.objects.exists()
    assert not ReceivedFile.objects.exists()
