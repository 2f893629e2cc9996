"""Import end to end through its job: what is stored, what is refused, and that it is all or nothing."""

import json
from io import StringIO
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts.models import Membership, Project
from accounts.services import archive
from activity.models import Activity
from common.errors import NotAllowed, NotThere
from jobs.models import Job
from jobs.working import run_inline
from sources import querysets
from sources.importers.problems import ImportProblem
from sources.models import Citation, Outlet, Sentence, Source, SourceVersion, Upload
from sources.services import importing, request_import
from tests.cast import Cast, make_cast

SAMPLE = Path(__file__).parents[3] / "shared" / "data" / "fatah-hamas-conflict.txt"
TEXT = "The takeover\n\n[5][6] Hamas took Gaza in June 2007.\n\nFatah,[7] it said, kept the West Bank 😀."


def bring_in(seat: Membership, data: bytes | str, **kwargs: Any) -> Job:
    """Ask for an import and run it here."""
    return run_inline(request_import(seat, seat.project, data, wake_worker=False, **kwargs))


def result_of(job: Job) -> dict[str, Any]:
    assert job.state == "done", job.problem
    assert job.result is not None
    return dict(job.result)


def assert_nothing_stored(project: Project) -> None:
    assert not Source.objects.filter(project=project).exists()
    assert not SourceVersion.objects.filter(project=project).exists()
    assert not Sentence.objects.filter(project=project).exists()


def test_import_stores_version_sentences_and_citations(cast: Cast) -> None:
    job = bring_in(
        cast.editor, TEXT, file_name="takeover.txt", stated={"outlet": "Example Times", "language": "en"}
    )
    result = result_of(job)
    assert (result["title"], result["sentences"]) == ("The takeover", 2)
    assert result["citations"] == {"leading": 2, "inline": 1}
    source = querysets.source_of(cast.viewer, result["source"])
    assert (source.title, source.language, source.rights) == ("The takeover", "en", "none")
    assert source.outlet is not None
    assert source.outlet.name == "Example Times"
    assert source.imported_by == cast.editor.coder
    version = source.current
    assert version is not None
    assert (version.number, version.format, version.encoding, version.sentence_count) == (
        1,
        "paragraphs",
        "utf-8",
        2,
    )
    for sentence in querysets.sentences_of(source):
        assert version.text[sentence.start : sentence.end] == sentence.text
    citations = querysets.citations_of(source).values_list("label", "place", "start", "end")
    assert list(citations) == [("5", "leading", 0, 3), ("6", "leading", 3, 6), ("7", "inline", 6, 9)]
    assert job.progress_done == 2
    assert not Upload.objects.exists()
    recorded = Activity.objects.get(verb="source.imported")
    assert (recorded.target_id, recorded.actor_id) == (str(source.pk), cast.editor.coder_id)


def test_the_same_text_again_is_the_same_source_and_records_nothing(cast: Cast) -> None:
    first = result_of(bring_in(cast.editor, TEXT))
    variants: list[bytes | str] = [
        TEXT,
        TEXT.replace("\n", "\r\n") + "\r\n",
        TEXT.encode("utf-8-sig"),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
    ]
    for variant in variants:
        again = result_of(bring_in(cast.owner, variant, title="Another title"))
        assert (again["source"], again["existing"], again["title"]) == (first["source"], True, "The takeover")
        assert again["citations"] == first["citations"]
    assert first["existing"] is False
    assert Source.objects.count() == 1
    assert Activity.objects.filter(verb="source.imported").count() == 1


def test_another_project_imports_the_same_text_for_itself(cast: Cast) -> None:
    result_of(bring_in(cast.editor, TEXT))
    assert result_of(bring_in(cast.outsider, TEXT))["existing"] is False


