"""Sums of a tutor's days over any stretch of them, for many tutors and days at once."""

from dataclasses import dataclass

import numpy as np

from tutor_reliability.evidence.mixture import Floats
from tutor_reliability.evidence.windows import Asked, Numbers


@dataclass(frozen=True, slots=True)
class Stretch:
    """Figures of tutors' days, added up, so that a stretch is one subtraction."""

    _keys: Numbers
    _sums: tuple[Floats, ...]
    _first: int
    _span: int

    @classmethod
    def of(cls, tutor: Numbers, day: Numbers, *figures: Floats) -> "Stretch":
        """Take figures of days, by tutor, then by day; several rows of a day are added.

        Args:
            tutor: Which tutor, numbered from 0.
            day: Number of the day.
            figures: What to add up.
        """
        first = int(day.min()) - 1 if len(day) else 0
        span = int(day.max()) - first + 1 if len(day) else 1
        sums = tuple(np.concatenate(([0.0], np.cumsum(one, dtype=float))) for one in figures)
        return cls(tutor * span + (day - first), sums, first, span)

    def within(self, asked: Asked, days: int | None = None) -> tuple[Floats, ...]:
        """Sum each figure over the days that end with the asked one; over all of them without."""
        until = self._place(asked.tutor, asked.day)
        since = self._place(asked.tutor, asked.day - days if days else self._first)
        return tuple(one[until] - one[since] for one in self._sums)

    def _place(self, tutor: Numbers, day: Numbers | int) -> Numbers:
        inside = np.clip(np.asarray(day) - self._first, 0, self._span - 1)
        place: Numbers = np.searchsorted(self._keys, tutor * self._span + inside, "right")
        return place
