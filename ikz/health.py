"""Health for monitoring: ``/healthz`` (this process answers) and ``/readyz`` (it can work).

Both answer JSON without signing in, 200 when all is well and 503 otherwise. They name what fails and nothing of
addresses, credentials or data.
"""

import asyncio
import datetime as dt
import tempfile
from dataclasses import dataclass
from http import HTTPStatus

import psycopg
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from health_check.base import HealthCheck
from health_check.exceptions import ServiceUnavailable
from health_check.views import HealthCheckView

from ikz.celery import app

TIMEOUT = 3  # seconds


@dataclass
class Process(HealthCheck):
    """The process takes requests and answers; whatever it needs may be down."""

    def run(self) -> None:
        """Nothing to do: getting here is the proof."""


@dataclass
class Database(HealthCheck):
    """PostgreSQL takes a new connection; the pool of this process is left alone."""

    timeout = dt.timedelta(seconds=TIMEOUT)

    def run(self) -> None:
        """Connect and ask for one row."""
        parameters = {**connection.get_connection_params(), "connect_timeout": TIMEOUT}
        try:
            with psycopg.connect(**parameters) as link:
                link.execute("SELECT 1")
        except psycopg.Error as error:
            raise ServiceUnavailable(type(error).__name__) from error


@dataclass
class Broker(HealthCheck):
    """The queue takes messages; on the file system that means a folder one may write to."""

    timeout = dt.timedelta(seconds=TIMEOUT)

    def run(self) -> None:
        """Connect to the server, or write into the folder and remove it again."""
        try:
            if settings.CELERY_BROKER_URL.startswith("filesystem:"):
                with tempfile.TemporaryFile(dir=settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_out"]):
                    return
            limits = {"socket_connect_timeout": TIMEOUT, "socket_timeout": TIMEOUT}
            with app.connection_for_write(transport_options=limits) as link:
                link.ensure_connection(max_retries=1, interval_start=0, timeout=TIMEOUT)
        except Exception as error:
            # Each broker's library has errors of its own; any of them means the same.
            raise ServiceUnavailable(type(error).__name__) from error


class HealthView(HealthCheckView):
    """Answers monitoring in one format, whatever it says it accepts."""

    http_method_names = ["get", "head", "options"]

    async def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Run the checks side by side."""
        # Unlike the package's own view, no page for people: it would need the session and thereby the database.
        self.results = await asyncio.gather(*(check.get_result() for check in self.get_checks()))
        words = {type(row.check).__name__.lower(): str(row.error or "OK") for row in self.results}
        return JsonResponse(
            words, status=HTTPStatus.OK if set(words.values()) == {"OK"} else HTTPStatus.SERVICE_UNAVAILABLE
        )


urlpatterns = [
    path("healthz", HealthView.as_view(checks=[Process]), name="healthz"),
    path("readyz", HealthView.as_view(checks=[Database, Broker]), name="readyz"),
]
