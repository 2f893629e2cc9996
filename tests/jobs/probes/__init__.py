"""An app that only the tests install: jobs that can be held, broken and watched from outside."""
