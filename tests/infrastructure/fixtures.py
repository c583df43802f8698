"""Pytest plugin: real workers, a real Redis, a real mail server, and the browser of the machine."""

from tests.infrastructure.browser import browser_context_args, browser_type_launch_args, live_server
from tests.infrastructure.database import django_db_modify_db_settings, django_db_setup
from tests.infrastructure.mail import smtp_server
from tests.infrastructure.queue import broker, filesystem_broker, redis_broker, redis_server, start_process

__all__ = [
    "broker",
    "browser_context_args",
    "browser_type_launch_args",
    "django_db_modify_db_settings",
    "django_db_setup",
    "filesystem_broker",
    "live_server",
    "redis_broker",
    "redis_server",
    "smtp_server",
    "start_process",
]
