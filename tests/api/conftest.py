"""A client per member of the cast."""

from collections.abc import Callable

import pytest

from accounts.models import Membership

from .client import Api


@pytest.fixture
def api() -> Callable[[Membership | None], Api]:
    """`api(cast.editor)`: a signed-in client whose addresses start at the project; `api(None)`: nobody."""
    return Api
