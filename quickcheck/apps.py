from django.apps import AppConfig


class QuickcheckConfig(AppConfig):
    name = "quickcheck"
    verbose_name = "Quick Check"
