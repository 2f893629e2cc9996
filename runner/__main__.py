"""`python -m runner up` runs Attest; `upgrade-database` moves its data to a newer PostgreSQL."""

import sys

from runner import supervisor, upgrade

COMMANDS = {"up": supervisor.up, "upgrade-database": upgrade.main}


def main() -> int:
    """Run the command that the first word names."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in COMMANDS:
        print(f"usage: python -m runner {{{','.join(COMMANDS)}}}", file=sys.stderr)
        return 2
    return COMMANDS[name]()


if __name__ == "__main__":
    sys.exit(main())
