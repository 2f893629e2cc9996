"""History on the wire: who is a coder code, never a person."""

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from accounts.models import Coder
from activity.models import Activity
from activity.wire import told


class Row(serializers.Serializer[Any]):
    """One thing that happened."""

    cursor = serializers.CharField(help_text="The row's place in the stream: `?after=` it.")
    at = serializers.DateTimeField()
    coder = serializers.CharField(allow_null=True, help_text="Coder code; null when the system did it.")
    verb = serializers.CharField()
    target_kind = serializers.CharField()
    target_id = serializers.CharField()
    old = serializers.JSONField(allow_null=True)
    new = serializers.JSONField(allow_null=True)
    request_id = serializers.CharField(allow_blank=True)


def rows(activity: list[Activity]) -> list[dict[str, Any]]:
    """The rows with coder codes, resolved in one query."""
    codes = codes_of({row.actor_id for row in activity})
    return [told(one, codes.get(one.actor_id)) for one in activity]


def codes_of(coders: Iterable[int | None]) -> dict[int | None, str]:
    """The codes of coder rows; a row that is gone has none."""
    known = {pk for pk in coders if pk is not None}
    return dict(Coder.objects.filter(pk__in=known).values_list("pk", "code"))
