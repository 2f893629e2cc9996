"""The list of sources with their progress, and bringing texts in."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from jobs.models import Job
from jobs.working import run_inline
from sources.models import Source, Upload
from tests.cast import Cast
from tests.factories import make_source

from .conftest import As

LIST, IMPORT = "/projects/desk/sources/", "/projects/desk/sources/import/"
TEXT = "A quiet day\n\nNothing happened in the morning.\n\nIn the evening, talks began.[3]"


def test_an_empty_list_offers_the_one_thing_to_do(cast: Cast, as_: As) -> None:
    page = as_(cast.editor).get(LIST).content.decode()
    assert "No sources yet" in page
    assert IMPORT in page


def test_an_empty_list_tells_a_viewer_whom_to_ask(cast: Cast, as_: As) -> None:
    page = as_(cast.viewer).get(LIST).content.decode()
    assert "Ask an owner or editor of this project." in page
    assert IMPORT not in page


def test_a_pasted_text_beyond_what_a_form_takes_is_refused_in_words(
    cast: Cast, as_: As, settings: Settings
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
    response = as_(cast.editor).post(IMPORT, {"text": "x" * 1024 * 1024, "rights": "none"})
    assert response.status_code == 413
    assert "A form takes up to 1 MB, and this one was larger." in response.content.decode()
    assert not Upload.objects.exists()


def test_a_pasted_text_becomes_a_job_and_then_a_source(cast: Cast, as_: As) -> None:
    browser = as_(cast.editor)
    response = browser.post(IMPORT, {"text": TEXT, "outlet": "The Agency", "rights": "quote"})
    job = Job.objects.get()
    assert response.headers["Location"] == reverse("job", args=["desk", job.pk])
    assert run_inline(job).state == "done"
    assert "2 sentences, 1 citation" in browser.get(response.headers["Location"]).content.decode()
    source = Source.objects.get()
    assert (source.title, source.rights, source.outlet and source.outlet.name) == (
        "A quiet day",
        "quote",
        "The Agency",
    )
    assert "A quiet day" in browser.get(LIST).content.decode()


def test_several_files_are_queued_together(cast: Cast, as_: As) -> None:
    files = [
        SimpleUploadedFile(f"{n}.txt", f"Title {n}\n\nSentence {n} stands here.".encode()) for n in (1, 2)
    ]
    response = as_(cast.editor).post(IMPORT, {"uploads": files, "rights": "none"})
    assert response.headers["Location"] == reverse("job-list", args=["desk"])
    assert Job.objects.count() == 2


def test_a_fault_is_shown_where_it_stands_and_nothing_is_queued(cast: Cast, as_: As) -> None:
    good = SimpleUploadedFile("good.txt", TEXT.encode())
    bad = SimpleUploadedFile("bad.jsonl", b'{"text": "One."}\n{"txt": "Two."}\n')
    response = as_(cast.editor).post(IMPORT, {"uploads": [good, bad], "rights": "none"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "bad.jsonl" in page
    assert "line 2" in page
    assert "{&quot;txt&quot;: &quot;Two.&quot;}" in page
    assert not Job.objects.exists()
    assert not Upload.objects.exists()


def test_what_was_typed_survives_a_fault(cast: Cast, as_: As) -> None:
    page = as_(cast.editor).post(IMPORT, {"text": TEXT, "url": "nowhere", "rights": "none"}).content.decode()
    assert "talks began.[3]" in page
    assert 'value="nowhere"' in page


def test_an_empty_form_is_explained(cast: Cast, as_: As) -> None:
    response = as_(cast.editor).post(IMPORT, {"text": "", "rights": "none"})
    assert response.status_code == 422
    assert "Choose a file, or paste a text below." in response.content.decode()


def test_a_viewer_cannot_import(cast: Cast, as_: As) -> None:
    assert as_(cast.viewer).post(IMPORT, {"text": TEXT, "rights": "none"}).status_code == 403
    assert not Job.objects.exists()


def test_titles_are_filtered_by_all_words(cast: Cast, as_: As) -> None:
    for title in ("Talks in Cairo", "Talks in Mecca"):
        make_source(cast.project, ["One."], title=title)
    page = as_(cast.viewer).get(LIST, {"q": "cairo talks"}).content.decode()
    assert "Talks in Cairo" in page
    assert "Talks in Mecca" not in page


def test_long_lists_page_by_the_last_row_seen(cast: Cast, as_: As) -> None:
    rows = [make_source(cast.project, ["One."], title=f"Source {n:02}") for n in range(52)]
    browser = as_(cast.viewer)
    first = browser.get(LIST).content.decode()
    assert "Source 51" in first
    assert "Source 01" not in first
    assert f"before={rows[2].pk}" in first
    assert "Source 01" in browser.get(LIST, {"before": rows[2].pk}).content.decode()


def test_queries_do_not_grow_with_sources(
    cast: Cast, as_: As, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(10):
        make_source(cast.project, ["One.", "Two."], title=f"Source {number}")
    browser = as_(cast.viewer)
    with django_assert_max_num_queries(7):
        browser.get(LIST)


def test_titles_are_shown_as_text(cast: Cast, as_: As) -> None:
    make_source(cast.project, ["One."], title="<script>alert(1)</script>")
    assert "<script>alert" not in as_(cast.viewer).get(LIST).content.decode()
