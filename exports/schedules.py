"""When a data set is due by itself: a crontab in the project's time zone, kept where Celery's beat reads it.

Beat only knocks. Whether a run is due is decided here, from the crontab and from `scheduled_through`, so a knock that
comes twice, late or not at all makes exactly one release, and what was missed while the server was down is made up
for once.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from celery.schedules import ParseException, crontab_parser
from django_celery_beat.models import CrontabSchedule

from common.errors import Invalid

FIELDS: Final = ("minute", "hour", "day_of_month", "month_of_year", "day_of_week")
RANGES: Final = {
    "minute": (60, 0),
    "hour": (24, 0),
    "day_of_month": (31, 1),
    "month_of_year": (12, 1),
    "day_of_week": (7, 0),
}
Times: TypeAlias = Mapping[str, set[int]]
NIGHTLY: Final = "0 2 * * *"
UTC_ZONE: Final = ZoneInfo("UTC")
FURTHEST: Final = 366 * 8  # days to look ahead: 29 February comes around


def parsed(expression: str) -> dict[str, str]:
    """The five fields of a crontab; Invalid when it is none, or never due."""
    words = expression.split()
    fields = dict(zip(FIELDS, words, strict=False))
    try:
        if len(words) != len(FIELDS):
            raise ValueError
        next(_instants(_times(fields), UTC_ZONE, datetime.now(UTC)))
    except (ValueError, ParseException, StopIteration) as error:
        message = "Give a time such as 02:00, or a crontab of five fields such as 0 2 * * *."
        raise Invalid(message, errors=[{"field": "crontab", "message": message}]) from error
    return fields


def at_time_of_day(text: str) -> str:
    """The crontab of every day at HH:MM."""
    try:
        at = time.fromisoformat(text.strip())
    except ValueError as error:
        message = "Give a time of day such as 02:00."
        raise Invalid(message, errors=[{"field": "at", "message": message}]) from error
    return f"{at.minute} {at.hour} * * *"


def expression_of(row: CrontabSchedule) -> str:
    """The five fields as one text."""
    return " ".join(str(getattr(row, name)) for name in FIELDS)


def time_of_day(row: CrontabSchedule) -> str:
    """HH:MM when it is due once every day, else an empty text."""
    if (row.day_of_month, row.month_of_year, row.day_of_week) != ("*", "*", "*"):
        return ""
    if not (row.minute.isdecimal() and row.hour.isdecimal()):
        return ""
    return f"{int(row.hour):02d}:{int(row.minute):02d}"


def stored(expression: str, time_zone: str) -> CrontabSchedule:
    """The row beat reads for this crontab in this zone; made when there is none."""
    fields = parsed(expression)
    known = CrontabSchedule.objects.filter(**fields, timezone=time_zone).order_by("pk").first()
    return known or CrontabSchedule.objects.create(**fields, timezone=time_zone)


def next_due(row: CrontabSchedule, after: datetime) -> datetime:
    """The first instant later than `after` at which it is due."""
    times = _times({name: str(getattr(row, name)) for name in FIELDS})
    return next(_instants(times, ZoneInfo(str(row.timezone)), after))


def _times(fields: Mapping[str, str]) -> Times:
    """What each field allows; Sunday is 0."""
    return {name: crontab_parser(*RANGES[name]).parse(fields[name]) for name in FIELDS}


def _instants(times: Times, zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    """Due instants later than `after`, in order; an hour skipped by the clocks is due when they have moved."""
    first = after.astimezone(zone).date()
    for ahead in range(FURTHEST):
        day = first + timedelta(days=ahead)
        if _is_day(times, day):
            for hour in sorted(times["hour"]):
                for minute in sorted(times["minute"]):
                    at = datetime.combine(day, time(hour, minute), zone).astimezone(UTC)
                    if at > after:
                        yield at


def _is_day(times: Times, day: date) -> bool:
    return (
        day.month in times["month_of_year"]
        and day.day in times["day_of_month"]
        and day.isoweekday() % 7 in times["day_of_week"]
    )
