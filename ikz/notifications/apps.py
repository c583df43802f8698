from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "ikz.notifications"
    verbose_name = "Benachrichtigungen"