def test_several_sources_of_a_file_come_in_together(cast: Cast) -> None:
    rows = [
        {"text": "One came.", "source": {"title": "A", "outlet": "Wire", "published": "2007-06-14"}},
        {"text": "[3] Two came."},
        {"text": "Three came.", "source": {"title": "B", "outlet": "WIRE", "url": "https://example.org/b"}},
    ]
    data = "\n".join(json.dumps(row) for row in rows)
    result = result_of(bring_in(cast.editor, data, stated={"language": "en"}))
    assert [(row["title"], row["sentences"]) for row in result["sources"]] == [("A", 2), ("B", 1)]
    assert (result["sentences"], result["citations"]) == (3, {"leading": 1, "inline": 0})
    first, second = Source.objects.filter(project=cast.project).order_by("id")
    assert first.outlet == second.outlet == Outlet.objects.get()
    assert (str(first.published_on), first.language) == ("2007-06-14", "en")
    assert second.url == "https://example.org/b"


@pytest.mark.parametrize(
    "data", [b"", b"caf\xe9 au lait", b"Only a title", "T\n\nbell \x07", b"x" * 20_000_001]
)
def test_bad_input_is_refused_at_once_and_leaves_nothing(cast: Cast, data: bytes | str) -> None:
    with pytest.raises(ImportProblem):
        bring_in(cast.editor, data)
    assert not Job.objects.exists()
    assert not Upload.objects.exists()
    assert_nothing_stored(cast.project)


def test_what_is_found_only_by_the_job_fails_it_in_words(cast: Cast) -> None:
    rows = [
        json.dumps({"text": f"Sentence {number}.", "source": {"title": "Long"}}) for number in range(9_000)
    ]
    data = "\n".join([*rows, '{"text": 5}'])
    assert len(data) > importing.READ_AT_ONCE
    job = bring_in(cast.editor, data)
    assert job.state == "failed"
    assert job.problem.startswith("Line 9,001: “text” is missing")
    assert_nothing_stored(cast.project)


def test_a_failure_while_storing_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is on fire")

    monkeypatch.setattr(importing, "record", break_off)
    job = bring_in(cast.editor, TEXT)
    assert job.state == "failed"
    assert "nothing was published" in job.problem
    assert_nothing_stored(cast.project)
    assert Upload.objects.count() == 1


def test_a_big_text_is_stored_whole(cast: Cast) -> None:
    text = "Long\n\n" + "\n\n".join(f"[{n % 900 + 1}] Sentence {n},[5] it said." for n in range(20_000))
    result = result_of(bring_in(cast.editor, text))
    assert (result["sentences"], result["citations"]) == (20_000, {"leading": 20_000, "inline": 20_000})
    assert Sentence.objects.filter(source=result["source"]).count() == 20_000
    assert Citation.objects.count() == 40_000
    last = Sentence.objects.get(source=result["source"], ordinal=20_000)
    assert last.text == "[200] Sentence 19999,[5] it said."


@pytest.mark.parametrize("role", ["reviewer", "viewer"])
def test_import_is_for_owners_and_editors(cast: Cast, role: str) -> None:
    with pytest.raises(NotAllowed, match="Only an owner or editor can import"):
        request_import(getattr(cast, role), cast.project, TEXT)


def test_an_archived_project_takes_nothing_in(cast: Cast) -> None:
    archive(cast.owner)
    cast.editor.project.refresh_from_db()
    for seat in (cast.editor, None):
        with pytest.raises(NotAllowed, match="archived"):
            request_import(seat, cast.editor.project, TEXT)


def test_a_member_who_left_meanwhile_imports_nothing(cast: Cast) -> None:
    job = request_import(cast.editor, cast.project, TEXT, wake_worker=False)
    cast.editor.delete()
    job = run_inline(job)
    assert (job.state, job.problem) == ("failed", "You are no longer a member of this project.")
    assert_nothing_stored(cast.project)


