"""The Celery application: tasks carry ids, state lives in rows."""

import os

from celery import Celery

from ikz.jobs import filesystem

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ikz.settings")

filesystem.register()
app = Celery("ikz")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
