"""How much notice was given: the time from when it was said to the start, as the policy runs it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tutor_reliability.policy.model import WEEKDAYS, Policy, WorkingHours

SECOND = timedelta(seconds=1)


def seconds_of_notice(said_at: datetime, due_at: datetime, policy: Policy) -> int:
    """Give the whole seconds of notice; negative, and elapsed time, after the start."""
    if policy.hours is None or said_at > due_at:
        return (due_at - said_at) // SECOND
    zone = ZoneInfo(policy.timezone)
    worked, day = timedelta(0), said_at.astimezone(zone).date()
    while day <= due_at.astimezone(zone).date():
        opens_at, closes_at = _open(day, policy.hours, zone)
        worked += max(min(closes_at, due_at) - max(opens_at, said_at), timedelta(0))
        day += timedelta(days=1)
    return worked // SECOND


def _open(day: date, hours: WorkingHours, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Give when a day's work begins and ends, in UTC, so that a difference is elapsed time."""
    if WEEKDAYS[day.weekday()] not in hours.days or day in hours.holidays:
        return _shown(day, 0, zone), _shown(day, 0, zone)
    return _shown(day, hours.opens, zone), _shown(day, hours.closes, zone)


def _shown(day: date, seconds: int, zone: ZoneInfo) -> datetime:
    midnight = datetime.combine(day, time(tzinfo=zone))
    return (midnight + timedelta(seconds=seconds)).astimezone(ZoneInfo("UTC"))
