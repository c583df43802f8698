from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "ikz.files"
    label = "files"
    verbose_name = "Dateien"
