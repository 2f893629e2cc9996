"""`python -m runner up` runs Attest; `browser` and `upgrade-database` serve `make`."""

import importlib
import sys

COMMANDS = {
    "up": ("runner.supervisor", "up"),
    "upgrade-database": ("runner.upgrade", "main"),
    "browser": ("runner.browser", "main"),
}


def main() -> int:
    """Run the command that the first word names."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in COMMANDS:
        print(f"usage: python -m runner {{{','.join(COMMANDS)}}}", file=sys.stderr)
        return 2
    module, function = COMMANDS[name]
    code: int = getattr(importlib.import_module(module), function)()
    return code


if __name__ == "__main__":
    sys.exit(main())
