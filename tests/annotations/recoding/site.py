"""Settings of the worker processes that the tests start: the test site, moving tags slowly."""

from config.settings import test

globals().update({name: value for name, value in vars(test).items() if name.isupper()})
INSTALLED_APPS = [*test.INSTALLED_APPS, "tests.annotations.recoding.probes"]
