from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "ikz.jobs"
    label = "jobs"
    verbose_name = "Aufträge"
