from django.apps import AppConfig


class ProbesConfig(AppConfig):
    name = "tests.jobs.probes"
    label = "probes"
