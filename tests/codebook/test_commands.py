"""The commands bring schemes and files in, and say what came of it."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from codebook import schemes
from codebook.models import Codebook, CodebookDraft
from tests.cast import Cast


@pytest.mark.django_db
def test_the_shipped_schemes_are_loaded_once() -> None:
    out = StringIO()
    call_command("load_schemes", stdout=out)
    call_command("load_schemes", stdout=out)
    assert Codebook.objects.filter(project=None).count() == len(schemes.shipped())
    assert "plover@1: PLOVER with GOVERN" in out.getvalue()


def test_a_file_comes_in_at_the_server(cast: Cast, tmp_path: Path) -> None:
    file, out = tmp_path / "ours.yaml", StringIO()
    file.write_text("slug: ours\ntitle: Ours\ncodes:\n- {value: MARCH, label: March}\n")
    call_command("import_codebook", str(file), project="desk", stdout=out)
    assert Codebook.objects.get(slug="ours").project == cast.project
    call_command("import_codebook", str(file), project="desk", stdout=out)
    assert CodebookDraft.objects.get().slug == "ours"
    assert "the file became a draft" in out.getvalue()


def test_a_file_that_cannot_be_used_is_refused_with_its_place(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text("slug: ours\ntitle: Ours\ncodes:\n- {value: A, label: a}\n- {value: A, label: b}\n")
    with pytest.raises(CommandError, match="line 5"):
        call_command("import_codebook", str(file), project="desk")
    with pytest.raises(CommandError, match="no project"):
        call_command("import_codebook", str(file), project="nowhere")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_codebook", str(tmp_path / "gone.yaml"), project="desk")
