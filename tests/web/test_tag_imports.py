"""Moving in by page: a file is looked at, its labels mapped, and what became no tag is shown."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from annotations.importing.services import request_tag_import, start_tag_import
from annotations.models import ActorTag, EventTag, TagImport
from jobs.models import Job
from jobs.working import run_inline
from sources.models import Source
from tests.annotations.foreign import exported
from tests.cast import Cast

from .conftest import As

ADDRESS = "/projects/desk/moving-in/"


def upload(name: str = "doccano/relations.jsonl") -> dict[str, object]:
    """The form with a real export."""
    return {"upload": SimpleUploadedFile(name.rpartition("/")[2], exported(name)), "rights": "none"}


def test_a_project_moves_in_with_forms_alone(cast: Cast, as_: As) -> None:
    browser = as_(cast.editor)
    page = browser.post(ADDRESS, upload(), follow=True)
    text = page.content.decode()
    assert "5 texts with 20 spans" in text
    assert "Blue Lanterns" in text
    form = page.context["form"]
    answer = {name: form[name].initial or form.fields[name].initial or "" for name in form.fields}
    answer = {name: value for name, value in answer.items() if value is not False}
    response = browser.post(page.request["PATH_INFO"], answer)
    job = Job.objects.get()
    assert response.headers["Location"] == reverse("job", args=["desk", job.pk])
    assert run_inline(job).state == "done"
    assert (EventTag.objects.count(), ActorTag.objects.count()) == (4, 8)
    done = browser.get(reverse("job", args=["desk", job.pk])).content.decode()
    assert "12 tags on 6 sentences." in done
    report = browser.get(page.request["PATH_INFO"]).content.decode()
    assert "Its label is not imported." in report
    assert "denied it.[5] Its spokesman" in report
    source = Source.objects.order_by("pk").first()
    assert source is not None
    assert (
        "relations.jsonl" in browser.get(reverse("version-list", args=["desk", source.pk])).content.decode()
    )
    assert "moved in with tags from" in browser.get(reverse("activity", args=["desk"])).content.decode()


def test_the_leftovers_are_saved_as_a_file(cast: Cast, as_: As) -> None:
    taken = request_tag_import(cast.editor, exported("label_studio/export.json"), file_name="export.json")
    response = as_(cast.viewer).get(reverse("tag-import-leftovers", args=["desk", taken.pk]))
    assert response.headers["Content-Disposition"] == f'attachment; filename="leftovers-{taken.pk}.json"'
    assert len(json.loads(response.content)["leftovers"]) == 17


def test_what_cannot_be_read_is_said_beside_the_form(cast: Cast, as_: As) -> None:
    bad = {"upload": SimpleUploadedFile("bad.jsonl", b"plain words"), "rights": "none"}
    response = as_(cast.editor).post(ADDRESS, bad)
    assert response.status_code == 422
    assert "This is no export that is read here." in response.content.decode()


def test_a_refused_import_shows_why_and_can_be_mapped_again(cast: Cast, as_: As) -> None:
    data = b'{"text": "Police came.", "label": [[0, 99, "ORG"]]}\n{"text": "Nobody saw.", "label": []}'
    taken = request_tag_import(cast.editor, data, file_name="x.jsonl")
    run_inline(start_tag_import(cast.editor, taken, taken.rules, wake_worker=False))
    page = as_(cast.editor).get(reverse("tag-import", args=["desk", taken.pk])).content.decode()
    assert "is outside the text" in page
    assert "Import what can be imported and list the rest" in page


def test_a_viewer_sees_that_it_waits_and_no_form(cast: Cast, as_: As) -> None:
    taken = request_tag_import(cast.editor, exported("doccano/spans.jsonl"))
    page = as_(cast.viewer).get(reverse("tag-import", args=["desk", taken.pk])).content.decode()
    assert "It waits for somebody who may import" in page


def test_outsiders_find_no_import(cast: Cast, as_: As) -> None:
    taken = request_tag_import(cast.editor, exported("doccano/spans.jsonl"))
    for name in ("tag-import", "tag-import-leftovers"):
        assert as_(cast.outsider).get(reverse(name, args=["desk", taken.pk])).status_code == 404
        own = reverse(name, args=[cast.outsider.project.slug, taken.pk])
        assert as_(cast.outsider).get(own).status_code == 404


def test_the_list_costs_the_same_for_one_and_for_ten(
    cast: Cast, as_: As, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = as_(cast.editor)
    request_tag_import(cast.editor, exported("doccano/spans.jsonl"))
    browser.get(ADDRESS)
    with django_assert_num_queries(5):
        browser.get(ADDRESS)
    for _ in range(9):
        request_tag_import(cast.editor, exported("doccano/spans.jsonl"))
    assert TagImport.objects.count() == 10
    with django_assert_num_queries(5):
        browser.get(ADDRESS)
