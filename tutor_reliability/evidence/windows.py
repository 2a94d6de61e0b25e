"""Sums over the weeks that end with a day, for many tutors and days at once.

A week here is seven days counted back from the day that is asked about, so that tonight's weeks
are whole whatever weekday it is.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tutor_reliability.evidence.mixture import Floats

Numbers = NDArray[np.int64]

_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Tutors and days that something is asked about; one figure a question.

    Attributes:
        tutor: Which tutor, numbered from 0.
        day: The last day that counts, as a number.
    """

    tutor: Numbers
    day: Numbers

    def __len__(self) -> int:
        """Give how many questions there are."""
        return len(self.tutor)

    def part(self, chosen: NDArray[np.bool_] | slice) -> "Asked":
        """Give some of the questions."""
        return Asked(tutor=self.tutor[chosen], day=self.day[chosen])


@dataclass(frozen=True, slots=True)
class Course:
    """Figures of tutors' days, added up so that any stretch of them is one subtraction.

    Every day of every tutor has its place, which is ten times as fast as looking days up: for some
    thousands of tutors at a time.
    """

    _sums: tuple[Floats, ...]
    _first: int

    @classmethod
    def of(cls, tutor: Numbers, day: Numbers, *figures: Floats) -> "Course":
        """Take figures of days, one row a tutor and day, by tutor, then by day.

        Args:
            tutor: Which tutor, numbered from 0.
            day: Number of the day.
            figures: What to add up.
        """
        first = int(day.min()) - 1 if len(day) else 0
        days = int(day.max()) - first + 1 if len(day) else 1
        tutors = int(tutor.max(initial=-1)) + 2
        cells = tutor * days + (day - first)
        return cls(tuple(_added_up(one, cells, tutors, days) for one in figures), first)

    def weeks(self, asked: Asked, weeks: int) -> tuple[Floats, ...]:
        """Sum each figure over the weeks that end with the asked days.

        Returns:
            A figure each: one row a question, one column a week, newest first.
        """
        if not self._sums:
            return ()
        tutors, days = self._sums[0].shape
        edges = asked.day[:, None] - (self._first + _WEEK * np.arange(weeks + 1)[None])
        cells = np.minimum(asked.tutor, tutors - 1)[:, None] * days + np.clip(edges, 0, days - 1)
        sums = (one.ravel()[cells] for one in self._sums)
        return tuple(one[:, :-1] - one[:, 1:] for one in sums)


def _added_up(figures: Floats, cells: Numbers, tutors: int, days: int) -> Floats:
    """Add up by tutor along the days; a last tutor has none, for those who are not there."""
    whole = np.zeros(tutors * days)
    whole[cells] = figures
    spread = whole.reshape(tutors, days)
    return np.cumsum(spread, axis=1, out=spread)
