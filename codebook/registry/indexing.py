"""Bringing the columns by which names are found up to date with the code that makes them."""

from typing import Final

from django.db.models import QuerySet

from codebook.models import Alias

from .aliases import indexed

_COLUMNS: Final = ("normalised", "trigrams", "skeleton", "keys")
_BATCH: Final = 2_000


def index_names(*, again: bool = False) -> int:
    """Fill the columns of names that have none yet, or of all `again`; how many were written."""
    rows: QuerySet[Alias] = Alias.objects.all() if again else Alias.objects.filter(keys=[], skeleton="")
    written, last = 0, 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:_BATCH]):
        for row in batch:
            for column, value in indexed(row.text).items():
                setattr(row, column, value)
        written += Alias.objects.bulk_update(batch, _COLUMNS)
        last = batch[-1].pk
    return written
