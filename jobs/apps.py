from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "jobs"

    def ready(self) -> None:
        """Let every room register its kinds of job: importing its module `jobs` is all it takes."""
        autodiscover_modules("jobs")
