"""Settings every installation shares; each secret and address comes from the environment."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import django_stubs_ext
from csp.constants import NONE, SELF

from runner import addresses

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = addresses.data_folder()


def database_from(url: str) -> dict[str, object]:
    """Django's database settings of a postgresql:// URL; a unix socket stands in ?host=."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "attest",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or query.pop("host", "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        # The pool keeps connections; 5 s, because the default would make a dead database cost 30 s a caller.
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 5}, **query},
    }


SECRET_KEY = os.environ.get("ATTEST_SECRET_KEY", "")
DEBUG = False
ALLOWED_HOSTS = [h for h in os.environ.get("ATTEST_ALLOWED_HOSTS", "").split(",") if h]
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("ATTEST_TRUSTED_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "csp",
    "django_htmx",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "django_celery_beat",
    "common",
    "activity",
    "accounts",
    "jobs",
    "codebook",
    "sources",
    "annotations",
    "suggestions",
    "reviews",
    "exports",
    "api",
    "web",
    "live",
    "demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.request_id",
    "csp.middleware.CSPMiddleware",  # outside all that may refuse: a refusal has the policy too
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.refusals",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "web.context.chrome",
            ],
        },
    }
]

DATABASES = {"default": database_from(addresses.database_url())}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": addresses.redis_url(0),
        "KEY_PREFIX": "attest",
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"  # Redis may be lost at any moment; sessions may not

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["accounts.backends.Passwords"]
# Demo accounts are for one's own machine: they are refused when the site listens to others.
ATTEST_LISTENS_TO_OTHERS = os.environ.get("HOST", "127.0.0.1") not in {"127.0.0.1", "localhost", "::1"}
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ar", "العربية")]  # each by its own name; all but English stand in locale/
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA_DIR / "files")},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

EMAIL_BACKEND = os.environ.get(
    "ATTEST_EMAIL_BACKEND",
    # Without a mail server the message goes to the log, where whoever runs the site finds the link.
    f"django.core.mail.backends.{'smtp' if os.environ.get('ATTEST_EMAIL_HOST') else 'console'}.EmailBackend",
)
EMAIL_HOST = os.environ.get("ATTEST_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("ATTEST_EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("ATTEST_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("ATTEST_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("ATTEST_EMAIL_TLS") == "1"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("ATTEST_FROM_EMAIL", "attest@localhost")

# No inline script, style or eval anywhere: source texts come from outside.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.authentication.ApiTokenAuthentication",
        "api.authentication.Session",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["api.rendering.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.rendering.OrjsonParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "api.pagination.Cursor",
    "PAGE_SIZE": 50,
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "EXCEPTION_HANDLER": "api.problems.handle",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Attest API",
    "VERSION": "1",
    "DESCRIPTION": "Everything the pages do. Errors are problem+json (RFC 9457); lists page by cursor.",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    # Two fields named alike get a name of their own for their values.
    "ENUM_NAME_OVERRIDES": {
        "ActorKind": "codebook.models.ACTOR_KINDS",
        "AliasKind": "codebook.models.ALIAS_KINDS",
        "ActorStatus": "codebook.models.ACTOR_STATUSES",
        "SchemeKind": "codebook.schemes.KINDS",
        "RelationKind": "codebook.models.RELATION_KINDS",
        "TagKind": "annotations.models.KINDS",
        "SuggestionKind": "suggestions.engine.proposals.KINDS",
        "ParticipantRole": "annotations.models.ROLES",
        "Basis": "annotations.models.BASES",
        "MemberRole": "accounts.models.ROLES",
        "OrphanState": "annotations.models.ORPHAN_STATES",
        "OrphanReason": "annotations.models.REASONS",
        "SentenceChangeKind": "sources.comparing.KINDS",
        "SetState": "annotations.states.STATES",
        "JobState": "jobs.models.STATES",
    },
}

CELERY_BROKER_URL = addresses.broker_url()
CELERY_TASK_IGNORE_RESULT = True  # PostgreSQL knows what is true; Celery only carries
CELERY_TASK_ACKS_LATE = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Says what Celery 6 will do by itself; it concerns tasks that are acknowledged late, and we have none.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_SERIALIZER = "json"
# A broker that is gone must not hold up who asks for a job: the row is there, and the sweep finds it.
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "max_retries": 0}
CELERY_BEAT_SCHEDULE = {
    "jobs.sweep": {"task": "jobs.tasks.sweep", "schedule": 5.0, "options": {"expire_seconds": 10}},
    "exports.catch_up": {
        "task": "exports.tasks.catch_up",
        "schedule": 60.0,
        "options": {"expire_seconds": 60},
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "config.logs.RequestId"}},
    "formatters": {"line": {"format": "{levelname} {name} [{request_id}] {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}
    },
    "root": {"handlers": ["stderr"], "level": os.environ.get("ATTEST_LOG_LEVEL", "INFO")},
}
