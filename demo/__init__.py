"""The demo project: texts of our own on well-documented events, partly coded for every role."""
