"""The application's settings with what ``django-admin startproject`` gives in front of a view, and no more."""

from ikz.settings import *  # noqa: F403 - the same database, the same accounts

ROOT_URLCONF = "bench.bare"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Refuses to be installed without it; does nothing here.
    "allauth.account.middleware.AccountMiddleware",
]
