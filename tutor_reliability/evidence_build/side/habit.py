"""Emergencies by working day, and moved sessions by session: habits, over the policy's days."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from tutor_reliability.evidence.detectors.habit import HabitPeers
from tutor_reliability.evidence.detectors.stretch import Stretch
from tutor_reliability.evidence.mixture import Floats, mean
from tutor_reliability.evidence.windows import Asked, Numbers
from tutor_reliability.evidence_build.question import Question
from tutor_reliability.evidence_build.side.answers import Answer, Counted, OneLess, Range, once_in
from tutor_reliability.evidence_build.side.learnt import Learnt, Told, learnt, sampled
from tutor_reliability.evidence_build.side.taught import Taught


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit(OneLess):
    """Emergencies by working day, or moved sessions by session, over the policy's habit days."""

    signal: str
    counted: Counted
    question: Question
    taught: Taught
    peers: Learnt[HabitPeers]
    _events: Stretch

    @classmethod
    def of(
        cls, signal: str, counted: Counted, question: Question, taught: Taught, sample: Numbers
    ) -> "Habit":
        """Make it ready: learn what peers do from a sample of tutors."""
        events = Stretch.of(counted.number, counted.day, counted.event)

        def learn(until: int | None) -> HabitPeers:
            asked, days = sampled(sample, until, question, question.terms.habit_days)
            (seen,) = events.within(asked, days)
            trials = _trials(signal, taught, asked, days)
            return HabitPeers.of(seen, trials, fewest=question.terms.min_tutors)

        return cls(
            signal=signal,
            counted=counted,
            question=question,
            taught=taught,
            peers=learnt(question, learn),
            _events=events,
        )

    def ask(self, asked: Asked, *, less: int = 0) -> Answer:
        """Answer for tutors and days, by tutor; as if so many events each had been excused."""
        days = self.question.terms.habit_days
        events = np.maximum(self._events.within(asked, days)[0] - less, 0.0)
        trials = np.maximum(_trials(self.signal, self.taught, asked, days) - less, events)
        ratio = self.question.terms.habit_ratio

        def answer(peers: HabitPeers, rows: Numbers) -> tuple[Floats, ...]:
            chance = np.zeros(len(rows))
            some = events[rows] >= self.question.terms.min_events - less
            at = rows[some]
            chance[some] = peers.chance(events[at], trials[at], ratio)
            return trials[rows] * peers.rate, chance

        expected, chance = self.peers.each(asked, answer)
        return Answer(events=events, trials=trials, expected=expected, chance=chance)

    def ranges(self, asked: Asked, answer: Answer) -> Range:
        """Bound the rates of some tutors tonight."""
        del asked
        peers = self.peers.tonight
        low, high = peers.bounds(answer.events, answer.trials, self.question.terms.confidence)
        rate = mean(answer.events, answer.expected, peers.spread) * peers.rate
        return Range(rate=rate, low=low, high=high, once_in=once_in(answer))

    def priors(self) -> pl.DataFrame:
        """Give rows of review.priors."""
        return self.peers.rows(self._told)

    def _told(self, peers: HabitPeers) -> Iterator[Told]:
        yield Told(
            signal=self.signal, spread=peers.spread, learnt_from=peers.tutors, usual=peers.rate
        )


def _trials(signal: str, taught: Taught, asked: Asked, days: int | None) -> Floats:
    if signal == "emergency_habit":
        return taught.days(asked, days)
    return taught.sessions(asked, days)
