"""Starts and stops what Attest runs on: the embedded servers, the web process, the workers.

This package stands outside the Django apps and never imports them, so that the settings and
`manage.py` can use it before Django is there.
"""
