"""Moving in by program: upload, look, map, import, read what is left."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Membership
from annotations.models import EventTag
from jobs.models import Job
from jobs.working import run_inline
from tests.annotations.foreign import exported
from tests.cast import Cast

from .client import Api

pytestmark = pytest.mark.django_db
As = Callable[[Membership], Api]


def test_a_program_moves_a_project_in(cast: Cast, api: As) -> None:
    person = api(cast.editor)
    file = SimpleUploadedFile("collection.zip", exported("brat/collection.zip"))
    taken = person.upload("tag-imports/", file=file, rights="quote").ok(201)
    assert (taken["state"], taken["format"], taken["summary"]["unit"]) == ("waiting", "brat", "code_points")
    assert taken["mapping"]["labels"]["PER"] == "actor"
    where = f"tag-imports/{taken['id']}/"
    job = person.post(f"{where}apply/", {"mapping": taken["mapping"]}).ok(202)
    run_inline(Job.objects.get(pk=job["id"]))
    done = person.get(where).ok()
    assert (done["state"], done["report"]["tags"]["event"]) == ("done", 4)
    assert EventTag.objects.count() == 4
    left = person.get(f"{where}leftovers/").ok()
    assert len(left["leftovers"]) == done["report"]["leftovers"]
    person.post(f"{where}apply/", {"mapping": {}}).refuses(409, "import-over")


def test_a_mapping_that_cannot_be_used_names_the_field(cast: Cast, api: As) -> None:
    person = api(cast.editor)
    taken = person.post("tag-imports/", {"text": exported("doccano/spans.jsonl").decode()}).ok(201)
    answer = person.post(
        f"tag-imports/{taken['id']}/apply/", {"mapping": {"labels": {"ORG": "king"}}}
    ).refuses(422)
    assert answer["errors"][0]["field"] == "mapping.labels.ORG"
    person.post(f"tag-imports/{taken['id']}/apply/", {"mapping": []}).refuses(422)


def test_what_is_no_export_is_refused(cast: Cast, api: As) -> None:
    answer = api(cast.editor).post("tag-imports/", {"text": "plain words"}).refuses(422, "import-problem")
    assert "no export" in answer["detail"]


def test_an_import_of_another_project_is_not_there(cast: Cast, api: As) -> None:
    taken = api(cast.editor).post("tag-imports/", {"text": exported("doccano/spans.jsonl").decode()}).ok(201)
    outsider = api(cast.outsider)
    for path in ("", "leftovers/"):
        outsider.get(f"tag-imports/{taken['id']}/{path}").refuses(404)
    outsider.post(f"tag-imports/{taken['id']}/apply/", {"mapping": {}}).refuses(404)
