"""Schemathesis over our own schema: whatever is sent, nothing breaks, and what comes back is what the schema says.

ATTEST_FUZZ_EXAMPLES sets the examples per operation; a failure prints how to repeat it.
"""

import os
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.models import ROLES, Membership
from accounts.services import create_token
from config.wsgi import application
from tests.cast import Cast

from .world import World, make_world

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("ATTEST_FUZZ_EXAMPLES", "8"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)


@pytest.fixture
def secret(cast: Cast) -> str:
    """A token of someone who may do everything, so that requests get past the permissions."""
    Membership.objects.filter(pk=cast.owner.pk).update(roles=list(ROLES))
    return create_token(cast.owner.user, "fuzz")


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests share the test's connection, as Django's own test client has it."""
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


def real_ids(world: World, path: str) -> dict[str, Any]:
    """Path parameters that name something that is there."""
    sets = "/decisions/" in path or (path.endswith("{id}/") and "/sets/" in path)
    by_room = {
        "/sources/": world.source,
        "/sentences/": world.drafted,
        "/sets/": world.decided if sets or "retract" in path else world.waiting,
        "/citations/": world.citation,
        "/actors/": world.actor,
        "/outlets/": world.outlet,
        "/jobs/": world.job,
        "/invitations/": world.invitation,
    }
    named = next((pk for room, pk in by_room.items() if room in path), 1)
    return {
        "slug": world.cast.project.slug,
        "id": named,
        "code": world.coder,
        "dataset": "approved",
        "number": 1,
        "name": "approved.jsonl",
    }


def probe(operation: Any, known: dict[str, Any], headers: dict[str, str]) -> None:
    """Send examples of one operation, what they change taken back."""

    @hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    )
    @hypothesis.given(case=operation.as_strategy(), is_real=st.integers(0, 9).map(bool))
    def send(case: Any, is_real: bool) -> None:
        for name in case.path_parameters:
            if name == "slug" or (is_real and name in known):
                case.path_parameters[name] = known[name]
        with transaction.atomic():
            response = case.call(headers=headers)
            transaction.set_rollback(True)
        case.validate_response(response, checks=CHECKS)

    send()


def test_nothing_that_is_sent_breaks_the_api(world: World, secret: str, one_connection: None) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", application)
    headers = {"Authorization": f"Bearer {secret}"}
    broken: list[str] = []
    probed = 0
    found: Any
    for found in schema.get_all_operations():
        operation = found.ok()
        try:
            probe(operation, real_ids(world, operation.path), headers)
        except (Exception, BaseExceptionGroup) as error:
            inner = "\n".join(map(str, getattr(error, "exceptions", [error])))
            broken.append(f"{operation.label}: {type(error).__name__} {inner}")
        probed += 1
    assert probed > 60
    assert not broken, "\n\n".join(broken)
