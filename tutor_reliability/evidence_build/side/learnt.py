"""What peers do, month by month, for any detector: each day is held against the month before it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

import numpy as np
import polars as pl

from tutor_reliability.evidence.mixture import Floats, Mixture
from tutor_reliability.evidence.windows import Asked, Numbers
from tutor_reliability.evidence_build.question import Question


class _Peers(Protocol):
    @property
    def tutors(self) -> int: ...


P = TypeVar("P", bound=_Peers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was learnt, as review.priors has it; see its contract.

    Attributes:
        signal: What it is about.
        spread: How ratios to what is usual spread, or rates where nothing is.
        learnt_from: So many it was learnt from; 0: too few.
        usual: Events a trial among peers.
        near: Of peers' cancellations around the line, those just outside it; 0 to 1.
    """

    signal: str
    spread: Mixture
    learnt_from: int
    usual: float | None = None
    near: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt(Generic[P]):
    """What peers do, by the last day it was learnt from."""

    months: dict[date, P]
    question: Question

    @property
    def tonight(self) -> P:
        """What holds tonight."""
        return self.months[self.question.span.fitted_until(self.question.night.as_of)]

    def each(
        self, asked: Asked, answer: Callable[[P, Numbers], tuple[Floats, ...]]
    ) -> tuple[Floats, ...]:
        """Answer each question by what was learnt before it.

        Args:
            asked: Tutors and days.
            answer: Answers for some rows of `asked`, one figure or more a row.
        """
        until = self._until(asked.day)
        found: tuple[Floats, ...] = ()
        for month, peers in self.months.items():
            rows = np.flatnonzero(until == month.toordinal())
            figures = answer(peers, rows)
            found = found or tuple(np.zeros(len(asked)) for _ in figures)
            for whole, part in zip(found, figures, strict=True):
                whole[rows] = part
        return found

    def _until(self, days: Numbers) -> Numbers:
        known, where = np.unique(days, return_inverse=True)
        span = self.question.span
        ends = [span.fitted_until(date.fromordinal(int(one))).toordinal() for one in known]
        spread: Numbers = np.array(ends, dtype=np.int64)[where.reshape(-1)]
        return spread

    def rows(self, told: Callable[[P], Iterable[Told]]) -> pl.DataFrame:
        """Give rows of review.priors, month by month."""
        return pl.concat(prior_rows(until, told(peers)) for until, peers in self.months.items())


def learnt(question: Question, learn: Callable[[int | None], P]) -> Learnt[P]:
    """Learn what peers do for each month of the memory.

    Args:
        question: The night.
        learn: Learns from the days that end with one; from all days there are with None. That is
            asked where the tutors before a month were too few.
    """
    months = {}
    rest: P | None = None
    for until in question.span.months():
        found = learn(until.toordinal())
        if found.tutors == 0:
            found = rest = rest if rest is not None else learn(None)
        months[until] = found
    return Learnt(months=months, question=question)


def sampled(
    sample: Numbers, until: int | None, question: Question, days: int
) -> tuple[Asked, int | None]:
    """Ask about a sample on a day and so many back; without one, tonight and all days there are."""
    last = until if until is not None else question.night.as_of.toordinal()
    asked = Asked(tutor=sample, day=np.full(len(sample), last))
    return asked, days if until is not None else None


def prior_rows(until: date, told: Iterable[Told]) -> pl.DataFrame:
    """Give rows of review.priors of what was learnt by a day."""
    return pl.DataFrame(
        [
            {
                "signal": one.signal,
                "fitted_until": until,
                "component": component,
                "share": weight,
                "shape": shape,
                "rate": rate,
                "usual": one.usual,
                "usual_near": one.near,
                "tutors": one.learnt_from,
                "fallback": one.learnt_from == 0,
            }
            for one in told
            for component, (weight, shape, rate) in enumerate(
                zip(one.spread.weights, one.spread.shapes, one.spread.rates, strict=True), start=1
            )
        ],
        schema_overrides={"usual": pl.Float64, "usual_near": pl.Float64},
    )
