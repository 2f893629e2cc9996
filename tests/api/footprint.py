"""What a request left in the database, without what differs from one request to the next: ids, times, secrets."""

from collections import Counter
from typing import Any

from django.apps import apps
from django.db.models import DateTimeField, ForeignKey, JSONField, Model

from accounts.models import Coder, Project, User

Row = tuple[Any, ...]
OUR_ROOMS = {
    "accounts", "activity", "annotations", "codebook", "django_celery_beat", "exports", "jobs", "reviews", "sources",
}  # fmt: skip
NEVER_THE_SAME = {"id", "key", "secret_sha256", "xact", "request_id", "target_id"}
POINTS_TO = {"actor_id": "accounts.Coder", "project_id": "accounts.Project"}  # plain columns of the history
SHIPPED = {"codebook.Code", "codebook.Codebook"}
IDS_INSIDE = {"upload", "decision", "dataset", "set"}


class Footprint:
    """The database as it is now, to be compared with how it is later."""

    def __init__(self) -> None:
        self.old = {
            model._meta.label: set(model.objects.values_list("pk", flat=True))
            for model in (Coder, Project, User)
        }
        self.before = self.rows()

    def left(self) -> tuple[dict[Row, int], dict[Row, int]]:
        """The rows that came and the rows that went since."""
        after = self.rows()
        return dict(after - self.before), dict(self.before - after)

    def rows(self) -> Counter[Row]:
        """Every row of every room, as comparable values."""
        return Counter(
            self.row(one)
            for model in apps.get_models()
            if model._meta.app_label in OUR_ROOMS and model._meta.label not in SHIPPED
            for one in model._default_manager.all()
        )

    def row(self, one: Model) -> Row:
        """One row: its table and the values that a request decides."""
        return (one._meta.label, *(self.value(one, field) for field in one._meta.concrete_fields))

    def value(self, one: Model, field: Any) -> Any:
        """A value, or whether there is one where each request makes its own."""
        value = getattr(one, field.attname)
        if field.name in NEVER_THE_SAME or isinstance(field, DateTimeField):
            return value is not None
        if isinstance(field, ForeignKey) or field.name in POINTS_TO:
            label = POINTS_TO.get(field.name) or field.related_model._meta.label
            return value if value in self.old.get(label, ()) else value is not None
        if isinstance(field, JSONField):
            return repr(without_ids(value))
        return bytes(value) if isinstance(value, memoryview) else repr(value)


def without_ids(value: Any) -> Any:
    """JSON without the ids of rows that were just made."""
    if isinstance(value, dict):
        return {key: without_ids(part) for key, part in sorted(value.items()) if key not in IDS_INSIDE}
    return [without_ids(part) for part in value] if isinstance(value, list) else value
