"""The demo project: texts of our own on well-documented events, partly coded, so that every role has work on arrival."""
