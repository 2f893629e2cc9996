"""A file being written: counted, hashed on the way, and on disk when closed."""

import hashlib
import os
from pathlib import Path
from types import TracebackType
from typing import Self


class Output:
    """Collects bytes into `path`; `bytes` and `sha256` tell of all that was written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.bytes = 0
        self._digest = hashlib.sha256()
        self._stream = path.open("xb")

    def write(self, data: bytes) -> None:
        """Append."""
        self._stream.write(data)
        self._digest.update(data)
        self.bytes += len(data)

    @property
    def sha256(self) -> str:
        """The sha256 of what was written so far, in hexadecimal."""
        return self._digest.hexdigest()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._stream as stream:
            if error is None:
                stream.flush()
                os.fsync(stream.fileno())
