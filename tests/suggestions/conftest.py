"""A client per member of the cast, as the API's own tests have it."""

from collections.abc import Callable

import pytest

from accounts.models import Membership
from tests.api.client import Api


@pytest.fixture
def api() -> Callable[[Membership | None], Api]:
    """`api(cast.editor)`: a signed-in client whose addresses start at the project."""
    return Api
