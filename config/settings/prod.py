"""A server for others: everything from the environment, refused when a secret or a host is missing."""

import os

from django.core.exceptions import ImproperlyConfigured

from .base import *
from .base import ALLOWED_HOSTS, SECRET_KEY

if not SECRET_KEY:
    raise ImproperlyConfigured(
        "Set ATTEST_SECRET_KEY to a long random string; every process needs the same one."
    )
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set ATTEST_ALLOWED_HOSTS to the host names people use, separated by commas.")

SECURE_SSL_REDIRECT = os.environ.get("ATTEST_INSECURE_HTTP") != "1"
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "127.0.0.1"]  # health is asked for from inside
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked from inside, where there is no TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = SECURE_SSL_REDIRECT
CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
LANGUAGE_COOKIE_SECURE = SECURE_SSL_REDIRECT
ATTEST_LISTENS_TO_OTHERS = True  # a proxy makes HOST loopback; the demo accounts stay refused all the same
