"""Moves the embedded database to the installed PostgreSQL's major version: dump, restore, keep the old."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from runner import addresses, binaries, folders
from runner.errors import Refusal
from runner.keeper import keeper_lock
from runner.locks import FileLock
from runner.postgres import Postgres

TABLES = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%' ORDER BY 1, 2
"""


def main() -> int:
    """Upgrade the database of the data folder; one clear line when that cannot be done."""
    try:
        print(upgrade(addresses.data_folder()))
    except Refusal as refusal:
        print(f"attest: {refusal}", file=sys.stderr)
        return 1
    return 0


def upgrade(data: Path) -> str:
    """Upgrade the database; return what was done. The old folder is kept, whatever happens."""
    before = Postgres(data)
    if not before.cluster.exists():
        return f"{before.cluster} does not exist yet: there is nothing to upgrade."
    wanted = binaries.postgres()
    major = before.major_of_data()
    if major == wanted.major:
        return f"{before.cluster} is of PostgreSQL {major} already: there is nothing to upgrade."
    before.programs = binaries.postgres_of(major)
    if before.programs is None:
        raise Refusal(
            f"PostgreSQL {major} is needed once to read {before.cluster}: install its programs "
            f"(on Debian the package postgresql-{major}), then run this again."
        )
    folders.make_data(data)
    with FileLock(data / "run" / "start.lock"):
        if not keeper_lock(data).is_free():
            raise Refusal(f"Attest runs on {data}: stop it first, then run this again.")
        return _move(data, before, wanted)


def _move(data: Path, before: Postgres, wanted: binaries.Binaries) -> str:
    """Dump with the old server, restore into a new folder, compare, then exchange the folders."""
    dump = data / "run" / "upgrade.dump"
    after = Postgres(data)
    after.programs = wanted
    after.cluster = data / "postgres.upgraded"
    shutil.rmtree(after.cluster, ignore_errors=True)
    kept = data / f"postgres.{before.major_of_data()}-{date.today():%Y%m%d}"  # noqa: DTZ011 - a name
    if kept.exists():
        raise Refusal(f"{kept} is in the way: move it elsewhere, then run this again.")
    try:
        counts = _with_server(before, [wanted.path("pg_dump"), "--format=custom", f"--file={dump}"])
        restore: list[str | Path] = [
            wanted.path("pg_restore"),
            "--single-transaction",
            "--exit-on-error",
            dump,
        ]
        restored = _with_server(after, restore)
    finally:
        dump.unlink(missing_ok=True)
    if counts != restored:
        raise Refusal(f"The copy in {after.cluster} differs from {before.cluster}; nothing was exchanged.")
    before.cluster.rename(kept)
    after.cluster.rename(before.cluster)
    total = sum(counts.values())
    return (
        f"Upgraded to PostgreSQL {wanted.major}: {len(counts)} tables, {total} rows. "
        f"The old folder is kept as {kept}; delete it when you are sure."
    )


def _with_server(server: Postgres, command: list[str | Path]) -> dict[str, int]:
    """Run one program against a server started for it; return the rows of each table after."""
    server.start()
    try:
        url = f"postgresql://postgres@/{addresses.DATABASE}?host={quote(str(server.sockets))}"
        done = subprocess.run(
            [*command[:1], f"--dbname={url}", *command[1:]], capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            said = done.stderr.strip().splitlines() or ["it ended without a word"]
            raise Refusal(f"{Path(command[0]).name} failed, and nothing was exchanged: {said[-1]}")
        return _counts(url)
    finally:
        server.stop()


def _counts(url: str) -> dict[str, int]:
    with psycopg.connect(url) as connection:
        found = {}
        for schema, table in connection.execute(TABLES).fetchall():
            count = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))
            row = connection.execute(count).fetchone()
            found[f"{schema}.{table}"] = row[0] if row else 0
        return found
