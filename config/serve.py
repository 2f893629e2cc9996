"""Loads the site once, then serves it from processes that share what was loaded.

Granian loads its application in every worker. Loaded here before the workers are made, it costs
time and memory once. Run as `python -m config.serve` with Granian's own options.
"""

import gc
import importlib

from granian.cli import entrypoint


def main() -> None:
    """Load everything that an ordinary request needs, then hand over to Granian."""
    for name in ("config.entry", "config.urls"):
        importlib.import_module(name)
    gc.freeze()  # what is shared stays shared: the collector writes into what it looks at
    entrypoint()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
