"""A throw-away PostgreSQL and Valkey for one test session, started once and shared by its workers."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from runner import addresses
from runner.postgres import Postgres
from runner.session import Session
from runner.valkey import Valkey


@dataclass(frozen=True)
class Servers:
    """Running servers; they also stop, and their data goes, when this process dies."""

    database_url: str
    redis_url: str
    session: Session

    def stop(self) -> None:
        """Stop the servers and remove their data."""
        self.session.close()


def start() -> Servers:
    """Start servers on an empty folder; they trade durability for speed, as only tests may."""
    data = Path(tempfile.mkdtemp(prefix="attest-test-")).resolve()
    session = Session(data, throw_away=True, names=[Postgres.name, Valkey.name])
    session.open()
    return Servers(
        database_url=addresses.database_url(data=data),
        redis_url=addresses.redis_url(data=data),
        session=session,
    )
