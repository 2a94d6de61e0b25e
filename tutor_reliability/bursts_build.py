"""Make core.surge_days and core.bulk_events: what is seen only beyond one session.

Neither changes what a session counts for. A surge day is a proposal that a person may turn into
excuses; a bulk event is named by the cases that rest on it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tutor_reliability.night import Night
from tutor_reliability.tables import WINDOWS_DAYS
from tutor_reliability.warehouse import Opened

Models = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bursts:
    """How many rows a night found."""

    surge_days: int
    bulk_events: int


def refresh_bursts(
    opened: Opened, models: Models, *, night: Night, limits: Mapping[str, float]
) -> Bursts:
    """Bring both tables to tonight.

    Args:
        opened: The warehouse, its core tables brought to tonight.
        models: Gives the SQL of a model by name.
        night: Which night it is.
        limits: From what a day is a surge and a burst a bulk event, see `quality/limits.toml`.
    """
    values = {
        **limits,
        "as_of": night.as_of,
        "known_until": night.known_until,
        "longest_window": max(WINDOWS_DAYS),
    }
    return Bursts(
        surge_days=opened.replace("core.surge_days", models("core.surge_days"), values),
        bulk_events=opened.replace("core.bulk_events", models("core.bulk_events"), values),
    )
