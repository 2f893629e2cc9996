"""The registry as a file: out and in again without a change, bad lines by name, all or nothing."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activity.models import Activity
from codebook.models import Actor, Alias, RegistryUpload, Relation
from codebook.registry import (
    add_alias,
    add_relation,
    create_actor,
    merge_actors,
    retire_alias,
)
from codebook.registry.files import (
    RegistryFileProblem,
    export_registry,
    import_registry,
    preview_import,
    request_import,
)
from codebook.registry.files import importing as files
from common.errors import NotAllowed
from jobs.models import Job
from jobs.working import run_inline
from tests.cast import Cast


def told(text: str) -> bytes:
    """The file's bytes."""
    return text.encode()


def exported(cast_project: Any) -> bytes:
    """The project's registry as a file."""
    return b"".join(export_registry(cast_project))


def fill(cast: Cast) -> None:
    """A registry with one of everything, awkward text among it."""
    hamas = create_actor(
        cast.editor, label="حركة حماس", key="ps-hamas", kind="armed_group", inter=2, sectors=["REB", "PTY"],
        country="PS", wikidata="Q38799", ucdp="209", valid_from="1987-12", status="active",
        description='Said "no",\nand\ta tab; =1+1\n',
    )  # fmt: skip
    guards = [create_actor(cast.editor, label="Presidential Guard", country=one) for one in ("PS", "LB")]
    odd = create_actor(cast.editor, label="=HYPERLINK(1)")
    create_actor(cast.editor, label="'=quoted")
    old = create_actor(cast.editor, label="Fateh", status="dormant")
    name = add_alias(cast.editor, hamas.pk, text="Mujamma", kind="former", valid_from="1973", valid_to="1987")
    add_alias(cast.editor, hamas.pk, text="Hamas", language="en", kind="acronym")
    retire_alias(cast.editor, hamas.pk, name.pk)
    add_relation(
        cast.editor, odd.pk, kind="part_of", object_id=hamas.pk, valid_from="2001~", source="+A report",
        source_url="https://example.org/?a=1,2", detail="a wing",
    )  # fmt: skip
    add_relation(cast.editor, guards[1].pk, kind="allied_with", object_id=guards[0].pk)
    add_relation(cast.editor, old.pk, kind="leads", object_id=odd.pk)
    merge_actors(cast.editor, old.pk, guards[0].pk)


def test_a_file_goes_out_and_in_again_without_a_change(cast: Cast) -> None:
    fill(cast)
    out = exported(cast.project)
    assert out.startswith(b"\xef\xbb\xbfrow,actor,name")
    assert import_registry(cast.editor, cast.project, out).is_nothing
    assert not Activity.objects.filter(verb="registry.imported").exists()
    done = import_registry(cast.outsider, cast.outsider.project, out)
    assert done.counts["actors"]["create"] == 6
    assert done.merges == 1
    assert exported(cast.outsider.project) == out
    assert import_registry(cast.outsider, cast.outsider.project, out).is_nothing


def test_formulas_are_disarmed_on_the_way_out_and_read_back(cast: Cast) -> None:
    fill(cast)
    out = exported(cast.project).decode()
    assert ",'=HYPERLINK(1)," in out
    assert ",''=quoted," in out
    assert ",=HYPERLINK" not in out


def test_a_list_of_names_is_enough_and_columns_left_out_are_left_alone(cast: Cast) -> None:
    import_registry(cast.editor, cast.project, told("name\nFatah\nHamas\n"))
    fatah = Actor.objects.get(label="Fatah")
    import_registry(cast.editor, cast.project, told("name;country;kind\nFatah;PS;party\n"))
    import_registry(cast.editor, cast.project, told("\ufeffname,wikidata\r\nFATAH,Q42425\r\n"))
    fatah.refresh_from_db()
    assert (fatah.label, fatah.country, fatah.kind, fatah.wikidata) == ("FATAH", "PS", "party", "Q42425")
    import_registry(cast.editor, cast.project, told("name,country\nFATAH,\n"))
    fatah.refresh_from_db()
    assert fatah.country == ""
    assert Actor.objects.filter(project=cast.project).count() == 2


def test_actors_are_known_again_by_key_then_ids_then_label(cast: Cast) -> None:
    one = create_actor(cast.editor, label="Fatah", key="f", wikidata="Q42425")
    import_registry(cast.editor, cast.project, told("actor,name\nf,Fatah movement\n"))
    import_registry(cast.editor, cast.project, told("actor,name,wikidata\nother,Fatah party,Q42425\n"))
    one.refresh_from_db()
    assert (one.label, one.key) == ("Fatah party", "f")
    assert Actor.objects.count() == 1
    assert set(one.aliases.values_list("text", flat=True)) == {"Fatah", "Fatah movement", "Fatah party"}


