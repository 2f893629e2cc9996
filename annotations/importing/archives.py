"""Zip files from strangers: read with limits that do not trust what the file says of itself."""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO, Final, NamedTuple

from sources.importers.problems import ImportProblem

MAGIC: Final = b"PK\x03\x04"
MOST_MEMBERS: Final = 20_000
MOST_BYTES: Final = 100_000_000
"""What the members of one upload may hold together, unpacked, archives inside it included."""
_CHUNK: Final = 1 << 16


class Member(NamedTuple):
    """One file of an archive; `name` is its path there, or the path of an archive within and its path in that."""

    name: str
    data: bytes


def members(data: bytes) -> Iterator[Member]:
    """Every file of the archive and, one level deep, of archives in it, in the order of their names.

    ImportProblem for a damaged file, names that lead out of the archive, links, encryption, and more bytes or members
    than the limits, counted while unpacking.
    """
    budget = _Budget()
    for member in _members(data, budget):
        if member.data[:4] == MAGIC:
            for inner in _members(member.data, budget):
                yield Member(f"{member.name}/{inner.name}", inner.data)
        else:
            yield member


class _Budget:
    """What may still be unpacked."""

    def __init__(self) -> None:
        self.bytes = MOST_BYTES
        self.members = MOST_MEMBERS

    def spend(self, size: int) -> None:
        """Count bytes that were unpacked."""
        self.bytes -= size
        if self.bytes < 0:
            raise ImportProblem.of(
                f"The archive unpacks to more than {MOST_BYTES // 1_000_000} MB.",
                "Split it into several archives.",
            )


def _members(data: bytes, budget: _Budget) -> Iterator[Member]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = sorted((i for i in archive.infolist() if not i.is_dir()), key=lambda info: info.filename)
            budget.members -= len(infos)
            if budget.members < 0:
                raise ImportProblem.of(
                    f"The archive holds more than {MOST_MEMBERS:,} files.", "Split it into several archives."
                )
            for info in infos:
                _refuse_odd(info)
                with archive.open(info) as stream:
                    yield Member(info.filename, _read(stream, budget))
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise ImportProblem.of(
            "The archive is damaged or in a kind of zip that is not read.", "Make it again."
        ) from error


def _read(stream: IO[bytes], budget: _Budget) -> bytes:
    parts: list[bytes] = []
    while part := stream.read(_CHUNK):
        budget.spend(len(part))
        parts.append(part)
    return b"".join(parts)


def _refuse_odd(info: zipfile.ZipInfo) -> None:
    """Nothing is ever written to disk under these names; one that leads out of the archive is still a forgery."""
    path = PurePosixPath(info.filename)
    is_link = (info.external_attr >> 16) & 0o170000 == 0o120000
    if path.is_absolute() or ".." in path.parts or "\\" in info.filename or is_link:
        shown = info.filename[:80].encode("utf-8", "replace").decode()
        raise ImportProblem.of(
            f"The archive names “{shown}”, which leads out of it.", "Make the archive again."
        )
    if info.flag_bits & 1:
        raise ImportProblem.of("The archive is encrypted.", "Make it again without a password.")
