"""Points of past days: which stand, which are asked anew, and tonight's.

Of most tutors nothing is new but tonight, which has been judged already.
"""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tutor_reliability.evidence.score import Points
from tutor_reliability.evidence.windows import Numbers
from tutor_reliability.evidence_build.days import LateDays, dates
from tutor_reliability.evidence_build.followed import counted_of, days_of, score_terms
from tutor_reliability.evidence_build.memory import Memory
from tutor_reliability.evidence_build.points import (
    Believed,
    Standing,
    asked_anew,
    happened_on,
    joined,
    standing,
    tonight_of,
)
from tutor_reliability.evidence_build.question import Question
from tutor_reliability.evidence_build.rows import Rate
from tutor_reliability.evidence_build.weeks import Asked, enough_ever

_READ_AT_ONCE = 20_000
_ASKED_AT_ONCE = 4_000
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What points are made of.

    Attributes:
        question: The night.
        memory: What the last night left.
        since: The first day that each tutor is asked about anew; the day after tonight: none.
        late: The days with a late session.
        asked: The tutors who are judged tonight.
    """

    question: Question
    memory: Memory
    since: Numbers
    late: LateDays
    asked: Asked

    def of(self, rates: list[Rate]) -> tuple[list[Rate], dict[str, Bools]]:
        """Add the points that are new; and tell by signal whose point of the last night stays."""
        anew, found, stays = self._anew(rates), [], {}
        for rate in rates:
            stand = self._standing(rate.signal)
            new = tonight_of(
                stand.begun,
                self._believed(rate),
                tonight=self._tonight,
                terms=score_terms(self.question.terms),
            )
            parts = [*anew[rate.signal], (new, np.arange(len(self.since)))]
            found.append(replace(rate, points=joined(parts)))
            stays[rate.signal] = stand.stays
        return found, stays

    def gone(self, stays: dict[str, Bools]) -> pl.DataFrame | None:
        """Give which points of the last night do not stand; None: none does.

        Args:
            stays: Whether the point of the last night itself stays, where nothing is asked anew.

        Returns:
            Rows of number, signal, from_day and until_day.
        """
        last = self.memory.last
        if last is None:
            return None
        anew = self.since <= self._tonight
        parts = []
        for signal, begun in self.memory.begun.items():
            rows = np.flatnonzero((begun >= 0) & (anew | ~stays[signal]))
            days = {
                "from_day": dates(np.where(anew, self.since, last)[rows]),
                "until_day": dates(np.where(anew, self._tonight, last)[rows]),
            }
            frame = pl.DataFrame({"number": rows.astype(np.int32), **days})
            parts.append(frame.with_columns(signal=pl.lit(signal)))
        return pl.concat(parts)

    @property
    def _tonight(self) -> int:
        return self.question.night.as_of.toordinal()

    def _standing(self, signal: str) -> Standing:
        """Tell whose points go on without being asked anew."""
        last = self._tonight if self.memory.last is None else self.memory.last
        begun = np.where(self.since > self._tonight, self.memory.begun[signal], -1)
        event = happened_on(self.late, signal) & (self.late.days.day == last)
        return standing(begun, last, self._tonight, self.late.days.tutor[event])

    def _believed(self, rate: Rate) -> Believed:
        """Give what is believed tonight of all tutors who are not asked anew."""
        tutors, current = len(self.since), rate.tonight.current
        chance = self.asked.spread(np.nan_to_num(current.chance_over_limit), tutors)
        before = self._tonight - self.question.span.week_days
        return Believed(
            chance=np.where(self.since > self._tonight, chance, 0.0),
            events=self.late.events_after(rate.signal, before, tutors),
            since_week=np.maximum(self.asked.spread(current.since_week, tutors), 1),
        )

    def _anew(self, rates: list[Rate]) -> dict[str, list[tuple[Points, Numbers]]]:
        """Ask anew, so many tutors at a time as memory bears; gives points and whose they are."""
        question, terms = self.question, score_terms(self.question.terms)
        found: dict[str, list[tuple[Points, Numbers]]] = {rate.signal: [] for rate in rates}
        ever = enough_ever(self.late, least=terms.min_events, week_days=question.span.week_days)
        for read in _parts(ever[self.since[ever] <= self._tonight], _READ_AT_ONCE):
            frame = days_of(question, read)
            for some in _parts(read, _ASKED_AT_ONCE):
                followed, since = counted_of(question, frame, some), self.since[some]
                for rate in rates:
                    begun = self.memory.begun[rate.signal][some]
                    before = np.where(begun < since, begun, -1)
                    points = asked_anew(followed, since, before, priors=rate.priors, terms=terms)
                    found[rate.signal].append((points, some))
        return found


def _parts(numbers: Numbers, size: int) -> list[Numbers]:
    return [numbers[at : at + size] for at in range(0, len(numbers), size)]
