"""The permission truth table, walked over the URL conf: no address can forget it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver
from rest_framework.permissions import AllowAny

from accounts.models import Membership
from api import urls
from tests.cast import Cast

from .client import Answer, Api
from .table import MEMBERS, RULES, Rule
from .world import World, make_world

pytestmark = pytest.mark.django_db
METHODS = ("get", "post", "put", "patch", "delete")


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)


def served(patterns: list[URLPattern | URLResolver], inside: bool = False) -> Iterator[tuple[str, str, bool]]:
    """Every (name, method, is inside a project) the URL conf answers to someone signed in."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from served(pattern.url_patterns, inside="slug" in str(pattern.pattern))
            continue
        callback: Any = pattern.callback
        view = callback.view_class
        if AllowAny in view.permission_classes:
            continue
        for method in METHODS:
            if hasattr(view, method) and method in view.http_method_names:
                yield str(pattern.name), method.upper(), inside


def send(rule: Rule, world: World, api: Api) -> Answer:
    """The rule's request."""
    ids = {key: value for key, value in ((k, getattr(world, k)) for k in World.__slots__) if key != "cast"}
    body = rule.body(world) if rule.body else ({} if rule.method in {"POST", "PATCH"} else None)
    return api.send(rule.method, rule.path.format(**ids), body)


def test_the_table_knows_every_address() -> None:
    assert {(rule.name, rule.method) for rule in RULES} == {
        (name, method) for name, method, _ in served(urls.urlpatterns)
    }


def test_the_table_puts_every_address_of_a_project_inside_it() -> None:
    inside = {(name, method) for name, method, within in served(urls.urlpatterns) if within}
    assert {(rule.name, rule.method) for rule in RULES if rule.may is not None} == inside


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_nobody_is_asked_to_sign_in(rule: Rule, world: World) -> None:
    answer = send(rule, world, Api(None, slug=world.cast.project.slug)).refuses(401)
    assert answer.response.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.may is not None], ids=str)
def test_an_outsider_finds_nothing(rule: Rule, world: World) -> None:
    answer = send(rule, world, Api(world.cast.outsider, slug=world.cast.project.slug)).refuses(404)
    nowhere = send(rule, world, Api(world.cast.outsider, slug="no-such-project")).refuses(404)
    assert answer["detail"] == nowhere["detail"]


@pytest.mark.parametrize("rule", [r for r in RULES if "{" in r.path and "{coder}" not in r.path], ids=str)
def test_ids_of_a_project_open_nothing_in_another(rule: Rule, world: World) -> None:
    stranger = world.cast.outsider
    Membership.objects.filter(pk=stranger.pk).update(roles=list(MEMBERS))  # no right is what stops them
    send(rule, world, Api(world.cast.outsider)).refuses(404)


@pytest.mark.parametrize("role", MEMBERS)
@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.may is not None], ids=str)
def test_a_member_may_exactly_what_the_table_says(rule: Rule, role: str, world: World) -> None:
    answer = send(rule, world, Api(getattr(world.cast, role)))
    if role in (rule.may or ()):
        answer.ok(rule.status)
    else:
        answer.refuses(403)
        assert answer["who_can"]


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.may is None], ids=str)
def test_anyone_signed_in_has_their_own(rule: Rule, world: World) -> None:
    send(rule, world, Api(world.cast.outsider)).ok(rule.status)
