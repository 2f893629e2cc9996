"""A time during which something holds: a begin and an end in EDTF, and the days they can mean at most."""

from typing import Final

from django.db import models

LONGEST_EDTF: Final = 64
_EDTF_LETTERS: Final = r"^[0-9A-Z?~%.:+\-]*$"


class Window(models.Model):
    """From when and until when; an empty side is open or not known.

    `first_day` and `last_day` are derived: the earliest day that the begin and the latest that the end can mean, null
    where that side is open. A day outside them is surely outside the window.
    """

    valid_from = models.CharField(max_length=LONGEST_EDTF, blank=True, default="", db_default="")
    valid_to = models.CharField(max_length=LONGEST_EDTF, blank=True, default="", db_default="")
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)

    class Meta:
        abstract = True


def window_constraints(name: str) -> list[models.CheckConstraint]:
    """The window of `name` does not end before it begins, and its words are letters of EDTF."""
    stated = models.Q(valid_from__regex=_EDTF_LETTERS, valid_to__regex=_EDTF_LETTERS)
    open_side = models.Q(first_day__isnull=True) | models.Q(last_day__isnull=True)
    derived = (models.Q(first_day__isnull=True) | ~models.Q(valid_from="")) & (
        models.Q(last_day__isnull=True) | ~models.Q(valid_to="")
    )
    return [
        models.CheckConstraint(condition=stated, name=f"{name}_window_letters"),
        models.CheckConstraint(condition=derived, name=f"{name}_window_derived"),
        models.CheckConstraint(
            condition=open_side | models.Q(first_day__lte=models.F("last_day")), name=f"{name}_window_order"
        ),
    ]
