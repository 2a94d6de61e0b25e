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
    """Figures of tutors' days, added up so that any stretch of them is one subtraction."""

    _keys: Numbers
    _sums: tuple[Floats, ...]
    _first: int
    _span: int

    @classmethod
    def of(cls, tutor: Numbers, day: Numbers, *figures: Floats, weeks: int) -> "Course":
        """Take figures of days, one row a tutor and day, by tutor, then by day.

        Args:
            tutor: Which tutor, numbered from 0.
            day: Number of the day.
            figures: What to add up.
            weeks: The most weeks that will be asked for.
        """
        before = (weeks + 1) * _WEEK
        first = int(day.min()) - before if len(day) else 0
        span = int(day.max()) - first + before if len(day) else 1
        sums = tuple(np.concatenate(([0.0], np.cumsum(one))) for one in figures)
        return cls(tutor * span + (day - first), sums, first, span)

    def weeks(self, asked: Asked, weeks: int) -> tuple[Floats, ...]:
        """Sum each figure over the weeks that end with the asked days.

        Returns:
            A figure each: one row a question, one column a week, newest first.
        """
        edges = asked.day[:, None] - _WEEK * np.arange(weeks + 1)[None]
        edges = np.clip(edges - self._first, 0, self._span - 1)
        places = np.searchsorted(self._keys, asked.tutor[:, None] * self._span + edges, "right")
        return tuple(one[places[:, :-1]] - one[places[:, 1:]] for one in self._sums)
