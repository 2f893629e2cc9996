"""The addresses follow from the data folder, so that every process finds them alone."""

from pathlib import Path

import kombu
import psycopg.conninfo
import pytest
import redis

from runner import addresses, folders


@pytest.mark.usefixtures("bare")
class TestEmbedded:
    def test_the_data_folder_is_var_in_the_checkout(self) -> None:
        assert addresses.data_folder() == addresses.CHECKOUT / "var"

    def test_a_relative_data_folder_stands_in_the_checkout(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ATTEST_DATA", "elsewhere/data")
        assert addresses.data_folder() == addresses.CHECKOUT / "elsewhere" / "data"

    def test_two_folders_have_two_addresses_and_one_folder_has_one(self) -> None:
        one, two = Path("/srv/one"), Path("/srv/two")
        assert addresses.database_url(one) != addresses.database_url(two)
        assert addresses.database_url(one) == addresses.database_url(Path("/srv/two/../one"))

    def test_the_sockets_of_a_deep_checkout_fit(self) -> None:
        deep = Path("/home", "a" * 70, "b" * 70, "var")
        sockets = [addresses.postgres_folder(deep) / ".s.PGSQL.5432", addresses.valkey_socket(deep)]
        assert all(len(str(path)) <= folders.SOCKET_LIMIT for path in sockets)

    def test_the_clients_read_the_addresses(self) -> None:
        told = psycopg.conninfo.conninfo_to_dict(addresses.database_url())
        assert told["host"] == str(addresses.postgres_folder())
        assert told["dbname"] == told["user"] == "attest"
        settings = redis.from_url(addresses.redis_url(3)).connection_pool.connection_kwargs
        assert (settings["path"], settings["db"]) == (str(addresses.valkey_socket()), 3)
        assert kombu.Connection(addresses.broker_url()).transport_cls == "redis"
        assert addresses.broker_url().endswith("/valkey.sock?virtual_host=1")


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize(
    ("given", "cache", "broker"),
    [
        ("redis://h:6379/0", "redis://h:6379/2", "redis://h:6379/1"),
        ("redis://:pw@h", "redis://:pw@h/2", "redis://:pw@h/1"),
        (
            "rediss://h/5?ssl_cert_reqs=none",
            "rediss://h/2?ssl_cert_reqs=none",
            "rediss://h/1?ssl_cert_reqs=none",
        ),
        ("unix:///run/r.sock?db=4", "unix:///run/r.sock?db=2", "redis+socket:///run/r.sock?virtual_host=1"),
    ],
)
def test_a_given_redis_keeps_all_but_its_database(
    given: str, cache: str, broker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", given)
    assert addresses.redis_url() == given
    assert addresses.redis_url(2) == cache
    assert addresses.broker_url() == broker


def test_a_given_database_is_used_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:p@h:5433/d?sslmode=require")
    assert addresses.database_url() == "postgresql://u:p@h:5433/d?sslmode=require"
    assert not addresses.database_is_embedded()