def test_outsiders_see_no_source(cast: Cast) -> None:
    source_id = result_of(bring_in(cast.editor, TEXT))["source"]
    sentence = Sentence.objects.filter(source=source_id).first()
    assert sentence is not None
    with pytest.raises(NotThere):
        querysets.source_of(cast.outsider, source_id)
    with pytest.raises(NotThere):
        querysets.sentence_of(cast.outsider, sentence.pk)
    assert not querysets.visible_to(cast.outsider.user).exists()
    assert querysets.visible_to(cast.viewer.user).get().pk == source_id


def test_listing_sources_takes_one_query_and_no_text(cast: Cast, django_assert_num_queries: Any) -> None:
    for number in range(10):
        bring_in(cast.editor, f"Title {number}\n\nSentence {number}.", stated={"outlet": "Wire"})
    with django_assert_num_queries(1):
        rows = [(row.title, row.outlet, row.current) for row in querysets.sources_of(cast.project)]
    assert rows[0][0] == "Title 9"
    assert rows[0][2] is not None
    assert "text" in rows[0][2].get_deferred_fields()


@pytest.mark.parametrize("table", ["sources_sentence", "sources_sourceversion"])
def test_the_database_refuses_to_change_a_version(cast: Cast, table: str) -> None:
    bring_in(cast.editor, TEXT)
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET text = 'forged'")  # noqa: S608  # a fixed name


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_the_same_text_twice_at_once_is_one_source() -> None:
    cast = make_cast()
    jobs = [request_import(cast.editor, cast.project, TEXT, wake_worker=False) for _ in range(4)]
    barrier, results = Barrier(len(jobs)), []

    def work(job: Job) -> None:
        try:
            barrier.wait()
            results.append(result_of(run_inline(job)))
        finally:
            connection.close()

    threads = [Thread(target=work, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({result["source"] for result in results}) == 1
    assert sorted(result["existing"] for result in results) == [False, True, True, True]
    assert Source.objects.count() == 1


# The command ------------------------------------------------------------------------------------------------------


def command(*args: str) -> str:
    out = StringIO()
    call_command("import_source", *args, stdout=out)
    return out.getvalue()


def test_the_command_imports_the_sample_as_promised(cast: Cast) -> None:
    if not SAMPLE.exists():
        pytest.skip("the sample text ../shared/data/fatah-hamas-conflict.txt is not on this machine")
    printed = json.loads(command(str(SAMPLE), "--project", cast.project.slug, "--json"))
    expected = {"title": "Fatah–Hamas conflict", "sentences": 30, "citations": {"leading": 24, "inline": 2}}
    assert {key: printed[key] for key in expected} == expected
    assert printed["existing"] is False
    again = json.loads(command(str(SAMPLE), "--project", cast.project.slug, "--json"))
    assert (again["existing"], again["source"]) == (True, printed["source"])


def test_the_command_says_in_words_what_came_of_it(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "a_report.txt"
    path.write_text("One came. Two came.[4]")
    assert "a report (source" in command(str(path), "--project", "desk")
    assert "is there already: 2 sentences, 0 leading and 1 inline citations." in command(
        str(path), "--project", "desk"
    )
    assert Source.objects.get().imported_by is None


def test_the_command_takes_a_title_and_a_format(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Title\n\nOne came. Two came.")
    printed = json.loads(
        command(str(path), "--project", "desk", "--title", "T", "--format", "paragraphs", "--json")
    )
    assert (printed["title"], printed["sentences"]) == ("T", 1)


@pytest.mark.parametrize(
    ("content", "project", "words"),
    [
        (b"caf\xe9", "desk", "offset 3 .0xE9. is not UTF-8"),
        (b'{"text": 1}\n{"text": 2}', "desk", "Line 1: .*\nLine 2: "),
        (b"Title\n\nOne.", "nowhere", "no project “nowhere”"),
        (None, "desk", "cannot be read: No such file"),
    ],
)
def test_the_command_refuses_in_words(
    cast: Cast, tmp_path: Path, content: bytes | None, project: str, words: str
) -> None:
    path = tmp_path / "a.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=words):
        command(str(path), "--project", project, "--json")
    assert_nothing_stored(cast.project)
