"""The demo project gives every role something to do, says only what its texts say, and stays on this machine."""

import io
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import connection
from pytest_django import Settings

from accounts.models import Membership, Project, User
from annotations.models import AnnotationSet, EventTag, ReliabilityTag
from annotations.operations.loading import load_tags
from annotations.operations.state import Tag
from demo.people import ROLES
from sources.models import Source


@pytest.fixture
def printed(db: None, settings: Settings, tmp_path: Path) -> str:
    """What `load_demo` prints on an empty data folder."""
    settings.DATA_DIR = tmp_path
    out = io.StringIO()
    call_command("load_demo", stdout=out)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return out.getvalue()


def test_every_role_has_something_to_do_on_arrival(printed: str) -> None:
    states = Counter(AnnotationSet.objects.values_list("state", flat=True))
    assert set(states) == {"draft", "submitted", "approved", "returned"}
    assert Source.objects.filter(project__slug="demo").count() == 3
    assert sorted(tuple(m.roles) for m in Membership.objects.filter(project__slug="demo")) == sorted(
        ROLES.values()
    )


def test_the_printed_logins_open_the_accounts(printed: str) -> None:
    for line in printed.splitlines():
        name, password = line.split()
        assert authenticate(username=name, password=password) is not None


def test_loading_again_changes_nothing_and_prints_the_same(printed: str) -> None:
    out = io.StringIO()
    call_command("load_demo", stdout=out)
    assert out.getvalue() == printed
    assert Project.objects.filter(slug="demo").count() == 1


def test_demo_logins_are_refused_when_others_can_reach_the_site(printed: str, settings: Settings) -> None:
    settings.ATTEST_LISTENS_TO_OTHERS = True
    name, password = printed.splitlines()[0].split()
    assert authenticate(username=name, password=password) is None


def test_the_file_of_logins_is_its_owners_only(printed: str, settings: Settings) -> None:
    assert (Path(settings.DATA_DIR) / "demo_logins.json").stat().st_mode & 0o077 == 0


def test_a_lost_file_of_logins_gives_the_accounts_new_passwords(printed: str, settings: Settings) -> None:
    (Path(settings.DATA_DIR) / "demo_logins.json").unlink()
    out = io.StringIO()
    call_command("load_demo", stdout=out)
    name, password = out.getvalue().splitlines()[0].split()
    assert printed.splitlines()[0].split()[1] != password
    assert User.objects.get(username=name).check_password(password)


def test_the_coding_shows_what_a_tag_can_say(printed: str) -> None:
    events, claims = EventTag.objects, ReliabilityTag.objects
    assert events.exclude(modes=[]).exists()
    assert events.filter(date_resolved="1960-03-21", date_basis="other_sentence").count() == 3
    assert events.filter(latitude__isnull=False, where_prec=2, country="ZA").exists()
    assert events.filter(deaths_low=2, deaths_start__isnull=False).exists()
    assert events.filter(deaths_best=69, injured=180).exists()
    assert claims.filter(parent__isnull=False).exists()
    assert claims.filter(anonymous=True).exists()
    fillers = [
        link for tags in load_tags(set_ids()).values() for tag in tags.values() for link in links_of(tag)
    ]
    assert any(link["from"] for link in fillers), "someone named in another sentence"
    assert any(not link["from"] and not link["actor"] for link in fillers), "nobody named"


def set_ids() -> list[int]:
    """The demo's sets."""
    return list(AnnotationSet.objects.values_list("pk", flat=True))


def links_of(tag: Tag) -> list[dict[str, Any]]:
    """The participants of an event, none of another tag."""
    links: list[dict[str, Any]] = tag.value.get("participants", [])
    return links
