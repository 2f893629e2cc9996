"""Whether this process can serve: asked by `make run`, by proxies and by whoever is called at night."""

import logging

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers, else 503; say which part is away.

    Redis only wakes and caches, so pages go on without it: its absence is told, not an error.
    """
    database, redis = _database_answers(), _redis_answers()
    told = {"database": "ok" if database else "away", "redis": "ok" if redis else "away"}
    return JsonResponse(told, status=200 if database else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("The database does not answer")
        return False
    return True


def _redis_answers() -> bool:
    try:
        cache.get("health")
    except (RedisError, OSError):
        logger.warning("Redis does not answer")
        return False
    return True
