"""A small export of each platform, as it publishes its field names: claimed by one, read whole."""

from collections import Counter
from pathlib import Path

import pytest

from tutor_reliability.sources.adapters import ADAPTERS

FIXTURES = Path(__file__).parents[2] / "fixtures" / "sources"
EXPECTED = {
    "calcom/webhooks.jsonl": {"sessions": 8, "cancellations": 4, "other_event": 4},
    "calcom/bookings.json": {"sessions": 8, "cancellations": 4, "other_event": 2},
    "calendly/webhooks.jsonl": {"sessions": 9, "cancellations": 4, "other_event": 2},
    "tutorcruncher/webhooks.jsonl": {
        "sessions": 7,
        "cancellations": 5,
        "other_event": 1,
    },
    "teachworks/lessons.json": {"sessions": 4, "cancellations": 1},
    "icalendar/messages.ics": {
        "sessions": 4,
        "cancellations": 3,
        "other_event": 2,
        "recurring_series": 1,
    },
    "google_calendar/events.json": {
        "sessions": 3,
        "cancellations": 4,
        "other_event": 1,
        "recurring_series": 1,
    },
}


@pytest.mark.parametrize("name", EXPECTED)
def test_it_is_claimed_by_its_platform_alone_and_read_whole(name, read):
    text = (FIXTURES / name).read_bytes().decode()

    (adapter,) = (one for one in ADAPTERS if one.claims(text))
    found = read(adapter, text, name)
    rows = Counter(row.log for one in found.records for row in one.gives)
    assert adapter.name == name.partition("/")[0]
    assert {**rows, **Counter(found.reasons)} == EXPECTED[name]
