"""The embedded servers survive what happens to them, and refuse what they cannot mend."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from runner import addresses, binaries, processes
from runner.errors import Refusal
from runner.postgres import Postgres
from runner.session import Session
from runner.upgrade import upgrade

pytestmark = pytest.mark.usefixtures("bare")

NAMES = ["postgres", "valkey"]
HOLD = """
import sys, time
from pathlib import Path
from runner.session import Session
session = Session(Path(sys.argv[1]), names=["postgres", "valkey"])
session.open()
print("open", flush=True)
time.sleep(60)
"""


@pytest.fixture
def session(filled: Path) -> Iterator[Session]:
    opened = Session(filled, names=NAMES)
    opened.open()
    yield opened
    opened.close()


def ask(data: Path, question: str) -> object:
    with psycopg.connect(addresses.database_url(data), autocommit=True) as connection:
        cursor = connection.execute(question)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def postmaster(data: Path) -> int:
    return int((data / "postgres" / "postmaster.pid").read_text().splitlines()[0])


def listing(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def hold(data: Path) -> subprocess.Popen[str]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data)], stdout=subprocess.PIPE, text=True, cwd=addresses.CHECKOUT
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "open\n"
    return holder


def test_the_servers_are_real_durable_and_private(session: Session) -> None:
    data = session.data
    assert [ask(data, f"SHOW {name}") for name in ("fsync", "synchronous_commit", "full_page_writes")] == [
        "on"
    ] * 3
    assert ask(data, "SHOW listen_addresses") == ""
    assert ask(data, "SHOW server_encoding") == "UTF8"
    assert ask(data, "SELECT lower('ÅЖ')") == "åж"
    assert ask(data, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    client = redis.from_url(addresses.redis_url(data=data))
    assert client.ping()
    assert client.config_get("port") == {"port": "0"}
    assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "volatile-lru"}


def test_a_second_user_shares_them_and_the_last_one_stops_them(session: Session) -> None:
    data, first = session.data, postmaster(session.data)
    other = Session(data, names=NAMES)
    other.open()
    assert postmaster(data) == first
    other.close()
    assert ask(data, "SELECT 1") == 1
    session.close()
    assert not processes.alive(first)
    assert not addresses.runtime_folder(data).exists()


def test_killing_the_last_user_stops_the_servers(filled: Path) -> None:
    data = filled
    holder = hold(data)
    server = postmaster(data)
    holder.kill()
    holder.wait()
    assert processes.wait_until(lambda: not processes.alive(server), 60)


def test_what_was_committed_survives_kill_9_and_the_server_comes_back(session: Session) -> None:
    data = session.data
    ask(data, "CREATE TABLE kept AS SELECT 42 AS number")
    before = postmaster(data)
    os.kill(before, signal.SIGKILL)

    def back() -> bool:
        try:
            return ask(data, "SELECT number FROM kept") == 42
        except psycopg.OperationalError:
            return False

    assert processes.wait_until(back, 60, pause=0.1)
    assert postmaster(data) != before


def test_a_folder_left_by_a_dead_server_does_not_block_the_start(session: Session) -> None:
    data = session.data
    file = data / "postgres" / "postmaster.pid"
    left = file.read_text()
    session.close()
    # Another program has that number now: PostgreSQL alone would take it for a running server.
    file.write_text(left.replace(left.splitlines()[0], str(os.getppid()), 1))
    session.open()
    assert ask(data, "SELECT 1") == 1


def test_a_start_that_was_cut_short_leaves_nothing_in_the_way(data: Path) -> None:
    (data / "postgres.new").mkdir(parents=True)
    (data / "postgres.new" / "PG_VERSION").write_text("18\n")
    session = Session(data, names=["postgres"])
    session.open()
    assert ask(data, "SELECT 1") == 1
    session.close()


def test_the_data_of_another_major_is_refused_untouched_and_then_upgraded(data: Path) -> None:
    older = binaries.postgres_of(16)
    if older is None:
        pytest.skip("the programs of PostgreSQL 16 are not on this machine")
    (data / "log").mkdir(parents=True)
    (data / "run").mkdir()
    old = Postgres(data, durable=False)
    old.programs = older
    old.start()
    ask(data, "CREATE TABLE kept AS SELECT generate_series(1, 500) AS number")
    old.stop()
    before = listing(data / "postgres")
    with pytest.raises(Refusal, match=r"written by PostgreSQL 16.*make upgrade-database") as caught:
        Session(data, names=["postgres"]).open()
    assert "\n" not in str(caught.value)
    assert listing(data / "postgres") == before
    assert "1 tables, 500 rows" in upgrade(data)
    assert listing(next(data.glob("postgres.16-*"))).keys() != set()
    session = Session(data, names=["postgres"])
    session.open()
    assert ask(data, "SELECT count(*) FROM kept") == 500
    session.close()
    assert "nothing to upgrade" in upgrade(data)


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (lambda folder: (folder / "PG_VERSION").unlink(), "not a whole PostgreSQL folder"),
        (lambda folder: (folder / "PG_VERSION").write_text("12\n"), "written by PostgreSQL 12"),
        (lambda folder: os.truncate(folder / "global" / "pg_control", 100), "does not start"),
    ],
)
def test_a_harmed_folder_is_refused_in_one_line(harm: object, words: str, filled: Path) -> None:
    data = filled
    assert callable(harm)
    harm(data / "postgres")
    with pytest.raises(Refusal, match=words) as caught:
        Session(data, names=["postgres"]).open()
    assert "\n" not in str(caught.value)
    assert processes.wait_until(lambda: not addresses.runtime_folder(data).exists(), 5)


def test_programs_that_do_not_run_are_refused_in_one_line(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("postgres", "initdb"):
        (tmp_path / name).write_text("not a program")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("ATTEST_POSTGRES", str(tmp_path))
    with pytest.raises(Refusal, match="set DATABASE_URL") as caught:
        Session(data, names=["postgres"]).open()
    assert "\n" not in str(caught.value)
    assert not data.exists()
