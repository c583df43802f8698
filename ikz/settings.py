"""All settings in one file, read from a typed environment.

What has no safe default must be set: a missing value stops the start with its name. Every value may
come from a file instead (``SECRET_KEY_FILE=/run/secrets/key``), as container platforms hand out secrets.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import django
import django_stubs_ext
import environ
import pghistory
from celery.schedules import crontab
from csp.constants import NONE, SELF

from ikz.embedded import provide_database

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent


class SecretFiles(environ.FileAwareMapping):
    """Values from files without the newline at their end, which editors and ``echo`` leave there."""

    def __getitem__(self, key: str) -> str:
        return str(super().__getitem__(key)).rstrip("\n")


env = environ.FileAwareEnv()
env.ENVIRON = SecretFiles()
if (BASE_DIR / ".env").is_file():
    env.read_env(BASE_DIR / ".env", overwrite=False)

# --- What this installation is -----------------------------------------------------------------
VAR_DIR = Path(env.str("IKZ_VAR", default=str(BASE_DIR / "var")))
DEMO = env.bool("IKZ_DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
HTTPS = env.bool("IKZ_HTTPS", default=True)
SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
# Absolute address for links in mails and PDFs; never taken from the Host header of a request.
BASE_URL = env.str("IKZ_BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[BASE_URL])
# Second factor for everybody who signs in; the demo's accounts are never forced to one.
REQUIRE_SECOND_FACTOR = env.bool("IKZ_REQUIRE_SECOND_FACTOR", default=not DEMO)

# The legal pages are the operator's own texts: paragraphs separated by an empty line.
LEGAL_TEXTS = {
    "imprint": env.str("IKZ_LEGAL_IMPRINT", default=""),
    "privacy": env.str("IKZ_LEGAL_PRIVACY", default=""),
    "accessibility": env.str("IKZ_LEGAL_ACCESSIBILITY", default=""),
}
FEEDBACK_EMAIL = env.str("IKZ_FEEDBACK_EMAIL", default="")

# § 2b UStG: from when it holds for everybody. The default is the catalog's day; parliament has put it off before,
# so another day can be set (2029-01-01), together with where it was read.
VAT_2B_FROM = date.fromisoformat(env.str("IKZ_VAT_2B_FROM", default="2027-01-01"))
VAT_2B_SOURCE = env.str("IKZ_VAT_2B_SOURCE", default="")
# Rate of the tax on services between municipalities, in per cent.
VAT_RATE = Decimal(env.str("IKZ_VAT_RATE", default="19"))

# --- Applications --------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "pgtrigger",
    "pghistory",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "django_filters",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "ikz.ui",
    "ikz.access",
    "ikz.jobs",
    "ikz.files",
    "ikz.accounts",
    "ikz.notifications",
    "municipalities",
    "cooperations",
    "quickcheck",
    "governance",
    "agreements",
    "steckbriefe",
    "workspace",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ikz.accounts.middleware.ValidAccountMiddleware",
    "ikz.accounts.middleware.SecondFactorMiddleware",
    "ikz.access.middleware.ReadOnlyAccountMiddleware",
    "ikz.accounts.middleware.HistoryMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "ikz.urls"
WSGI_APPLICATION = "ikz.wsgi.application"

_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", _LOADERS)],
            "builtins": ["django_cotton.templatetags.cotton", "ikz.ui.templatetags.ikz_format"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ikz.ui.context_processors.site",
            ],
        },
    }
]
COTTON_DIR = "kern"
# A component sees its own attributes and the context processors, never a page's variables by accident.
COTTON_ISOLATE_BY_DEFAULT = True
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database ------------------------------------------------------------------------------------
# Without DATABASE_URL the process joins the embedded cluster of the demo.
provide_database(VAR_DIR)
DATABASES = {"default": env.db("DATABASE_URL")}
# Connections per process. 0 opens one per request instead, which test databases need: a pool would keep them in use.
_pool_size = env.int("IKZ_DB_POOL", default=8)
DATABASES["default"].update(
    {
        "ATOMIC_REQUESTS": False,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **DATABASES["default"].get("OPTIONS", {}),
            "pool": {"min_size": 1, "max_size": _pool_size, "timeout": 10} if _pool_size else False,
        },
    }
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Triggers of the database write the history, so no code path can skip it.
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())

# --- Sign-in -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/start/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "ikz.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# A whole town hall may sign in from one address within minutes.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "30/m/ip,5/300s/key"}
# Django's own: it needs no rows of allauth's address book, which this application does not keep.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24
ACCOUNT_FORMS = {
    "login": "ikz.accounts.forms.LoginForm",
    "reauthenticate": "ikz.accounts.forms.ReauthenticateForm",
    "change_password": "ikz.accounts.forms.ChangePasswordForm",
    "set_password": "ikz.accounts.forms.SetPasswordForm",
    "reset_password": "ikz.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "ikz.accounts.forms.ResetPasswordKeyForm",
}
MFA_ADAPTER = "ikz.accounts.second_factor.MFAAdapter"
MFA_FORMS = {
    "authenticate": "ikz.accounts.forms.AuthenticateForm",
    "authenticate_webauthn": "ikz.accounts.forms.AuthenticatePasskeyForm",
    "reauthenticate": "ikz.accounts.forms.ReauthenticateCodeForm",
    "reauthenticate_webauthn": "ikz.accounts.forms.ReauthenticatePasskeyForm",
    "login_webauthn": "ikz.accounts.forms.LoginPasskeyForm",
    "activate_totp": "ikz.accounts.forms.ActivateTOTPForm",
    "add_webauthn": "ikz.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "ikz.accounts.forms.EditPasskeyForm",
}
# Addresses are proved by the invitation, not by allauth's address book.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "IKZ Schul-IT"
# Clocks differ, and people type: the codes before and after the present one count as well.
MFA_TOTP_TOLERANCE = 1
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 1  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "ikz.accounts.lockout.attempted_address"
AXES_CLIENT_IP_CALLABLE = "ikz.accounts.lockout.client_address"
AXES_LOCKOUT_CALLABLE = "ikz.accounts.lockout.locked_out"
# Whoever goes on trying while locked out does not prolong it: others may do that on purpose.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# Who signed in when and from where is nobody's business; only failures are counted.
AXES_DISABLE_ACCESS_LOG = True
AXES_SENSITIVE_PARAMETERS = ["login", "username", "ip_address"]
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# guardian: grants live in direct foreign-key tables only, and nobody is "the anonymous user".
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
# visible_to() is the only gate; guardian's own backend would be a second way in.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
# knox's own table gives way to ours, but its migrations would still create it.
MIGRATION_MODULES = {"knox": None}
KNOX_TOKEN_MODEL = "accounts.ApiToken"  # noqa: S105 - a model's name, not a secret
REST_KNOX = {"TOKEN_TTL": None, "AUTO_REFRESH": False, "TOKEN_PREFIX": "ikz_"}

SESSION_ENGINE = "ikz.accounts.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if env.bool("IKZ_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        # KERN's icons are data: SVGs in its stylesheet.
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- Language and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "de"
# Django's own words win: the REST framework translates some of the same sentences with "Du".
LOCALE_PATHS = [Path(django.__file__).parent / "conf" / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# --- Static and stored files ---------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("IKZ_STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
# Outside every web root: files are served through the gate only.
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Only addresses that carry the content's hash are served, so browsers may keep them for ever.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# Pictures and fonts are compressed already; source maps are large, and read by developers only.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [
    "png",
    "jpg",
    "webp",
    "gz",
    "br",
    "woff",
    "woff2",
    "map",
    "xlsx",
    "pdf",
]
FILE_UPLOAD_PERMISSIONS = 0o640
# Papers and other files that people attach; the proxy of docker-compose.yml lets 30 MB through.
FILE_MAX_BYTES = env.int("IKZ_FILE_MAX_MB", default=20) * 1024**2

# --- Mail ----------------------------------------------------------------------------------------
vars().update(env.email_url("EMAIL_URL", default=f"filemail:///{VAR_DIR / 'mail'}"))
EMAIL_TIMEOUT = env.int("IKZ_EMAIL_TIMEOUT", default=20)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="IKZ Schul-IT <ikz@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Queue and cache -----------------------------------------------------------------------------
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="filesystem://localhost")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
# Uploads of imports. A form carries up to three files, and the proxy of docker-compose.yml lets 30 MB through.
IMPORT_MAX_BYTES = env.int("IKZ_IMPORT_MAX_MB", default=9) * 1024**2
# How long a row stays claimed; a worker that dies loses its claim after this time.
JOB_LEASE_SECONDS = env.int("IKZ_JOB_LEASE_SECONDS", default=120)
SWEEP_SECONDS = env.float("IKZ_SWEEP_SECONDS", default=15.0)
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep-mails": {"task": "ikz.notifications.tasks.sweep", "schedule": SWEEP_SECONDS},
    "sweep-pdfs": {"task": "steckbriefe.tasks.sweep", "schedule": SWEEP_SECONDS},
    "sweep-model-sheets": {"task": "cooperations.tasks.sweep_model_sheets", "schedule": SWEEP_SECONDS},
    "sweep-handover-sheets": {
        "task": "cooperations.tasks.sweep_handover_sheets",
        "schedule": SWEEP_SECONDS,
    },
    # A deadline ends at midnight; a few minutes later everybody has the result.
    "close-circulars": {"task": "governance.tasks.close_circulars", "schedule": crontab(minute="*/5")},
    "sweep-minutes": {"task": "governance.tasks.sweep_minutes", "schedule": SWEEP_SECONDS},
    "sweep-agreements": {"task": "agreements.tasks.sweep_documents", "schedule": SWEEP_SECONDS},
    # Agreements come into force and end with the day.
    "advance-agreements": {
        "task": "agreements.tasks.advance_due",
        "schedule": crontab(hour="0", minute="10"),
    },
    "sweep-imports": {"task": "municipalities.tasks.sweep_imports", "schedule": SWEEP_SECONDS},
    "tidy-imports": {
        "task": "municipalities.tasks.tidy_imports",
        "schedule": crontab(hour="3", minute="20"),
    },
    "apply-retention": {
        "task": "workspace.tasks.apply_retention",
        "schedule": crontab(hour="3", minute="40"),
    },
    "send-due-reminders": {
        "task": "workspace.tasks.send_due_reminders",
        "schedule": crontab(hour="6", minute="30"),
    },
}
if CELERY_BROKER_URL.startswith("filesystem:"):
    _queue = VAR_DIR / "broker"
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        # One folder for both directions: sender and worker are the same machine.
        "data_folder_in": str(_queue / "queue"),
        "data_folder_out": str(_queue / "queue"),
        "control_folder": str(_queue / "control"),
        "processed_folder": str(_queue / "processed"),
        "store_processed": False,
        "polling_interval": 0.1,
    }
    for _folder in ("queue", "control", "processed"):  # the transport expects them
        (_queue / _folder).mkdir(parents=True, exist_ok=True)
    CACHES: dict[str, dict[str, Any]] = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(VAR_DIR / "cache"),
        }
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": env.int("IKZ_VISIBILITY_TIMEOUT", default=3600),
        # Without these two, messages of a killed worker come back only after more than a minute.
        "unacked_restore_throttle": 1,
        "unacked_restore_interval": 5,
        # A request does not wait for a broker that is down: the sweep wakes its row later.
        "socket_connect_timeout": 2,
        "max_retries": 1,
        "interval_start": 0,
    }
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": env.str("CACHE_URL", default=CELERY_BROKER_URL),
            "KEY_PREFIX": "ikz-cache",
        }
    }

# --- Retention ------------------------------------------------------------------------------------
# Days after which what is no record goes by itself; what each counts from stands in workspace/catalog/retention.yaml.
RETENTION_DAYS = {
    "mails": env.int("IKZ_RETAIN_MAILS_DAYS", default=180),
    "invitations": env.int("IKZ_RETAIN_INVITATIONS_DAYS", default=180),
    "keys": env.int("IKZ_RETAIN_KEYS_DAYS", default=90),
    "sign_in_failures": env.int("IKZ_RETAIN_SIGN_IN_FAILURES_DAYS", default=30),
    "working_files": env.int("IKZ_RETAIN_WORKING_FILES_DAYS", default=90),
    "access_log": env.int("IKZ_RETAIN_ACCESS_LOG_DAYS", default=1095),
}
# Days after which the administration is reminded to replace the name in an account that nobody uses.
RETENTION_UNUSED_ACCOUNT_DAYS = env.int("IKZ_RETAIN_UNUSED_ACCOUNT_DAYS", default=365)
# Years after its end for which a cooperation is kept at least; each agreement names its own.
RETENTION_COOPERATION_YEARS = env.int("IKZ_RETAIN_COOPERATION_YEARS", default=10)

# --- API -----------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "ikz.accounts.authentication.ApiTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["ikz.access.permissions.GatePermission"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["ikz.access.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "ikz.access.pagination.Pagination",
    "DEFAULT_FILTER_BACKENDS": [
        "django_filters.rest_framework.DjangoFilterBackend",
        "rest_framework.filters.SearchFilter",
    ],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "ikz.access.api_errors.handle_exception",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "IKZ Schul-IT",
    "DESCRIPTION": "Interkommunale Zusammenarbeit in der Schul-IT",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    # Several resources name Länder; the schema has them once. States have the same name and other words each.
    "ENUM_NAME_OVERRIDES": {
        "LandEnum": "municipalities.catalog.LAND_CHOICES",
        "VersionStateEnum": "agreements.models.versions.STATE_CHOICES",
        "InstrumentEnum": "agreements.instruments.CHOICES",
        "MeetingStateEnum": "governance.models.MeetingState",
        "ResolutionStateEnum": "governance.models.ResolutionState",
        "ActionStateEnum": "governance.models.ActionState",
    },
}

# --- Logging: no personal data, one line per event ------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"tokens": {"()": "ikz.accounts.logs.TokenFilter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["tokens"]}},
    "root": {"handlers": ["stderr"], "level": env.str("IKZ_LOG_LEVEL", default="INFO")},
    "loggers": {
        # weasyprint and fontTools report each substituted glyph.
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "WARNING"},
        "axes": {"level": "WARNING"},
    },
}
