"""The job through the API, as a program would do it: import, tag, cut, submit, decide, export."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from annotations.models import AnnotationSet, Revision
from exports import building
from jobs.models import Job
from jobs.working import run_inline
from sources.models import Sentence, Source
from tests.cast import Cast
from tests.factories import actor_op, event_op, make_source, mark_op, reliability_op, sentence_of

from .client import Answer, Api

pytestmark = pytest.mark.django_db
As = Callable[[Membership | None], Api]
TEXT = "The clash\n\nOn 12 November guards shot a man.[29]\n\nThe ministry denied it, and nobody was charged."


@pytest.fixture
def source(cast: Cast) -> Source:
    return make_source(cast.project, ["Guards shot a man. They left.", "Nobody was charged.", "It rained."])


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "text/plain")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_is_imported_by_a_job(cast: Cast, api: As, encoding: str) -> None:
    editor = api(cast.editor)
    file = upload("clash.txt", TEXT.encode(encoding))
    answer = editor.upload("sources/", file=file, author="A. Writer", rights="quote").ok(202)
    assert answer.response["Location"] == f"/api/v1/projects/desk/jobs/{answer['id']}/"
    assert answer["state"] == "queued"
    assert "TEXT" not in str(answer.body)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 and so on",
        "Caf\u00e9\n\nUne phrase.".encode("latin-1"),
        b"A title\n\nA \x00 sentence.",
        b"Only a title",
        b"\xff\xfeA",
    ],
    ids=["empty", "damaged", "latin-1", "nul", "only a title", "half a character"],
)
def test_a_file_that_cannot_be_read_is_refused_whole(cast: Cast, api: As, data: bytes) -> None:
    answer = api(cast.editor).upload("sources/", file=upload("bad.txt", data))
    assert 400 <= answer.status < 500
    answer.refuses(answer.status)
    assert len(answer["detail"]) > 20
    assert not Source.objects.exists()
    assert not Job.objects.exists()


def test_a_multipart_import_without_a_file_is_422(cast: Cast, api: As) -> None:
    answer = api(cast.editor).upload("sources/", title="Mine").refuses(422)
    assert answer["errors"][0]["field"] == "file"


def test_a_jsonl_fault_names_its_line(cast: Cast, api: As) -> None:
    lines = '{"text": "One.", "source": {"title": "A"}}\n{"text": 5}\n'
    answer = api(cast.editor).post("sources/", {"text": lines, "format": "jsonl"})
    answer.refuses(answer.status)
    assert "2" in str(answer.body)
    assert not Job.objects.exists()


def test_what_is_known_of_a_source_changes_one_field_at_a_time(cast: Cast, api: As, source: Source) -> None:
    editor, path = api(cast.editor), f"sources/{source.pk}/"
    editor.patch(path, {"outlet": "The Times", "published": "1976-06-17"}).ok()
    answer = editor.patch(path, {"author": "A. Writer"}).ok()
    assert (answer["outlet"]["name"], answer["published"], answer["author"]) == (
        "The Times",
        "1976-06-17",
        "A. Writer",
    )
    editor.patch(path, {"rights": "some"}).refuses(422)
    editor.patch(path, {"published": "soon"}).refuses(422)


def test_a_leading_marker_is_given_to_the_sentence_it_closes(cast: Cast, api: As) -> None:
    source = make_source(cast.project, ["A first.", "[3] A second."])
    first, second = sentence_of(source, 1), sentence_of(source, 2)
    editor = api(cast.editor)
    (mark,) = editor.get(f"sentences/{second.pk}/").ok()["citations"]
    assert (mark["place"], mark["owner"]) == ("leading", None)
    assert editor.patch(f"citations/{mark['id']}/", {"owner": first.pk}).ok()["owner"] == first.pk
    assert editor.patch(f"citations/{mark['id']}/", {"owner": None}).ok()["owner"] is None
    stranger = sentence_of(make_source(cast.project, ["Elsewhere."], title="B"), 1)
    editor.patch(f"citations/{mark['id']}/", {"owner": stranger.pk}).refuses(422)
    editor.patch(f"citations/{mark['id']}/", {"owner": 2**62}).refuses(404)
    editor.patch(f"citations/{mark['id']}/", {}).refuses(422)


def test_undo_and_redo_answer_with_the_set(cast: Cast, api: As, source: Source) -> None:
    sentence = sentence_of(source, 1)
    editor, path = api(cast.editor), f"sentences/{sentence.pk}/"
    editor.post(f"{path}operations/", {"operations": [event_op(sentence, "shot")]}).ok()
    request = {"id": str(uuid4())}
    undone = editor.post(f"{path}undo/", request).ok()
    assert (undone["tags"], undone["revision"]) == ([], 2)
    assert editor.post(f"{path}undo/", request).ok()["revision"] == 2
    redone = editor.post(f"{path}redo/", {"id": str(uuid4())}).ok()
    assert [tag["kind"] for tag in redone["tags"]] == ["event"]
    editor.post(f"{path}undo/", {"id": "one"}).refuses(422)
    editor.post(f"{path}undo/", {"id": str(uuid4()), "all": True}).refuses(422)


def test_a_revision_is_restored_as_previewed(cast: Cast, api: As, source: Source) -> None:
    sentence = sentence_of(source, 1)
    editor, path = api(cast.editor), f"sentences/{sentence.pk}/"
    for word in ("shot", "left"):
        editor.post(f"{path}operations/", {"operations": [event_op(sentence, word)]}).ok()
    preview = editor.get(f"{path}revisions/1/restore/").ok()
    assert [step["action"] for step in preview["steps"]] == ["remove"]
    done = editor.post(f"{path}revisions/1/restore/", {"id": str(uuid4()), "seen": preview["seen"]}).ok()
    assert [tag["value"]["quote"] for tag in done["tags"]] == ["shot"]
    editor.post(f"{path}revisions/1/restore/", {"id": str(uuid4()), "seen": 2}).refuses(409, "stale-revision")
    editor.get(f"{path}revisions/9/restore/").refuses(404)


def test_a_sentence_is_split_joined_and_put_back(cast: Cast, api: As, source: Source) -> None:
    sentence = sentence_of(source, 1)
    editor = api(cast.editor)
    editor.post(f"sentences/{sentence.pk}/operations/", {"operations": [event_op(sentence, "left")]}).ok()
    editor.post(f"sentences/{sentence.pk}/split/", {"at": sentence.text.index("left") + 2}).refuses(409)
    split = editor.post(f"sentences/{sentence.pk}/split/", {"at": sentence.text.index("They")}).ok()
    assert [one["text"] for one in split["sentences"]] == ["Guards shot a man.", "They left."]
    assert split["sentences"][1]["set"]["tags"][0]["value"]["start"] == 5
    joined = editor.post(f"sentences/{split['sentences'][0]['id']}/merge/").ok()
    assert [one["text"] for one in joined["sentences"]] == ["Guards shot a man. They left."]
    back = editor.post(f"sources/{source.pk}/undo-cut/").ok()
    assert back["version"] == joined["version"] + 1
    assert len(back["sentences"]) == 2
    old = editor.post(
        f"sentences/{sentence.pk}/operations/", {"operations": [event_op(sentence, "shot")]}
    ).refuses(409, "sentence-recut")
    assert [one["text"] for one in old["sentences"]] == ["Guards shot a man.", "They left."]
    editor.post(f"sentences/{sentence.pk}/split/", {"at": 2**40}).refuses(422)


def test_a_sentence_goes_to_review_and_back(cast: Cast, api: As, source: Source) -> None:
    sentence = sentence_of(source, 1)
    editor, reviewer, path = api(cast.editor), api(cast.reviewer), f"sentences/{sentence.pk}/"
    editor.post(f"{path}operations/", {"operations": [event_op(sentence, "shot", code=None)]}).ok()
    editor.post(f"{path}submit/", {"revision": 1}).refuses(422, "not-finished")
    editor.post(f"{path}operations/", {"operations": [actor_op(sentence, "Guards")]}).ok()
    editor.post(f"{path}submit/", {"revision": 1}).refuses(409, "stale-revision")
    editor.post(f"{path}submit/", {}).refuses(422)
    editor.post(f"{path}undo/", {"id": str(uuid4())}).ok()
    (row,) = AnnotationSet.objects.all()
    tag = editor.get(path).ok()["set"]["tags"][0]
    change = {
        "id": str(uuid4()),
        "action": "change",
        "kind": "event",
        "tag": tag["tag"],
        "seen": tag["version"],
        "value": {**tag["value"], "code": "ASSAULT"},
    }
    revision = editor.post(f"{path}operations/", {"operations": [change]}).ok()["revision"]
    assert editor.post(f"{path}submit/", {"revision": revision}).ok()["state"] == "submitted"
    assert editor.post(f"{path}withdraw/").ok()["state"] == "withdrawn"
    editor.post(f"{path}submit/", {"revision": revision}).ok()

    taken = reviewer.post("queue/next/").ok()
    assert (taken["item"]["set"], taken["item"]["lease"]["holder"]) == (row.pk, cast.reviewer.coder.code)
    held = api(cast.second_reviewer).post("queue/next/").ok()
    assert (held["item"], held["reason"]) == (None, "held")
    api(cast.second_reviewer).post(f"sets/{row.pk}/lease/").refuses(409, "leased")
    reviewer.post(f"sets/{row.pk}/return/", {"revision": revision, "reason": "other"}).refuses(422)
    reviewer.post(f"sets/{row.pk}/return/", {"revision": revision, "reason": "wrong_date"}).ok()
    told = editor.get(f"sets/{row.pk}/decisions/").ok()["results"]
    assert [(one["verb"], one["reason"]) for one in told] == [("return", "wrong_date")]
    assert editor.get(f"sets/{row.pk}/").ok()["state"] == "returned"

    editor.post(f"{path}submit/", {"revision": revision}).ok()
    decision = reviewer.post(f"sets/{row.pk}/approve/", {"revision": revision}).ok()
    again = reviewer.post(f"sets/{row.pk}/approve/", {"revision": revision}).ok()
    assert again["id"] == decision["id"]
    taken_back = reviewer.post(f"sets/{row.pk}/retract/", {"decision": decision["id"]}).ok()
    assert (taken_back["verb"], taken_back["retracts"]) == ("retract", decision["id"])
    reviewer.post(f"sets/{row.pk}/retract/", {"decision": decision["id"] + 1000}).refuses(404)


def test_a_reviewer_who_tagged_is_told_who_can_decide(cast: Cast, api: As, source: Source) -> None:
    sentence, reviewer = sentence_of(source, 1), api(cast.reviewer)
    reviewer.post(f"sentences/{sentence.pk}/operations/", {"operations": [mark_op("nothing_to_code")]}).ok()
    row = reviewer.post(f"sentences/{sentence.pk}/submit/", {"revision": 1}).ok()
    answer = reviewer.post(f"sets/{row['set']}/approve/", {"revision": 1}).refuses(403, "four-eyes")
    assert "raul" in answer["who_can"]


def test_all_finished_work_of_a_source_is_submitted_at_once(cast: Cast, api: As, source: Source) -> None:
    editor = api(cast.editor)
    for ordinal in (1, 2):
        sentence = sentence_of(source, ordinal)
        editor.post(f"sentences/{sentence.pk}/operations/", {"operations": [mark_op("nothing_to_code")]}).ok()
    third = sentence_of(source, 3)
    editor.post(
        f"sentences/{third.pk}/operations/", {"operations": [event_op(third, "rained", code=None)]}
    ).ok()
    answer = editor.post(f"sources/{source.pk}/submit-finished/").ok()
    assert answer["submitted"] == [sentence_of(source, 1).pk, sentence_of(source, 2).pk]
    assert [one["sentence"] for one in answer["unfinished"]] == [third.pk]
    assert "has no type" in answer["unfinished"][0]["errors"][0]["message"]


def test_an_approved_sentence_leaves_in_a_release(
    cast: Cast, api: As, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "SETTLED", timedelta(0))
    sentence, editor, owner = sentence_of(source, 1), api(cast.editor), api(cast.owner)
    tags = [event_op(sentence, "shot"), reliability_op(sentence, "a man", "6", rationale="")]
    editor.post(f"sentences/{sentence.pk}/operations/", {"operations": tags}).ok()
    row = editor.post(f"sentences/{sentence.pk}/submit/", {"revision": 1}).ok()
    api(cast.reviewer).post(f"sets/{row['set']}/approve/", {"revision": 1}).ok()

    job = owner.post("exports/", {"formats": ["jsonl"]}).ok(202)
    assert owner.post("exports/", {"formats": ["jsonl"]}).ok(202)["id"] == job["id"]
    run_inline(Job.objects.get(pk=job["id"]))
    assert owner.get(f"jobs/{job['id']}/").ok()["state"] == "done"
    (release,) = owner.get("exports/").ok()["results"]
    assert (release["sentences"], release["tags"]) == (1, 2)
    file = release["files"][0]
    answer = owner.client.get(file["url"])
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert len(body) == file["bytes"]
    assert body.count(b"\n") == file["rows"] == 1
    assert "attachment" in answer["Content-Disposition"]
    owner.get(f"{file['url']}x").refuses(404)
    assert owner.get(f"exports/approved/{release['number']}/").ok()["manifest"]["counts"]["tags"] == 2


@pytest.mark.parametrize(
    "body",
    [{"formats": []}, {"formats": ["xml"]}, {"formats": "csv"}, {"dataset": "none"}, {"dataset": "no/slug"}],
)
def test_an_export_that_cannot_be_made_is_refused(cast: Cast, api: As, body: dict[str, Any]) -> None:
    answer = api(cast.owner).post("exports/", body)
    answer.refuses(answer.status)
    assert answer.status in (404, 422)
    assert not Job.objects.exists()


def test_a_schedule_is_in_the_projects_time_zone(cast: Cast, api: As) -> None:
    owner = api(cast.owner)
    owner.patch("", {"time_zone": "Africa/Johannesburg"}).ok()
    owner.get("datasets/").ok()
    answer = owner.patch("datasets/approved/schedule/", {"enabled": True, "crontab": "30 3 * * 1"}).ok()
    schedule = answer["schedule"]
    assert (schedule["crontab"], schedule["time_zone"]) == ("30 3 * * 1", "Africa/Johannesburg")
    assert schedule["next_due"].endswith("01:30:00Z")
    for wrong in (
        {"enabled": True, "at": "25:00"},
        {"enabled": True, "crontab": "61 * * * *"},
        {"at": "1:00"},
    ):
        owner.patch("datasets/approved/schedule/", wrong).refuses(422)


def queries(ask: Callable[[], Answer]) -> int:
    """How many queries a request costs."""
    with CaptureQueriesContext(connection) as captured:
        ask().ok()
    return len([query for query in captured if "SAVEPOINT" not in query["sql"]])


def test_the_hot_requests_keep_to_their_number_of_queries(cast: Cast, api: As, source: Source) -> None:
    editor, reviewer = api(cast.editor), api(cast.reviewer)
    one: Sentence = sentence_of(source, 1)
    path = f"sentences/{one.pk}/"

    def save(word: str) -> Answer:
        return editor.post(f"{path}operations/", {"operations": [event_op(one, word)]})

    cost = {
        "first save": queries(lambda: save("shot")),
        "save": queries(lambda: save("left")),
        "undo": queries(lambda: editor.post(f"{path}undo/", {"id": str(uuid4())})),
        "read": queries(lambda: editor.get(path)),
        "page of sentences": queries(lambda: editor.get(f"sources/{source.pk}/sentences/")),
        "changes": queries(lambda: editor.get(f"sources/{source.pk}/changes/?since=1-1")),
        "search": queries(lambda: editor.get("actors/?search=guards")),
        "submit": queries(lambda: editor.post(f"{path}submit/", {"revision": 3})),
        "next": queries(lambda: reviewer.post("queue/next/")),
    }
    row = AnnotationSet.objects.get()
    cost["approve"] = queries(lambda: reviewer.post(f"sets/{row.pk}/approve/", {"revision": 3}))
    assert Revision.objects.count() == 3
    too_dear = {name: (number, MOST[name]) for name, number in cost.items() if number > MOST[name]}
    assert too_dear == {}, cost


# Session, user and membership are three of each.
MOST = {
    "first save": 13,
    "save": 12,
    "undo": 17,
    "read": 7,
    "page of sentences": 8,
    "changes": 7,
    "search": 5,
    "submit": 14,
    "next": 9,
    "approve": 13,
}


def test_the_file_a_version_came_as_is_only_ever_saved(cast: Cast, api: As) -> None:
    page = b"<html><body><script>alert(1)</script><p>The council met on Monday in the old hall.</p></body></html>"
    job = api(cast.editor).upload("sources/", file=upload('a"b\r\n.html', page)).ok(202)
    assert run_inline(Job.objects.get(pk=job["id"])).state == "done"
    source = Source.objects.get()
    [version] = api(cast.viewer).get(f"sources/{source.pk}/versions/").ok()["results"]
    assert (version["format"], version["extraction"]["library"]) == ("html", "trafilatura")
    answer = api(cast.viewer).get(f"sources/{source.pk}/versions/1/file/").response
    assert b"".join(answer.streaming_content) == page
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert api(cast.outsider).get(f"sources/{source.pk}/versions/1/file/").status == 404
