"""What happens once around a whole run."""

import pytest
from django.conf import settings
from django.core.management import call_command
from zeal.constants import initialize_app_registry
from zeal.patch import patch

from tests.infrastructure import environment, template


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Serve static files as production does, and let every request prove that it asks no query per row."""
    # Hashed names need collecting, so a template that names a missing file fails; compressing would only cost time.
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    }
    initialize_app_registry()
    patch()
    shared = {"whitenoise.middleware.WhiteNoiseMiddleware": "tests.infrastructure.static_files.StaticFiles"}
    settings.MIDDLEWARE = [
        "zeal.middleware.zeal_middleware",
        *(shared.get(middleware, middleware) for middleware in settings.MIDDLEWARE),
    ]
    settings.ZEAL_RAISE = True
    # Django reads a session once more before it deletes it: twice whatever there is.
    settings.ZEAL_ALLOWLIST = [{"model": "sessions.Session", "field": "get()"}]
    # The cheapest hasher: the suite signs in hundreds of times.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if not (environment.is_parallel_worker() or config.option.collectonly or config.option.help):
        if config.getoption("numprocesses", None) and environment.has_own_cluster():
            config.add_cleanup(template.start())
        call_command("collectstatic", interactive=False, verbosity=0)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin the longest walks first among the tests that need the server.

    Begun last, one process would walk on for minutes while the other has nothing left to do.
    """
    served = (place for place, item in enumerate(items) if "live_server" in getattr(item, "fixturenames", ()))
    if (first := next(served, None)) is not None:
        items[first:] = sorted(items[first:], key=lambda item: item.get_closest_marker("walk") is None)
