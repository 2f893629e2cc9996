from django.apps import AppConfig


class ExportProbesConfig(AppConfig):
    name = "tests.exports.probes"
    label = "export_probes"
