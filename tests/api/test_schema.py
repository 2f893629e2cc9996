"""The schema: valid, whole, and honest about refusals."""

from typing import Any

import pytest
from django.core.management import call_command
from drf_spectacular.generators import SchemaGenerator

from api import urls

from .client import Api
from .test_permissions import served

SIGNED_IN = {"401"}


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    generator: Any = SchemaGenerator
    found: dict[str, Any] = generator().get_schema(request=None, public=True)
    return found


def operations(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every operation with its label."""
    return [
        (f"{method.upper()} {path}", operation)
        for path, item in schema["paths"].items()
        for method, operation in item.items()
    ]


def test_the_schema_is_valid_and_nothing_in_it_is_guessed(tmp_path: Any) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yml"))


def test_every_address_is_in_the_schema(schema: dict[str, Any]) -> None:
    assert len(operations(schema)) == len(list(served(urls.urlpatterns)))


def test_every_operation_says_what_it_does_and_how_it_refuses(schema: dict[str, Any]) -> None:
    for label, operation in operations(schema):
        assert operation.get("summary"), label
        answers = operation["responses"]
        assert set(answers) >= SIGNED_IN, label
        for status, answer in answers.items():
            if status >= "400":
                assert list(answer["content"]) == ["application/problem+json"], label


def test_operation_names_are_not_numbered(schema: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, operation in operations(schema)]
    assert len(set(names)) == len(names)
    assert [name for name in names if name[-1].isdigit()] == []


def test_anyone_may_read_the_schema(client: Any) -> None:
    answer = Api(None).get("/schema/?format=json")
    assert answer.status == 200
    assert answer.response["Content-Type"].startswith("application/vnd.oai.openapi+json")
