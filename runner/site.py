"""What the site consists of: its address, its processes, what they see, and whether it answers."""

import http.client
import os
import socket
import sys
from ipaddress import ip_address

from runner.children import Child
from runner.errors import Refusal

ROOT_IS_FINE = "ignore:You're running the worker with superuser"
ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - how to reach what listens everywhere


class Address:
    """Where the site is to be reached."""

    def __init__(self, host: str, port: str) -> None:
        if not port.isdecimal() or not 0 < int(port) < 65536:
            raise Refusal(f"PORT={port} is not a port: give a number from 1 to 65535.")
        self.host = host
        self.port = int(port)

    @property
    def url(self) -> str:
        """Return the address to open in a browser."""
        shown = ANY.get(self.host, self.host)
        return f"http://[{shown}]:{self.port}/" if ":" in shown else f"http://{shown}:{self.port}/"

    @property
    def is_loopback(self) -> bool:
        """Tell whether only this machine can reach the site."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    def check(self) -> None:
        """Refuse a port that another program listens on; change nothing."""
        try:
            found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise Refusal(f"HOST={self.host} is not an address of this machine ({error.strerror}).") from None
        for family, kind, _, _, place in found:
            with socket.socket(family, kind) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(place)
                except OSError as error:
                    raise Refusal(self._unusable(error)) from None

    def is_healthy(self) -> bool:
        """Tell whether the site answers that it is well."""
        line = http.client.HTTPConnection(ANY.get(self.host, self.host), self.port, timeout=5)
        try:
            line.request("GET", "/healthz", headers={"Host": f"localhost:{self.port}"})
            return line.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()

    def _unusable(self, error: OSError) -> str:
        if isinstance(error, PermissionError):
            return (
                f"Port {self.port} is reserved for root: choose one above 1023, as in `PORT=8000 make run`."
            )
        return (
            f"Port {self.port} on {self.host} cannot be used ({(error.strerror or '').lower()}): stop what "
            f"listens there, or choose another, as in `PORT={self.port % 65535 + 1} make run`."
        )


def children(address: Address) -> list[Child]:
    """Return the processes of the site, in the order in which they start."""
    python = sys.executable
    web = [python, "-m", "config.serve", "--interface", "asginl", "--host", address.host]
    web += ["--port", str(address.port), "--workers", "2", "--respawn-failed-workers", "--no-ws"]
    web += ["--http", "1", "--workers-kill-timeout", "3", "--log-level", "warning", "--access-log"]
    web += ["--access-log-fmt", "%(addr)s %(method)s %(path)s %(status)d %(dt_ms).0f ms"]
    celery = [python, "-W", ROOT_IS_FINE, "-m", "celery", "-q", "-A", "config"]
    worker = ["worker", "--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    beat = ["beat", "--loglevel", "INFO", "--pidfile="]
    beat += ["--scheduler", "django_celery_beat.schedulers:DatabaseScheduler"]
    return [
        Child("web", [*web, "config.entry:app"]),
        Child("worker", [*celery, *worker], patience=20.0),
        Child("beat", [*celery, *beat]),
    ]


def environment(address: Address) -> dict[str, str]:
    """Return what all processes of the site see."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    own = {
        "PYTHONUNBUFFERED": "1",
        "HOST": address.host,
        "PORT": str(address.port),
    }
    settings = os.environ.get("DJANGO_SETTINGS_MODULE") or "config.settings.dev"
    return {**inherited, **own, "DJANGO_SETTINGS_MODULE": settings}
