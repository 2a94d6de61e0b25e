"""The smallest log that tells what a worked example gives: rows of the raw tables.

What an example may give is listed in `policy.examples`; hours count from the session's first start.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fnmatch import fnmatchcase
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from tutor_reliability.policy.model import WEEKDAYS, Book

Row = dict[str, object]
Rows = Iterator[tuple[str, Row]]
ONE_SESSION = date(2026, 6, 1)
"""The day of an example of one session; a Monday."""
DAY_ZERO = date(2026, 3, 2)
"""Day 0 of a story; a Monday."""
_NOON = time(12)
_BOOKED_BEFORE = timedelta(days=60)
_ANOTHER_TIME = timedelta(days=3)
_STATUS = {
    "completed": "completed",
    "cancelled": "cancelled",
    "rescheduled": "cancelled",
    "no_show": "no_show_tutor",
    "no_show_student": "no_show_student",
    "interrupted": "interrupted",
    "unreported": "scheduled",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One session that an example gives.

    Attributes:
        name: Begins every id of it, so that examples do not meet.
        tutor: Whose session it is.
        given: What the example gives.
        day: The day of its first start.
        timezone: The policy's zone.
    """

    name: str
    tutor: str
    given: Mapping[str, Any]
    day: date
    timezone: str

    @property
    def start(self) -> datetime:
        """Its first start."""
        at = time.fromisoformat(self.given["at"]) if "at" in self.given else _NOON
        day = self.given.get("on", self.day)
        if "weekday" in self.given:
            ahead = (WEEKDAYS.index(self.given["weekday"]) - day.weekday()) % len(WEEKDAYS)
            day += timedelta(days=ahead)
        return datetime.combine(day, at, ZoneInfo(self.timezone)).astimezone(UTC)

    @property
    def cancelled_at(self) -> datetime | None:
        """When it was cancelled; None where the example gives no notice."""
        if "notice_seconds" in self.given:
            return self.start - timedelta(seconds=self.given["notice_seconds"])
        if "notice_hours" in self.given:
            return self.start - _hours(self.given["notice_hours"])
        return None

    @property
    def student(self) -> str:
        """Who was to be taught."""
        return f"{self.tutor}.{self.given.get('student', 'p')}"


def rows_of(told: Told) -> Rows:
    """Give the rows of one session, each with the table it belongs to."""
    ended = told.given["event"] in ("cancelled", "rescheduled")
    yield "raw.sessions", _session(told)
    if ended or "by" in told.given:
        yield "raw.cancellations", _cancellation(told, ended=ended)
    yield from _rebooking(told)
    yield from _messages(told)


def roster_row(tutor: str, book: Book, market: str) -> tuple[str, Row]:
    """Give a tutor's entry in the roster, in a zone of a market."""
    zone = book.newest.timezone
    if market:
        globs = next(one.market_timezones for one in book.variants if one.market == market)
        zone = min(
            one for one in available_timezones() if any(fnmatchcase(one, glob) for glob in globs)
        )
    long_ago = datetime.combine(date(2000, 1, 1), _NOON, UTC)
    return "raw.tutors", {"tutor_id": tutor, "timezone": zone, "known_at": long_ago}


def _session(told: Told) -> Row:
    given = told.given
    happened = told.cancelled_at or told.start
    booked_at = told.start - (
        _hours(given["booked_hours_before"]) if "booked_hours_before" in given else _BOOKED_BEFORE
    )
    return {
        "session_id": told.name,
        "tutor_id": told.tutor,
        "student_id": told.student,
        "booked_at": booked_at,
        "scheduled_start": told.start + _hours(given.get("moved_later_hours", 0)),
        "original_start": told.start,
        "status": _STATUS[given["event"]],
        "kind": given.get("session_kind"),
        "first_with_student": given.get("first_with_student"),
        "inside_availability": given.get("inside_availability"),
        "minutes_late": given.get("minutes_late"),
        "known_at": max(happened, booked_at),
    }


def _cancellation(told: Told, *, ended: bool) -> Row:
    given = told.given
    return {
        "event_id": f"{told.name}.e",
        "session_id": told.name,
        "initiator": given.get("by", "unknown"),
        "on_behalf_of": given.get("on_behalf_of"),
        "recorded_by": given.get("recorded_by"),
        "cancelled_at": told.cancelled_at,
        "kind": given["event"] if ended else "cancelled",
        "channel": given.get("channel"),
        "reason_code": given.get("reason") or None,
        "rescheduled_to_session_id": f"{told.name}.r" if given.get("agreed") else None,
        "precision": "second",
        "known_at": told.cancelled_at or told.start,
    }


def _rebooking(told: Told) -> Rows:
    """Give the session that the student booked instead."""
    given = told.given
    if "rebooked_after_hours" not in given and not given.get("agreed"):
        return
    since = told.cancelled_at or told.start
    booked_at = since + _hours(given.get("rebooked_after_hours", 0))
    start = max(told.start, booked_at) + _ANOTHER_TIME
    held = given.get("rebooked_held", True)
    yield (
        "raw.sessions",
        {
            "session_id": f"{told.name}.r",
            "tutor_id": told.tutor,
            "student_id": told.student,
            "booked_at": booked_at,
            "scheduled_start": start,
            "status": "completed" if held else "scheduled",
            "known_at": booked_at,
        },
    )


def _messages(told: Told) -> Rows:
    """Give what the tutor said to support, and when."""
    given = told.given
    contact = given.get("contact")
    if contact:
        at = told.start + _hours(contact["hours_after_start"])
        yield "raw.contacts", _contact(told, "c", at, contact)
    if "told_hours_before" in given:
        at = told.start - _hours(given["told_hours_before"])
        yield "raw.contacts", _contact(told, "t", at, {"channel": "support"})
    if "emergency" in given:
        said = {name: given.get(name) for name in ("channel", "reason", "emergency")}
        yield "raw.contacts", _contact(told, "m", told.cancelled_at or told.start, said)


def _contact(told: Told, name: str, at: datetime, said: Mapping[str, Any]) -> Row:
    return {
        "contact_id": f"{told.name}.{name}",
        "tutor_id": told.tutor,
        "session_id": told.name,
        "contacted_at": at,
        "channel": said.get("channel") or "support",
        "reason_code": said.get("reason"),
        "emergency": said.get("emergency"),
        "decision": said.get("decision"),
        "decided_at": at if said.get("decision") in ("accepted", "rejected") else None,
        "known_at": at,
    }


def _hours(number: float) -> timedelta:
    return timedelta(seconds=round(number * 3600))
