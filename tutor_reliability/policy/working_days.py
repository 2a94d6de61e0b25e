"""Working time as a table: with the time worked before each day, notice is one subtraction."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tutor_reliability.policy.model import WEEKDAYS, Policy, WorkingHours

FIRST, LAST = date(1999, 12, 31), date(2100, 1, 1)
"""The days that the table holds; landing takes no time outside them for a time."""


def working_days(policy: Policy) -> Iterator[dict[str, object]]:
    """Give the rows of policy.working_days; none for a policy that counts elapsed time."""
    if policy.hours is None:
        return
    worked, zone = 0, ZoneInfo(policy.timezone)
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        opens_at, closes_at = _open(day, policy.hours, zone)
        yield {
            "variant": policy.variant,
            "day": day,
            "opens_at": opens_at,
            "closes_at": closes_at,
            "worked_before": worked,
        }
        worked += (closes_at - opens_at) // timedelta(seconds=1)


def _open(day: date, hours: WorkingHours, zone: ZoneInfo) -> tuple[datetime, datetime]:
    works = WEEKDAYS[day.weekday()] in hours.days and day not in hours.holidays
    if not works:
        return on_the_clock(day, 0, zone), on_the_clock(day, 0, zone)
    return on_the_clock(day, hours.opens, zone), on_the_clock(day, hours.closes, zone)


def on_the_clock(day: date, seconds: int, zone: ZoneInfo) -> datetime:
    """Give the instant at which the clocks of a zone show so many seconds since midnight."""
    shown = datetime.combine(day, time()) + timedelta(seconds=seconds)
    return shown.replace(tzinfo=zone).astimezone(UTC)
