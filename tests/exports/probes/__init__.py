"""An app that only the tests install: a format that waits to be killed."""
