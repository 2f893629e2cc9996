from django.apps import AppConfig


class RecodingProbesConfig(AppConfig):
    name = "tests.annotations.recoding.probes"
    label = "recoding_probes"
