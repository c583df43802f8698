"""The platform. Importing the Celery application here binds shared tasks to it."""

from ikz.celery import app as celery_app

__all__ = ["celery_app"]
