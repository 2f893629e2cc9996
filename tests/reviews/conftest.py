import pytest

from tests.cast import Cast

from .stories import Desk, make_desk


@pytest.fixture
def desk(cast: Cast) -> Desk:
    """The cast with a source of twelve sentences before them."""
    return make_desk(cast)
