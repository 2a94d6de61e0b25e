"""One lesson moved again and again: a reason by itself, whatever peers do."""

from dataclasses import dataclass

import numpy as np

from tutor_reliability.evidence.mixture import Floats
from tutor_reliability.evidence.windows import Asked, Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """Moves of lessons; one figure a move, by tutor.

    Attributes:
        tutor: Who moved it.
        lesson: Which lesson, numbered from 0; a lesson is one tutor's.
        day: The day it was moved.
    """

    tutor: Numbers
    lesson: Numbers
    day: Numbers

    def part(self, rows: Numbers) -> "Moves":
        """Give some of them."""
        return Moves(**{name: getattr(self, name)[rows] for name in Moves.__slots__})

    def longest(self, asked: Asked, days: int) -> Floats:
        """Give the most moves of one lesson within the days that end with the asked one.

        Args:
            asked: Tutors and days, by tutor.
            days: How many days are looked at.
        """
        order = np.lexsort((self.day, self.lesson))
        lesson, day, tutor = self.lesson[order], self.day[order], self.tutor[order]
        starts = np.flatnonzero(np.diff(lesson, prepend=-1))
        found = np.zeros(len(asked))
        ends = np.append(starts[1:], len(lesson))[: len(starts)]
        for start, end in zip(starts, ends, strict=True):
            of = tutor[start]
            rows = slice(*np.searchsorted(asked.tutor, [of, of + 1]))
            until = np.searchsorted(day[start:end], asked.day[rows], "right")
            since = np.searchsorted(day[start:end], asked.day[rows] - days, "right")
            found[rows] = np.maximum(found[rows], until - since)
        return found
