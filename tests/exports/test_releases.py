"""What a release holds."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models.functions import Now
from pytest_django import DjangoAssertNumQueries

from accounts.services import archive
from activity.models import Activity
from annotations.models import AnnotationSet
from annotations.operations import apply_operations
from annotations.reanchoring import merge_with_next
from common.errors import Invalid, NotAllowed, NotThere
from common.spreadsheets import harmless
from common.time import now
from exports import building
from exports.approved import Approved
from exports.formats.csv import COLUMNS
from exports.models import Dataset, Release
from exports.services import default_dataset, open_file, request_export
from jobs.models import DONE, FAILED, Job
from jobs.working import run_inline
from reviews.services import approve, retract, submit
from sources.models import Source
from tests.cast import Cast
from tests.factories import actor_op, event_op, make_source, sentence_of

from .stories import SENTENCES, Shelf, approved, lines, make_shelf, read, released, rows

pytestmark = pytest.mark.django_db


def test_a_release_holds_exactly_the_approved_sentences_and_tags(shelf: Shelf) -> None:
    drafts = make_source(shelf.cast.project, ["A draft."], title="Not approved")
    apply_operations(shelf.cast.editor, sentence_of(drafts, 1).pk, [event_op("A draft.", "draft")])
    release = released(shelf.cast.owner)
    records = lines(shelf.cast.viewer, release)
    sent = sum(len([op for op in ops if op["action"] == "add"]) for ops in shelf.ops.values())
    assert (
        release.sentence_count == len(records) == AnnotationSet.objects.filter(state="approved").count() == 5
    )
    assert release.tag_count == sum(len(record["tags"]) for record in records) == sent == 8
    assert [file["rows"] for file in release.files] == [5, 9]  # a row a tag, and one for the sentence without
    assert release.manifest is not None
    assert release.manifest["counts"] == {
        "sentences": 5,
        "nothing_to_code": 1,
        "tags": 8,
        "tags_by_kind": {"event": 3, "actor": 4, "reliability": 1},
        "sources": 1,
    }


def test_every_tag_leaves_as_it_was_made(shelf: Shelf) -> None:
    for record in lines(shelf.cast.owner, released(shelf.cast.owner)):
        sent = {op["tag"]: op for op in shelf.ops[record["sentence"]["ordinal"]] if op["action"] == "add"}
        assert {tag["tag"] for tag in record["tags"]} == sent.keys()
        for tag in record["tags"]:
            value = sent[tag["tag"]]["value"]
            assert tag["kind"] == sent[tag["tag"]]["kind"]
            assert tag["by"] == shelf.cast.editor.coder.code
            assert record["sentence"]["text"][tag["start"] : tag["end"]] == tag["quote"] == value["quote"]
            assert (
                record["sentence"]["display"][tag["display_start"] : tag["display_end"]]
                == tag["display_quote"]
            )
            for name in ("start", "end", "code", "date_edtf", "credibility", "rationale", "note"):
                if name in value:
                    assert tag[name] == value[name]


def test_offsets_lead_back_into_the_received_text(shelf: Shelf) -> None:
    assert shelf.source.current is not None
    text = shelf.source.current.text
    first, *others = lines(shelf.cast.owner, released(shelf.cast.owner))
    for record in (first, *others):
        sentence = record["sentence"]
        assert (
            text[sentence["start"] : sentence["end"]]
            == sentence["text"]
            == SENTENCES[sentence["ordinal"] - 1]
        )
    assert (
        first["sentence"]["display"] == "On 12 November, police fired at “the crowd” in Gaza, killing seven."
    )
    event = next(tag for tag in first["tags"] if tag["kind"] == "event")
    assert event["start"] - event["display_start"] == len("[29] ")
    assert event["date_text"] == "On 12 November"
    assert event["participants"] == [
        {
            "role": "actor",
            "tag": shelf.ops[1][0]["tag"],
            "quote": "police",
            "from": None,
            "basis": "",
            "actor_id": shelf.actor_id,
            "actor_label": "Police, the",
        }
    ]


def test_a_record_says_where_it_comes_from_who_made_it_and_when(shelf: Shelf) -> None:
    record = lines(shelf.cast.owner, released(shelf.cast.owner))[0]
    assert shelf.source.current is not None
    assert record["source"] == {
        "id": shelf.source.pk,
        "title": "Gaza, =1+1 November",
        "url": "https://example.org/gaza",
        "outlet": "The Gazette",
        "outlet_grade": "B",
        "outlet_graded_from": "2002-01-01",
        "author": "",
        "published_on": "2007-11-13",
        "language": "en",
        "licence": "CC BY-SA 4.0",
        "rights": "full",
        "external_id": "",
        "version": 1,
        "sha256": shelf.source.current.sha256,
        "received_sha256": shelf.source.current.received_sha256,
    }
    cast = shelf.cast
    assert (record["submitted_by"], record["approved_by"]) == (
        cast.editor.coder.code,
        [cast.reviewer.coder.code],
    )
    assert record["coded_at"] <= record["submitted_at"] <= record["approved_at"]
    assert "edith" not in str(record)


def test_two_releases_of_the_same_work_are_the_same_bytes(shelf: Shelf) -> None:
    first, second = released(shelf.cast.owner), released(shelf.cast.owner)
    assert (first.number, second.number) == (1, 2)
    for name in ("approved.jsonl", "approved.csv"):
        assert read(shelf.cast.owner, first, name) == read(shelf.cast.owner, second, name)
    assert first.manifest is not None
    assert second.manifest is not None
    assert first.manifest["inputs"] == second.manifest["inputs"]
    assert first.manifest["built_at"] < second.manifest["built_at"]


def test_the_manifest_tells_the_truth_about_the_files(shelf: Shelf) -> None:
    release = released(shelf.cast.owner)
    for file in release.files:
        data = read(shelf.cast.owner, release, file["name"])
        assert (file["bytes"], file["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert read(shelf.cast.owner, release, "release.json").startswith(b"{")


def test_csv_survives_formulas_quotes_newlines_arabic_and_emoji(shelf: Shelf) -> None:
    cells = rows(shelf.cast.owner, released(shelf.cast.owner))
    assert len(cells) == 9
    by_quote = {row["tag_quote"]: row for row in cells}
    assert '\'=HYPERLINK("http://example.org","click")' in by_quote
    assert by_quote['\'=HYPERLINK("http://example.org","click")']["tag_note"] == "'@risk"
    assert "قُتل" in by_quote
    assert by_quote["🇵🇸"]["sentence_text"] == SENTENCES[2]
    graded = next(row for row in cells if row["kind"] == "reliability")
    assert graded["tag_rationale"] == "Two wires,\nindependent; “quoted”."
    assert all(row["source_title"] == "Gaza, =1+1 November" for row in cells)
    assert by_quote[""]["outcome"] == "nothing_to_code"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", " =1", "'=1", "\r\n-2", "＝1"])
def test_what_reads_as_a_formula_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "“=1”", "12", "'quoted'", "غزة", "a\n=1"])
def test_what_does_not_is_left_alone(text: str) -> None:
    assert harmless(text) == text


def test_csv_and_jsonl_say_the_same(shelf: Shelf) -> None:
    release = released(shelf.cast.owner)
    records = lines(shelf.cast.owner, release)
    flat = [(record, tag) for record in records for tag in record["tags"] or [{}]]
    table = rows(shelf.cast.owner, release)
    assert list(table[0]) == list(COLUMNS)
    for row, (record, tag) in zip(table, flat, strict=True):
        assert row["set"] == str(record["set"])
        assert row["kind"] == tag.get("kind", "")
        for name in ("start", "end", "display_start", "display_end", "code", "date_edtf", "credibility"):
            assert row[f"tag_{name}"] == str("" if tag.get(name) is None else tag[name])


def test_what_may_not_be_republished_is_named_or_left_out(cast: Cast, at_once: None) -> None:
    make_shelf(cast, rights="none")
    internal = released(cast.owner)
    assert internal.is_internal
    assert internal.manifest is not None
    assert internal.manifest["internal"] == "internal: contains text without republication permission"
    Dataset.objects.update(text="permitted")
    release = released(cast.owner)
    assert not release.is_internal
    for record in lines(cast.owner, release):
        assert record["sentence"]["text"] is record["sentence"]["display"] is None
        assert all(tag["quote"] is None and tag["end"] > tag["start"] for tag in record["tags"])
    assert SENTENCES[4] not in read(cast.owner, release, "approved.csv").decode()
    Source.objects.update(rights="quote")
    record = lines(cast.owner, released(cast.owner))[0]
    assert (record["sentence"]["text"], record["tags"][0]["quote"]) == (None, SENTENCES[0])


def test_nothing_approved_is_a_release_of_nothing(cast: Cast) -> None:
    release = released(cast.owner)
    assert (release.sentence_count, release.tag_count) == (0, 0)
    assert read(cast.owner, release, "approved.jsonl") == b""
    assert rows(cast.owner, release) == []


def test_a_new_draft_leaves_the_approved_state_in_the_data_set(shelf: Shelf) -> None:
    before = read(shelf.cast.owner, released(shelf.cast.owner), "approved.jsonl")
    sentence = sentence_of(shelf.source, 3)
    apply_operations(shelf.cast.editor, sentence.pk, [actor_op(sentence, "he")])
    assert read(shelf.cast.owner, released(shelf.cast.owner), "approved.jsonl") == before


def test_an_approval_after_the_cut_off_leaves_the_one_before_it(shelf: Shelf) -> None:
    cutoff = now()
    sentence = sentence_of(shelf.source, 3)
    approved(shelf.cast, shelf.source, 3, [actor_op(sentence, "he")])
    extra = make_source(shelf.cast.project, ["Police came."], title="Later")
    approved(shelf.cast, extra, 1, [event_op(sentence_of(extra, 1), "came")])

    def tags(at: object) -> list[int]:
        reading = Approved(shelf.cast.project, at, text="all")  # type: ignore[arg-type]
        found = [len(record["tags"]) for chunk in reading.chunks() for record in chunk]
        assert len(found) == reading.count()
        return found

    assert tags(cutoff) == [3, 2, 2, 1, 0]
    assert tags(now()) == [3, 2, 3, 1, 0, 1]


def test_approved_sentences_that_were_merged_leave_as_they_were_until_the_whole_is_approved(
    shelf: Shelf,
) -> None:
    before = lines(shelf.cast.owner, released(shelf.cast.owner))
    merge_with_next(shelf.cast.editor, sentence_of(shelf.source, 2).pk)
    merged = lines(shelf.cast.owner, released(shelf.cast.owner))
    assert [(r["sentence"]["text"], len(r["tags"])) for r in merged] == [
        (r["sentence"]["text"], len(r["tags"])) for r in before
    ]
    assert [r["sentence"]["ordinal"] for r in merged] == [1, None, None, 3, 4]
    shelf.source.refresh_from_db()
    row = shelf.set_of(2)
    submit(shelf.cast.editor, row.pk, row.revision)
    approve(shelf.cast.reviewer, row.pk, row.revision)
    whole = lines(shelf.cast.owner, released(shelf.cast.owner))
    assert [len(r["tags"]) for r in whole] == [3, 4, 1, 0]
    assert whole[1]["sentence"]["text"] == f"{SENTENCES[1]}\n\n{SENTENCES[2]}"


def test_an_approval_that_was_taken_back_does_not_leave(shelf: Shelf) -> None:
    last = shelf.set_of(5).decisions.get()
    retract(shelf.cast.reviewer, last.pk)
    assert released(shelf.cast.owner).sentence_count == 4


def test_a_release_waits_until_no_approval_in_it_can_be_taken_back(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "SETTLED", timedelta(seconds=1.2))
    approved(shelf.cast, make_source(shelf.cast.project, ["Police came."], title="Later"), 1, [
        event_op("Police came.", "came")
    ])  # fmt: skip
    began = now()
    assert released(shelf.cast.owner).sentence_count == 6
    assert now() - began >= timedelta(seconds=1)


def test_a_release_whose_files_would_hold_something_else_fails_and_leaves_nothing(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, files: Path
) -> None:
    monkeypatch.setattr(Approved, "count", lambda self: 7)
    job = run_inline(request_export(shelf.cast.owner))
    assert job.state == FAILED
    assert "would hold 5 sentences and 8 tags, but 7 sentences" in job.problem
    assert not Release.objects.exists()
    assert [path for path in files.rglob("*") if path.is_file()] == []


def test_a_folder_left_between_rename_and_commit_is_swept_and_never_in_the_way(
    shelf: Shelf, files: Path
) -> None:
    dataset = default_dataset(shelf.cast.project)
    orphan = files / "exports" / str(shelf.cast.project.pk) / f"{dataset.pk}-1"
    orphan.mkdir(parents=True)
    (orphan / "approved.csv").write_text("of an attempt that died")
    release = released(shelf.cast.owner)
    assert b"of an attempt that died" not in read(shelf.cast.owner, release, "approved.csv")
    stray = orphan.with_name(f"{dataset.pk}-2")
    stray.mkdir()
    Job.objects.update(has_debris=True, finished_at=Now())
    from jobs.services import sweep

    sweep()
    assert not stray.exists()
    assert orphan.exists()


def test_a_release_is_in_the_history_once(shelf: Shelf) -> None:
    release = released(shelf.cast.owner)
    row = Activity.objects.get(verb="release.made")
    assert (row.target_id, row.actor_id) == (str(release.pk), shelf.cast.owner.coder_id)


@pytest.mark.parametrize(
    ("who", "may"),
    [("owner", True), ("editor", False), ("reviewer", False), ("viewer", False)],
)
def test_owners_make_releases_and_every_member_reads_them(shelf: Shelf, who: str, may: bool) -> None:
    seat = getattr(shelf.cast, who)
    assert read(seat, released(shelf.cast.owner), "approved.csv")
    if may:
        assert request_export(seat).state == "queued"
    else:
        with pytest.raises(NotAllowed, match="Only an owner can make a release"):
            request_export(seat)


def test_outsiders_find_no_release(shelf: Shelf) -> None:
    release = released(shelf.cast.owner)
    with pytest.raises(NotThere):
        open_file(shelf.cast.outsider, release, "approved.csv")
    with pytest.raises(NotThere):
        request_export(shelf.cast.outsider, dataset=release.dataset)


@pytest.mark.parametrize("name", ["../../secret", "release.json/..", "", ".building-1-1", "other.csv"])
def test_only_files_of_the_release_are_opened(shelf: Shelf, name: str) -> None:
    with pytest.raises(NotThere):
        open_file(shelf.cast.owner, released(shelf.cast.owner), name)


def test_a_file_that_is_gone_says_so(shelf: Shelf) -> None:
    release = released(shelf.cast.owner)
    open_file(shelf.cast.owner, release, "approved.csv").path.unlink()
    with pytest.raises(NotThere, match="gone from the server"):
        open_file(shelf.cast.owner, release, "approved.csv")


def test_asking_twice_while_it_waits_is_one_job(cast: Cast) -> None:
    assert request_export(cast.owner) == request_export(cast.owner)
    assert request_export(cast.owner, formats=["csv"]).params["formats"] == ["csv"]
    assert Job.objects.count() == 2


def test_an_unknown_format_is_refused_with_those_there_are(cast: Cast) -> None:
    with pytest.raises(Invalid, match=r"Unknown format: xml\. Choose from jsonl, csv"):
        request_export(cast.owner, formats=["csv", "xml"])
    with pytest.raises(Invalid, match="at least one format"):
        request_export(cast.owner, formats=[])


def test_an_archived_project_can_still_be_exported(shelf: Shelf) -> None:
    archive(shelf.cast.owner)
    shelf.cast.owner.refresh_from_db()
    assert run_inline(request_export(shelf.cast.owner)).state == DONE


def test_queries_grow_with_chunks_not_with_sentences(
    cast: Cast, at_once: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    source = make_source(cast.project, ["Police came."] * 10)
    for ordinal in range(1, 11):
        approved(cast, source, ordinal, [event_op("Police came.", "came")])
    reading = Approved(cast.project, now(), text="all")
    with django_assert_max_num_queries(9):
        assert sum(len(chunk) for chunk in reading.chunks()) == 10
