"""Times of iCalendar files: in UTC where the file says where they are, else as they stand.

A zone is the one the file defines, or the one of that name; where the two differ nobody can tell
which was meant. What a clock skipped or showed twice is read as RFC 5545 says (3.3.5).
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice, takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tutor_reliability.sources.ics_records import Component, Property, properties

_DAY = re.compile(r"[0-9]{8}")
_TIME = re.compile(r"([0-9]{8}T[0-9]{6})(Z?)")
_OFFSET = re.compile(r"([+-])([0-9]{2})([0-9]{2})([0-9]{2})?")
_MONTH = r"(?:[1-9]|1[0-2])"
_RULE_PARTS = {
    "FREQ": re.compile("YEARLY"),
    "BYMONTH": re.compile(rf"{_MONTH}(?:,{_MONTH})*"),
    "BYDAY": re.compile(r"[+-]?[1-5]?(?:SU|MO|TU|WE|TH|FR|SA)"),
    "BYMONTHDAY": re.compile(r"-?[0-9]{1,2}(?:,-?[0-9]{1,2})*"),
    "UNTIL": _TIME,
    "COUNT": re.compile(r"[0-9]{1,3}"),
    "WKST": re.compile(r"[A-Z]{2}"),
}
"""What may stand in the rule by which a clock is changed, and how."""
_MOST_CHANGES = 2_000
_LAST_YEAR = 2100


class ZoneError(ValueError):
    """A time stands in a zone that cannot be told."""


class Change(NamedTuple):
    """A clock change: when, by the clock before it, and the offsets before and after."""

    at: datetime
    before: timedelta
    after: timedelta


Zones = Mapping[str, tuple[Change, ...] | None]
"""The zones that a calendar defines, by name; None for one that cannot be read."""


def zone_of(component: Component) -> tuple[str, tuple[Change, ...] | None]:
    """Read the definition of a zone; gives its name and its clock changes."""
    name = properties(component.lines).get("TZID", [Property("", {})])[0].value
    try:
        changes = sorted(change for part in component.parts for change in _changes(part))
    except (ValueError, KeyError, OverflowError):
        return name, None
    return name, tuple(changes) or None


def time_of(one: Property, zones: Zones) -> str:
    """Give a time as ISO 8601: in UTC, or local without offset where it states no zone, or a day.

    Raises:
        ZoneError: It stands in a zone that cannot be told.
        ValueError: It is no time.
    """
    if _DAY.fullmatch(one.value):
        return f"{_read(one.value, '%Y%m%d'):%Y-%m-%d}".rjust(10, "0")
    found = _TIME.fullmatch(one.value)
    if not found:
        raise ValueError(one.value)
    local = _read(found[1], "%Y%m%dT%H%M%S")
    if found[2]:
        return f"{local.isoformat()}Z"
    zone = one.parameters.get("TZID", "")
    return f"{_in_utc(local, zone, zones).isoformat()}Z" if zone else local.isoformat()


def _read(text: str, form: str) -> datetime:
    return datetime.strptime(text, form)  # noqa: DTZ007  # a local time, placed by its zone


def _in_utc(local: datetime, zone: str, zones: Zones) -> datetime:
    instants = {one for one in (_by_file(local, zone, zones), _by_name(local, zone)) if one}
    if len(instants) > 1:
        raise ZoneError(f"TZID is {zone!r}, which the file defines otherwise than it is known")
    if not instants:
        raise ZoneError(f"TZID is {zone!r}: expected a zone that the file defines, or a known one")
    return instants.pop()


def _by_file(local: datetime, zone: str, zones: Zones) -> datetime | None:
    changes = zones.get(zone) or ()
    place = bisect_right(changes, local, key=lambda change: change.at)
    if place == 0:
        return None
    last = changes[place - 1]
    skipped = local < last.at + (last.after - last.before)
    return local - (last.before if skipped else last.after)


def _by_name(local: datetime, zone: str) -> datetime | None:
    try:
        return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OSError, KeyError, OverflowError):
        return None


def _changes(part: Component) -> Iterable[Change]:
    """Give the clock changes of one half of a zone.

    Raises:
        ValueError: It is not of the form that zones have.
        KeyError: It lacks what a zone must have.
    """
    said = properties(part.lines)
    before, after = (_offset(said[name][0].value) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
    first = _read(said["DTSTART"][0].value, "%Y%m%dT%H%M%S")
    onsets = {first}
    for one in said.get("RDATE", []):
        onsets.update(_read(each, "%Y%m%dT%H%M%S") for each in one.value.split(","))
    for one in said.get("RRULE", []):
        onsets.update(_yearly(one.value, first, before))
    return [Change(onset, before, after) for onset in onsets]


def _offset(written: str) -> timedelta:
    found = _OFFSET.fullmatch(written)
    if not found:
        raise ValueError(written)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -offset if found[1] == "-" else offset


@lru_cache(maxsize=256)
def _yearly(rule: str, first: datetime, before: timedelta) -> tuple[datetime, ...]:
    """Give the onsets of a yearly rule; any other is none that a clock goes by.

    Kept, since each message of a file defines the same few zones.
    """
    from dateutil.rrule import rrulestr  # noqa: PLC0415  # loaded for the few files that need it

    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    if "FREQ" not in parts or not all(_RULE_PARTS[key].fullmatch(parts[key]) for key in parts):
        raise ValueError(rule)
    until = _TIME.fullmatch(parts.get("UNTIL", ""))
    if until and until[2]:
        parts["UNTIL"] = f"{_read(until[1], '%Y%m%dT%H%M%S') + before:%Y%m%dT%H%M%S}"
    onsets = rrulestr(";".join(f"{key}={value}" for key, value in parts.items()), dtstart=first)
    found = list(islice(takewhile(lambda one: one.year <= _LAST_YEAR, onsets), _MOST_CHANGES))
    if not 0 < len(found) < _MOST_CHANGES:
        raise ValueError(rule)
    return tuple(found)
