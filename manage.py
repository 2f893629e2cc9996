#!/usr/bin/env python
"""Django's command line, with the embedded servers at hand when none are configured."""

import os
import sys


def main() -> None:
    """Run one management command; start the embedded servers for it when nothing else serves."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.management import execute_from_command_line

    from runner.session import servers_for

    with servers_for(sys.argv):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
