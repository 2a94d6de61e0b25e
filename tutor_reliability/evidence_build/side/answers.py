"""What a side detector is asked on a day, and what it answers."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import gammainc

from tutor_reliability.evidence.mixture import Floats
from tutor_reliability.evidence.windows import Asked, Numbers
from tutor_reliability.evidence_build.days import ordinals

_LEAST = 1e-9
_RAREST = 1e-300


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was seen of tutors up to a day, and how sure that makes us; one figure a question.

    Attributes:
        events: What was seen.
        trials: What it was among.
        expected: Events that peers would have shown; for a count by itself NaN.
        chance: Probability that the tutor's own share is so many times that.
    """

    events: Floats
    trials: Floats
    expected: Floats
    chance: Floats

    def part(self, chosen: NDArray[np.bool_]) -> "Answer":
        """Give some of them."""
        return Answer(**{name: getattr(self, name)[chosen] for name in Answer.__slots__})


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A tutor's own rate, events a trial, and the bounds of it; NaN for a count by itself."""

    rate: Floats
    low: Floats
    high: Floats
    once_in: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The sessions that count, by tutor, then by day; one figure a session.

    Attributes:
        session_id: The sessions.
        student_id: Their students.
        number: The tutor.
        day: The first day it counts, as a number.
        until: The first day it counts no more.
        event: 1, or 0 where another of its spell carries the event.
        spell: Number of the spell it is counted once with; 0: none.
    """

    session_id: pl.Series
    student_id: pl.Series
    number: Numbers
    day: Numbers
    until: Numbers
    event: Floats
    spell: Numbers

    @classmethod
    def of(cls, frame: pl.DataFrame, *, days: int) -> "Counted":
        """Take rows of number, session_id, student_id and day, by tutor and day.

        A row may say more: `until`, `event` and `spell`; without, it counts for so many days.
        """
        day = ordinals(frame["day"])
        size = len(frame)
        more = {
            "until": day + days,
            "event": np.ones(size),
            "spell": np.zeros(size, dtype=np.int64),
        }
        given = {name: frame[name].to_numpy() for name in more if name in frame.columns}
        return cls(
            session_id=frame["session_id"],
            student_id=frame["student_id"],
            number=frame["number"].to_numpy().astype(np.int64),
            day=day,
            **{**more, **given},
        )

    def often(self, *, least: int) -> Numbers:
        """Give the tutors with at least so many events that count on one day, whichever it is."""
        number = np.concatenate([self.number, self.number])
        change = np.concatenate([self.event, -self.event])
        order = np.lexsort((change, np.concatenate([self.day, self.until]), number))
        standing = np.cumsum(change[order])
        found: Numbers = np.unique(number[order][standing >= least])
        return found

    def at(self, asked: Asked) -> tuple[Numbers, Numbers]:
        """Find what counts on the asked days.

        Args:
            asked: Tutors and days, by tutor.

        Returns:
            Pairs of a row of `asked` and a row of these sessions, in this order.
        """
        begin = np.searchsorted(self.number, asked.tutor, "left")
        end = np.searchsorted(self.number, asked.tutor, "right")
        sizes = end - begin
        question = np.repeat(np.arange(len(asked)), sizes)
        inner = np.arange(len(question)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        session = np.repeat(begin, sizes) + inner
        day = asked.day[question]
        counts = (self.day[session] <= day) & (day < self.until[session])
        return question[counts], session[counts]


class Side(Protocol):
    """A side detector, ready to be asked."""

    @property
    def signal(self) -> str:
        """What it looks for."""

    @property
    def counted(self) -> Counted:
        """The sessions that count."""

    def ask(self, asked: Asked) -> Answer:
        """Answer for tutors and days, by tutor."""

    def ranges(self, asked: Asked, answer: Answer) -> Range:
        """Bound the rates of some tutors, of whom somebody reads."""

    def without(self, asked: Asked, question: Numbers, session: Numbers) -> Floats:
        """Give the chance were a session excused, with its spell; `at` gives the pairs."""

    def priors(self) -> pl.DataFrame:
        """Give rows of review.priors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneLess:
    """A side detector for which an excused event, with its spell, is one event less."""

    def ask(self, asked: Asked, *, less: int = 0) -> Answer:
        """Answer for tutors and days, by tutor; as if so many events each had been excused."""
        raise NotImplementedError

    def without(self, asked: Asked, question: Numbers, session: Numbers) -> Floats:
        """Give the chance were a session excused, with its spell."""
        del session
        return self.ask(asked, less=1).chance[question]


def once_in(answer: Answer) -> Floats:
    """Say how rare so many events or more are at what is expected: once in so many times."""
    chance = gammainc(np.maximum(answer.events, 1.0), np.maximum(answer.expected, _LEAST))
    rarity: Floats = np.where(answer.events > 0, 1.0 / np.maximum(chance, _RAREST), 1.0)
    return rarity
