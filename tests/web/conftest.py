"""Browsers of the cast: each signed in, none with JavaScript."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Membership

As = Callable[[Membership], Client]


@pytest.fixture
def as_(db: None) -> As:
    """A browser in which this member is signed in."""

    def signed_in(seat: Membership) -> Client:
        client = Client()
        client.force_login(seat.user)
        return client

    return signed_in
