"""Which days the evidence of a night looks at.

The weeks end with the night. Points reach back to the first day of the quarter that holds the
first of these weeks, so that the first day of a run does not slide night by night; each point
looks at as many weeks itself, and a little further for the spells that began before them.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from tutor_reliability.policy.model import Calendar

WEEK = 7
_BEFORE = 28
"""Days of which only spells are read: cut off at the first week, one would begin there again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The days of a night; `weeks` is the policy's."""

    as_of: date
    weeks: int

    @property
    def week_days(self) -> int:
        """Days of the weeks looked at."""
        return self.weeks * WEEK

    @property
    def points_from(self) -> date:
        """The first day that may have a point."""
        return Calendar(unit="quarter").before(
            self.as_of - timedelta(days=self.week_days)
        ) + timedelta(days=1)

    @property
    def days_from(self) -> date:
        """The first day that anything looks at."""
        return self.points_from - timedelta(days=self.week_days + _BEFORE)

    def fitted_until(self, day: date) -> date:
        """Give the last day that what is expected of tutors on a day was learnt from."""
        return day.replace(day=1) - timedelta(days=1)

    def months(self) -> list[date]:
        """Give each `fitted_until` from the first point to tonight."""
        found = [self.fitted_until(self.points_from)]
        while found[-1] < self.fitted_until(self.as_of):
            found.append(self.fitted_until(found[-1] + timedelta(days=32)))
        return found