def test_names_and_relations_name_their_actors_by_key_or_label(cast: Cast) -> None:
    create_actor(cast.editor, label="PLO")
    text = (
        "row,actor,name,kind,other,from\n"
        "relation,f,,part_of,PLO,1967\n"
        "alias,f,فتح,official,,\n"
        "actor,f,Fatah,party,,1959\n"
    )
    done = import_registry(cast.editor, cast.project, told(text))
    assert [done.counts[kind]["create"] for kind in ("actors", "aliases", "relations")] == [1, 1, 1]
    relation = Relation.objects.get()
    assert (relation.subject.label, relation.object.label, relation.valid_from) == ("Fatah", "PLO", "1967")


def test_a_preview_says_what_would_change_and_changes_nothing(cast: Cast) -> None:
    create_actor(cast.editor, label="Fatah", key="f", country="PS")
    text = told("actor,name,country\nf,Fatah,LB\nh,Hamas,PS\n")
    seen = preview_import(cast.editor, cast.project, text)
    assert seen.counts["actors"] == {"create": 1, "change": 1, "same": 0}
    assert seen.changes[0] == {
        "line": 2, "row": "actor", "action": "change", "label": "Fatah", "fields": {"country": ["PS", "LB"]},
    }  # fmt: skip
    assert Actor.objects.get().country == "PS"


HEAD = "row,actor,name,kind,language,from,to,country,inter,sectors,wikidata,merged_into,retired,other,source_url\n"


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("", 1, "name"),
        ("name,colour\nFatah,red\n", 1, "colour"),
        ("name,name\nFatah,Fatah\n", 1, "name"),
        ("name\nFatah\n\x00\n", 3, ""),
        ('name\n"Fatah\n', 2, ""),
        ("name,country\nFatah\n", 2, ""),
        ("row,name\nperson,Fatah\n", 2, "row"),
        (f"name\n{'x' * 201}\n", 2, "name"),
        ("name\nbell\x07\n", 2, "name"),
        ("name,country\nFatah,XX\n", 2, "country"),
        ("name,wikidata\n\nFatah,Q0\n", 3, "wikidata"),
        ("name,inter\nFatah,9\n", 2, "inter"),
        ("name,sectors\nFatah,GOV QQQ\n", 2, "sectors"),
        ("name,from,to\nFatah,2007,2006\n", 2, "to"),
        ("name,from\nFatah,soon\n", 2, "from"),
        ("actor,name\na,A\na,B\n", 3, "actor"),
        ("name\nFatah\nfatah\n", 2, "actor"),
        (HEAD + "alias,nobody,A,,,,,,,,,,,,\n", 2, "actor"),
        (HEAD + "alias,,A,,,,,,,,,,,,\n", 2, "actor"),
        (HEAD + "actor,a,A,,,,,,,,,,,,\nalias,a,B,label,,,,,,,,,,,\n", 3, "kind"),
        (HEAD + "actor,a,A,,,,,,,,,,,,\nalias,a,B,,Arabic!,,,,,,,,,,\n", 3, "language"),
        (HEAD + "actor,a,A,,,,,,,,,,,,\nalias,a,B,,,,,,,,,,maybe,,\n", 3, "retired"),
        (HEAD + "actor,a,A,,,,,,,,,,,,\nrelation,a,,hates,,,,,,,,,,a,\n", 3, "kind"),
        (HEAD + "actor,a,A,,,,,,,,,,,,\nrelation,a,,leads,,,,,,,,,,a,\n", 3, "other"),
        (HEAD + "actor,a,A,,,,,,,,,a,,,\n", 2, "merged_into"),
        (HEAD + "actor,a,A,,,,,,,,,b,,,\nactor,b,B,,,,,,,,,a,,,\n", 3, "merged_into"),
        (
            HEAD + "actor,a,A,,,,,,,,,,,,\nactor,b,B,,,,,,,,,,,,\n"
            "relation,a,,part_of,,,,,,,,,,b,\nrelation,b,,part_of,,,,,,,,,,a,\n",
            5, "other",
        ),
        (
            HEAD + "actor,a,A,,,,,,,,,b,,,\nactor,b,B,,,,,,,,,,,,\nrelation,a,,part_of,,,,,,,,,,b,\n",
            4, "other",
        ),
        (
            HEAD + "actor,a,A,,,,,,,,,,,,\nactor,b,B,,,,,,,,,,,,\nrelation,a,,leads,,,,,,,,,,b,ftp://x\n",
            4, "source_url",
        ),
    ],
)  # fmt: skip
def test_a_bad_line_is_named_and_nothing_is_imported(cast: Cast, text: str, line: int, column: str) -> None:
    with pytest.raises(RegistryFileProblem) as refusal:
        import_registry(cast.editor, cast.project, told(text))
    first = refusal.value.problems[0]
    assert (first.line, first.column) == (line, column)
    assert not Actor.objects.exists()


