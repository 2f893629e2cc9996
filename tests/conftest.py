"""The test session: one throw-away PostgreSQL and Valkey for all workers, and the cast."""

import os
import shutil
import tempfile

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import settings as random_tests
from pytest_django import DjangoDbBlocker

from config.settings.base import database_from
from runner import addresses, testing

from .cast import Cast, make_cast

# A busy machine is no failure; what failed can be repeated from the report.
random_tests.register_profile("attest", deadline=None, print_blob=True)
random_tests.load_profile("attest")

FILES = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
_SERVERS = pytest.StashKey[testing.Servers]()
_FILES = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers once, in the controller; xdist workers inherit their addresses, not the folder of files."""
    folder = config.stash[_FILES] = tempfile.mkdtemp(prefix="attest-test-files-")
    os.environ["ATTEST_TEST_FILES"] = folder
    settings.STORAGES = {**settings.STORAGES, "default": {**FILES, "OPTIONS": {"location": folder}}}
    if hasattr(config, "workerinput") or os.environ.get("DATABASE_URL"):
        return
    servers = testing.start()
    config.stash[_SERVERS] = servers
    os.environ["DATABASE_URL"] = servers.database_url
    os.environ["REDIS_URL"] = servers.redis_url
    # pytest-django has read the settings before any conftest runs; nothing has connected yet.
    options = settings.DATABASES["default"]["OPTIONS"]
    settings.DATABASES["default"].update({**database_from(servers.database_url), "OPTIONS": options})
    settings.CACHES["default"]["LOCATION"] = addresses.redis_url(0)
    settings.CELERY_BROKER_URL = addresses.broker_url()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what pytest_configure started and remove what it made."""
    shutil.rmtree(config.stash.get(_FILES, ""), ignore_errors=True)
    servers = config.stash.get(_SERVERS, None)
    if servers is not None:
        servers.stop()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Let tests on several connections empty the tables after themselves; history refuses that everywhere else."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE activity_activity DISABLE TRIGGER activity_no_truncate")


@pytest.fixture
def cast(db: None) -> Cast:
    """One project with an owner, two editors, two reviewers, a viewer, and an outsider."""
    return make_cast()
