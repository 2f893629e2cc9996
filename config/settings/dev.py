"""`make run` and the command line on one's own machine: one secret per data folder, loopback hosts."""

import os
import secrets

from .base import *
from .base import ALLOWED_HOSTS, DATA_DIR

DEBUG = os.environ.get("ATTEST_DEBUG") == "1"


def _secret() -> str:
    """The data folder's own secret, made at first use; readable by its owner only."""
    path = DATA_DIR / "secret_key"
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text().strip()


SECRET_KEY = os.environ.get("ATTEST_SECRET_KEY") or _secret()
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "localhost", "127.0.0.1", "[::1]", os.environ.get("HOST", "127.0.0.1")]