def test_every_bad_line_is_named_at_once(cast: Cast) -> None:
    with pytest.raises(RegistryFileProblem) as refusal:
        import_registry(cast.editor, cast.project, told("name,country\nA,XX\nB,PS\nC,YY\n"))
    assert [one.line for one in refusal.value.problems] == [2, 4]


@pytest.mark.parametrize("data", ["name\nFatah\n".encode("utf-16"), b"name\nCaf\xe9\n"])
def test_other_encodings_are_refused_in_words(cast: Cast, data: bytes) -> None:
    with pytest.raises(RegistryFileProblem, match="UTF-8"):
        import_registry(cast.editor, cast.project, data)


def test_a_circle_with_what_stands_is_refused(cast: Cast) -> None:
    one, two = create_actor(cast.editor, label="A"), create_actor(cast.editor, label="B")
    add_relation(cast.editor, one.pk, kind="part_of", object_id=two.pk)
    with pytest.raises(RegistryFileProblem, match="circle"):
        import_registry(cast.editor, cast.project, told("row,actor,name,kind,other\nrelation,B,,part_of,A\n"))


def test_an_ambiguous_label_asks_for_the_key(cast: Cast) -> None:
    for _ in range(2):
        create_actor(cast.editor, label="Guard")
    for text in ("name\nGuard\n", "row,actor,name\nalias,Guard,The Guard of old\n"):
        with pytest.raises(RegistryFileProblem, match="key"):
            import_registry(cast.editor, cast.project, told(text))


def test_an_import_is_recorded_with_each_change(cast: Cast) -> None:
    create_actor(cast.editor, label="Fatah", key="f")
    import_registry(cast.editor, cast.project, told("actor,name,country\nf,Fatah,PS\n"), "list.csv")
    changed = Activity.objects.get(verb="actor.changed")
    assert (changed.old, changed.new) == ({"country": ""}, {"country": "PS"})
    said = Activity.objects.get(verb="registry.imported").new
    assert said is not None
    assert (said["file"], said["actors"]["change"]) == ("list.csv", 1)


def test_a_large_file_becomes_a_job(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "AT_ONCE", 1)
    job = request_import(cast.editor, told("name\nA\nB\n"), "two.csv", wake_worker=False)
    assert isinstance(job, Job)
    assert not Actor.objects.exists()
    done = run_inline(job)
    assert done.result is not None
    assert (done.state, done.result["actors"]["create"]) == ("done", 2)
    assert not RegistryUpload.objects.exists()


def test_viewers_do_not_import(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        request_import(cast.viewer, told("name\nA\n"))
    with pytest.raises(NotAllowed):
        preview_import(cast.viewer, cast.project, told("name\nA\n"))


def test_an_import_costs_the_same_queries_for_ten_rows_as_for_two(cast: Cast) -> None:
    counts = []
    for size in (2, 10):
        rows = "".join(
            f"actor,k{size}-{n},Actor {size} {n},,\nalias,k{size}-{n},Name {size} {n},,\n"
            f"relation,k{size}-{n},,leads,k{size}-{(n + 1) % size}\n"
            for n in range(size)
        )
        with CaptureQueriesContext(connection) as queries:
            import_registry(cast.editor, cast.project, told(f"row,actor,name,kind,other\n{rows}"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert Alias.objects.count() == 24


def test_the_commands_write_and_read_the_same_file(cast: Cast, tmp_path: Path) -> None:
    fill(cast)
    path, out = tmp_path / "actors.csv", io.StringIO()
    call_command("export_actors", "--project", "desk", "--out", str(path))
    assert path.read_bytes() == exported(cast.project)
    call_command("import_actors", str(path), "--project", "desk-elsewhere", "--dry-run", "--json", stdout=out)
    assert json.loads(out.getvalue())["actors"]["create"] == 6
    assert not Actor.objects.filter(project=cast.outsider.project).exists()
    call_command("import_actors", str(path), "--project", "desk-elsewhere", stdout=out)
    assert "6 were entered" in out.getvalue()
    path.write_text("name,country\nFatah,XX\n")
    with pytest.raises(CommandError, match="line 2, column country"):
        call_command("import_actors", str(path), "--project", "desk")
