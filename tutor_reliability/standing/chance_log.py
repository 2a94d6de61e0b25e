"""Read the chances of tutors' signals from the warehouse, with the sessions that they rested on."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tutor_reliability import outcome_places, places
from tutor_reliability.night import Night
from tutor_reliability.policy.model import Book
from tutor_reliability.standing.incidents import Incident, Point
from tutor_reliability.warehouse import Opened

_HIGHEST = """
select tutor_id, signal, max(chance) as chance
from review.signal_points
where list_contains($signals, signal) and day <= $as_of
group by all
"""
_POINTS = """
select tutor_id, signal, day, chance, session_ids
from review.signal_points
where tutor_id in (select unnest($tutors)) and list_contains($signals, signal) and day <= $as_of
order by tutor_id, signal, day
"""
# Bookings without their zone: Python would look one up for each.
_WEIGHED = """
select
    tutor_id, session_id, session_day, event_day, outcome, weight, variant, excused_from,
    excuse = 'pending' as pending, student_id, reason_code, booked_at::timestamp as booked_at,
    (reported_at at time zone $timezone)::date as report_day,
    coalesce((settles_at at time zone $timezone)::date, least(session_day, event_day)) as settled
from {outcomes}
where session_id in (select unnest($sessions)) and tutor_id is not null
"""
_WITHOUT = """
select tutor_id, signal, session_id, chance_without
from review.signal_events
where tutor_id in (select unnest($tutors)) and list_contains($signals, signal)
    and chance_without is not null
"""


@dataclass(frozen=True, slots=True)
class ChanceLog:
    """What the warehouse knows of chances on a night, of the signals that a book's meters give.

    From `long_from` outcomes on, sessions are found by their places instead of reading all ids.
    """

    opened: Opened
    book: Book
    night: Night
    long_from: int = places.FROM_ROWS

    @property
    def signals(self) -> list[str]:
        """The signals that meters of some text give the chance of."""
        return sorted({one.signal for text in self.book.variants for one in text.meters} - {""})

    def highest(self, numbers: pl.DataFrame) -> dict[str, NDArray[np.float64]]:
        """Give the highest chance that each signal gave, by the tutors' numbers; 0 for none."""
        asked = {"signals": self.signals, "as_of": self.night.as_of}
        frame = self.opened.frame(_HIGHEST, asked).join(numbers, on="tutor_id", how="inner")
        found = {}
        for signal in self.signals:
            its = frame.filter(pl.col("signal") == signal)
            found[signal] = np.zeros(len(numbers))
            found[signal][its["tutor"].to_numpy()] = its["chance"].to_numpy()
        return found

    def points(self, tutors: list[str]) -> dict[str, dict[str, list[Point]]]:
        """Read the points of each tutor's signals, with the sessions that they name."""
        if not self.signals:
            return {}
        asked = {"tutors": tutors, "signals": self.signals, "as_of": self.night.as_of}
        rows = self.opened.con.execute(_POINTS, asked).fetchall()
        sessions = self._weighed(sorted({each for *_, named in rows for each in named}))
        found: dict[str, dict[str, list[Point]]] = defaultdict(lambda: defaultdict(list))
        for tutor_id, signal, day, chance, named in rows:
            its = tuple(sessions[tutor_id, one] for one in named if (tutor_id, one) in sessions)
            found[tutor_id][signal].append(Point(day=day, chance=chance, incidents=its))
        return found

    def without(self, tutors: list[str]) -> dict[str, dict[tuple[str, str], float]]:
        """Read what each chance would be without the event of a session."""
        if not self.signals:
            return {}
        values = {"tutors": tutors, "signals": self.signals}
        found: dict[str, dict[tuple[str, str], float]] = defaultdict(dict)
        for tutor_id, *key, chance in self.opened.con.execute(_WITHOUT, values).fetchall():
            found[tutor_id][key[0], key[1]] = chance
        return found

    def _weighed(self, sessions: list[str]) -> dict[tuple[str, str], Incident]:
        if not sessions:
            return {}
        sql = _WEIGHED.format(outcomes=self._holding(sessions))
        values = {"sessions": sessions, "timezone": self.book.newest.timezone}
        rows = self.opened.con.execute(sql, values).fetchall()
        return {(row[0], row[1]): incident_of(row) for row in rows}

    def _holding(self, sessions: list[str]) -> str:
        """Give where to look for some sessions: all outcomes, or these alone."""
        if self.opened.count("core.session_outcomes") < self.long_from:
            return "core.session_outcomes"
        self.opened.stage_frame("stage.weighed", pl.DataFrame({"session_id": sessions}))
        asked = "select session_id from stage.weighed"
        outcome_places.copy(self.opened, asked, into="weighed")
        self.opened.con.execute("drop table stage.weighed")
        return "temp.weighed"


def incident_of(row: tuple[Any, ...]) -> Incident:
    """Read an incident, columns as where it is asked for."""
    (_, session_id, day, event_day, outcome, weight, variant, dropped, pending, student_id,
     reason, booked_at, report_day, settled) = row  # fmt: skip
    return Incident(
        session_id=session_id,
        day=day,
        outcome=outcome,
        counts_from=settled,
        dropped_from=frozenset(dropped),
        pending=pending,
        student_id=student_id,
        reason=reason,
        booked_at=booked_at,
        weight=weight,
        variant=variant,
        event_day=event_day,
        report_day=report_day,
    )
