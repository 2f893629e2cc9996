"""Where the data lies and where the servers listen: computed, never looked up.

Every process of one checkout must reach the same servers without asking another process, so
the addresses follow from the data folder alone. Nothing here touches the disk.
"""

import hashlib
import os
from pathlib import Path
from urllib.parse import quote

CHECKOUT = Path(__file__).resolve().parent.parent
ROLE = "attest"
DATABASE = "attest"


def data_folder() -> Path:
    """Return ATTEST_DATA, or `var` in the checkout, as an absolute path without links."""
    given = os.environ.get("ATTEST_DATA", "").strip()
    return (CHECKOUT / Path(given or "var").expanduser()).resolve()


def runtime_root() -> Path:
    """Return the folder that holds the sockets of all of this person's data folders.

    Unix socket paths end at 107 bytes, so sockets cannot live under a deep checkout.
    XDG_RUNTIME_DIR is not used on purpose: it is set in some shells and not in others, so two
    shells would disagree, and it is deleted when its owner logs out of a machine on which the
    site goes on running. `runner.folders` checks owner and mode before anything is put here.
    """
    given = os.environ.get("ATTEST_RUNTIME", "").strip()
    return Path(given) if given else Path(f"/tmp/attest-{os.getuid()}")  # noqa: S108 - checked


def runtime_folder(data: Path | None = None) -> Path:
    """Return the private folder with the sockets that belong to one data folder."""
    key = os.fsencode((data or data_folder()).resolve())
    return runtime_root() / hashlib.sha256(key).hexdigest()[:12]


def postgres_folder(data: Path | None = None) -> Path:
    """Return the folder in which the embedded PostgreSQL opens its socket."""
    return runtime_folder(data) / "pg"


def valkey_socket(data: Path | None = None) -> Path:
    """Return the socket on which the embedded Valkey listens."""
    return runtime_folder(data) / "valkey.sock"


def database_is_embedded() -> bool:
    """Tell whether the database is ours to start."""
    return not os.environ.get("DATABASE_URL", "").strip()


def redis_is_embedded() -> bool:
    """Tell whether Valkey is ours to start."""
    return not os.environ.get("REDIS_URL", "").strip()


def database_url(data: Path | None = None) -> str:
    """Return DATABASE_URL, or the address of the embedded PostgreSQL, as libpq reads it."""
    given = os.environ.get("DATABASE_URL", "").strip()
    if given and data is None:
        return given
    return f"postgresql://{ROLE}@/{DATABASE}?host={quote(str(postgres_folder(data)))}"


def redis_url(db: int = 0, data: Path | None = None) -> str:
    """Return REDIS_URL with its database replaced when `db` is not 0, or the embedded one."""
    given = os.environ.get("REDIS_URL", "").strip()
    if given and data is None:
        return _with_database(given, db) if db else given
    return f"unix://{quote(str(valkey_socket(data)))}?db={db}"


def broker_url(db: int = 1, data: Path | None = None) -> str:
    """Return the broker's address as Celery spells it; one database beside the cache's."""
    given = redis_url(db, data)
    if not given.startswith("unix://"):
        return given
    path, _, query = given.removeprefix("unix://").partition("?")
    number = query.removeprefix("db=") or "0"
    return f"redis+socket://{path}?virtual_host={number}"


def _with_database(url: str, db: int) -> str:
    """Replace the database number of a redis:// or unix:// address."""
    if url.startswith("unix://"):
        return f"{url.partition('?')[0]}?db={db}"
    scheme, _, rest = url.partition("://")
    rest, _, query = rest.partition("?")
    host = rest.partition("/")[0]
    return f"{scheme}://{host}/{db}" + (f"?{query}" if query else "")
