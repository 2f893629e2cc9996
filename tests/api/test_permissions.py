"""The permission truth table, walked over the URL conf: no address can forget it."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver
from rest_framework.permissions import AllowAny

from accounts.models import Membership
from api import urls
from tests.cast import Cast

from .client import Answer, Api
from .table import MEMBERS, RULES, Rule
from .world import World, make_world

pytestmark = pytest.mark.django_db
INSIDE = [rule for rule in RULES if rule.may is not None]
# Coder codes are given out anew in each project; letting go of what one does not hold is nothing.
NOTHING_TO_HIDE = {"member", "lease"}
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


def each(world: World, api: Api, rules: Iterable[Rule]) -> Iterator[tuple[Rule, Answer]]:
    """The answer to each rule's request, what it changed taken back before the next."""
    for rule in rules:
        with transaction.atomic():
            yield rule, send(rule, world, api)
            transaction.set_rollback(True)


def misses(answers: Iterable[tuple[Rule, Answer]], status: int) -> list[str]:
    """The rules that were not refused with `status` and a whole problem."""
    return [
        f"{rule}: {answer}"
        for rule, answer in answers
        if (answer.status, answer.is_problem, answer.is_problem and bool(answer["detail"]))
        != (status, True, True)
    ]


def test_nobody_is_asked_to_sign_in(world: World) -> None:
    answers = list(each(world, Api(None, slug=world.cast.project.slug), RULES))
    assert misses(answers, 401) == []
    offers = {answer.response.headers["WWW-Authenticate"] for _, answer in answers}
    assert offers == {'Bearer realm="attest"'}


def test_an_outsider_finds_nothing(world: World) -> None:
    here = list(each(world, Api(world.cast.outsider, slug=world.cast.project.slug), INSIDE))
    nowhere = list(each(world, Api(world.cast.outsider, slug="no-such-project"), INSIDE))
    assert misses(here, 404) == []
    assert [answer["detail"] for _, answer in here] == [answer["detail"] for _, answer in nowhere]


def test_ids_of_a_project_open_nothing_in_another(world: World) -> None:
    stranger = world.cast.outsider
    Membership.objects.filter(pk=stranger.pk).update(roles=list(MEMBERS))  # no right is what stops them
    rules = [rule for rule in INSIDE if "{" in rule.path and rule.name not in NOTHING_TO_HIDE]
    assert misses(each(world, Api(stranger), rules), 404) == []


@pytest.mark.parametrize("role", MEMBERS)
def test_a_member_may_exactly_what_the_table_says(role: str, world: World) -> None:
    wrong = []
    for rule, answer in each(world, Api(getattr(world.cast, role)), INSIDE):
        if role in (rule.may or ()):
            fits = answer.status == rule.status
        else:
            fits = answer.status == 403 and answer.is_problem and bool(answer["who_can"])
        if not fits:
            wrong.append(f"{rule}: {answer}")
    assert wrong == []


def test_anyone_signed_in_has_their_own(world: World) -> None:
    rules = [rule for rule in RULES if rule.may is None]
    answers = each(world, Api(world.cast.outsider), rules)
    assert [f"{rule}: {answer}" for rule, answer in answers if answer.status != rule.status] == []
