"""Brings database, static files and, if asked, the demo project up to date, in one process.

`make run` needs all three before the site may answer; starting Django once instead of three
times is most of what a second start costs. Run as `python -m config.prepare [--demo]`; what it
prints is for the person at the terminal.
"""

import logging
import os
import sys

import django
from django.core.management import call_command


def main() -> None:
    """Do what a start needs; repeating it changes nothing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_schemes", verbosity=0)
    call_command("index_names", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if "--demo" in sys.argv[1:]:
        try:
            call_command("load_demo")
        except Exception:
            # People's own work does not wait for the demo.
            logging.getLogger("attest.demo").exception("The demo project could not be loaded")
            print("The demo project could not be loaded: the log says why.")  # noqa: T201 - for the terminal


if __name__ == "__main__":
    main()
