"""The rules of the house, as tests: what no reviewer should have to notice."""

import ast
import io
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

ROOT = Path(__file__).resolve().parents[2]
LAYERS = [
    {"config"},
    {"web", "api", "live", "demo"},
    {"exports"},
    {"reviews"},
    {"annotations"},
    {"codebook", "sources"},
    {"jobs"},
    {"accounts"},
    {"activity"},
    {"common"},
]
HEIGHT = {app: -depth for depth, layer in enumerate(LAYERS) for app in layer}


def tracked(*patterns: str) -> list[Path]:
    """The files git knows (or would add) that match the patterns."""
    out = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [ROOT / line for line in out.splitlines() if (ROOT / line).is_file()]


def our_models() -> list[type[Model]]:
    """Every model of our own rooms."""
    return [m for m in apps.get_models() if m._meta.app_label in HEIGHT]


def test_no_relation_points_upward() -> None:
    upward = [
        f"{model.__name__}.{field.name} -> {target._meta.label}"
        for model in our_models()
        for field in model._meta.get_fields()
        if field.concrete
        and isinstance(target := field.related_model, type)
        and target._meta.app_label in HEIGHT
        and target._meta.app_label != model._meta.app_label
        and HEIGHT[target._meta.app_label] >= HEIGHT[model._meta.app_label]
    ]
    assert upward == []


def test_no_model_overrides_save_or_delete() -> None:
    changed = [m.__name__ for m in our_models() if {"save", "delete"} & set(vars(m))]
    assert changed == []


def test_nothing_listens_to_model_signals() -> None:
    for signal in (pre_save, post_save, pre_delete, post_delete, m2m_changed):
        ours = [
            receiver
            for _, reference, *_ in signal.receivers
            if (receiver := reference() if callable(reference) else reference)
            and getattr(receiver, "__module__", "").split(".")[0] in HEIGHT
        ]
        assert ours == []


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    out = io.StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out, verbosity=1)
    assert "No changes" in out.getvalue()


def test_migrations_do_not_import_the_rooms() -> None:
    offenders = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in tracked("*/migrations/*.py")
        for name in imported(path)
        if name.split(".")[0] in HEIGHT and not name.endswith(".models")
    ]
    assert offenders == []


def imported(path: Path) -> list[str]:
    """The modules a Python file imports, absolute ones only."""
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.append(node.module)
    return names


def test_http_stays_at_the_rim() -> None:
    rim = {"web", "api", "live", "config"}
    offenders = [
        f"{path.relative_to(ROOT)}: {name}"
        for app in HEIGHT.keys() - rim
        for path in tracked(f"{app}/*.py")
        for name in imported(path)
        if name.startswith(("django.http", "rest_framework", "django.shortcuts"))
    ]
    assert offenders == []


def test_no_file_name_says_nothing() -> None:
    empty_words = re.compile(r"(^|_)(utils?|helpers?|managers?|handlers?|misc|stuff)(_|$)")
    assert [p.name for p in tracked("*.py", "*.js") if empty_words.search(p.stem)] == []


def test_no_file_is_a_corridor() -> None:
    """A file over 600 lines is no longer one room."""
    long = [
        f"{p.relative_to(ROOT)} ({n})"
        for p in tracked("*.py", "*.js", "*.css")
        if "vendor" not in p.parts
        and "migrations" not in p.parts
        and (n := len(p.read_text().splitlines())) > 600
    ]
    assert long == []


def test_nothing_is_promised_in_comments() -> None:
    promise = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError|coming soon)\b")
    here = Path(__file__)
    found = [
        f"{p.relative_to(ROOT)}:{number}"
        for p in tracked("*.py", "*.js", "*.html", "*.css")
        if p != here and "vendor" not in p.parts
        for number, line in enumerate(p.read_text().splitlines(), 1)
        if promise.search(line)
    ]
    assert found == []


def test_lock_files_hold_no_address() -> None:
    for path in tracked("requirements/*.lock"):
        assert "://" not in path.read_text()
        assert "--hash=sha256:" in path.read_text()


def test_every_dependency_has_its_reason() -> None:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    bare = [line for line in lines if re.match(r'\s+"[a-z][\w\[\],.-]*[>=<]', line) and "#" not in line]
    assert bare == []
