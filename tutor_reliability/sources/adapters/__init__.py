"""The platforms whose exports can be read: one file an adapter, in the order they are listed."""

from tutor_reliability.sources.adapter import Adapter
from tutor_reliability.sources.adapters import (
    calcom,
    calendly,
    google_calendar,
    icalendar_files,
    teachworks,
    tutorcruncher,
)

ADAPTERS: tuple[Adapter, ...] = (
    calcom.ADAPTER,
    calendly.ADAPTER,
    tutorcruncher.ADAPTER,
    teachworks.ADAPTER,
    icalendar_files.ADAPTER,
    google_calendar.ADAPTER,
)
