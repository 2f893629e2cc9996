"""The test run: real servers, a quick password hash, mail kept in memory."""

import os

from .base import *
from .base import BASE_DIR, DATA_DIR, DATABASES, STORAGES

SECRET_KEY = "test-secret-of-no-installation"  # noqa: S105 - guards nothing
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    **STORAGES,
    # Each test process has a folder of its own, which the workers it starts share: release 1 of project 1 is many.
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": os.environ.get("ATTEST_TEST_FILES", str(DATA_DIR / "test-files"))},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
# Threads of a test each want a connection of their own; a pool would outlive the test database.
DATABASES["default"]["OPTIONS"] = {}
STATIC_ROOT = BASE_DIR / "var" / "static"
# Test processes share one broker: each has its own queue, or it would take the others' messages.
CELERY_TASK_DEFAULT_QUEUE = os.environ.get("PYTEST_XDIST_WORKER", "celery")
