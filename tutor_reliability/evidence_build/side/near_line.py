"""Bunching just outside the line, over the policy's weeks."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from tutor_reliability.evidence.detectors.near_line import NearLinePeers, Notices
from tutor_reliability.evidence.detectors.stretch import Stretch
from tutor_reliability.evidence.mixture import Floats, mean
from tutor_reliability.evidence.windows import Asked, Numbers
from tutor_reliability.evidence_build.question import Question
from tutor_reliability.evidence_build.side.answers import Answer, Counted, OneLess, Range, once_in
from tutor_reliability.evidence_build.side.learnt import Learnt, Told, learnt, sampled
from tutor_reliability.evidence_build.side.taught import Taught


@dataclass(frozen=True, slots=True, kw_only=True)
class NearLine(OneLess):
    """Cancellations just outside the line, over the policy's weeks."""

    signal: str
    counted: Counted
    question: Question
    taught: Taught
    peers: Learnt[NearLinePeers]
    _around: Stretch

    @classmethod
    def of(
        cls, frame: pl.DataFrame, question: Question, taught: Taught, sample: Numbers
    ) -> "NearLine":
        """Make it ready, from rows of stage.signal_near_line."""
        days = question.span.week_days
        all_of_it = Counted.of(frame, days=days)
        is_near = frame["is_near"].to_numpy().astype(np.float64)
        around = Stretch.of(all_of_it.number, all_of_it.day, is_near, np.ones(len(is_near)))

        def learn(until: int | None) -> NearLinePeers:
            asked, stretch = sampled(sample, until, question, days)
            seen = _notices(around, taught, asked, stretch)
            return NearLinePeers.of(seen, fewest=question.terms.min_tutors)

        return cls(
            signal="near_line",
            counted=Counted.of(frame.filter("is_near"), days=days),
            question=question,
            taught=taught,
            peers=learnt(question, learn),
            _around=around,
        )

    def ask(self, asked: Asked, *, less: int = 0) -> Answer:
        """Answer for tutors and days, by tutor; as if so many events each had been excused."""
        terms = self.question.terms
        seen = _notices(self._around, self.taught, asked, self.question.span.week_days)
        near = np.maximum(seen.near - less, 0.0)
        seen = Notices(
            near=near,
            around=np.maximum(seen.around - less, near),
            sessions=np.maximum(seen.sessions - less, near),
        )

        def answer(peers: NearLinePeers, rows: Numbers) -> tuple[Floats, ...]:
            chance = np.zeros(len(rows))
            some = near[rows] >= terms.min_events - less
            chance[some] = peers.chance(
                _part(seen, rows[some]), ratio=terms.near_line_ratio, odds=terms.near_line_odds
            )
            return seen.sessions[rows] * peers.rate, chance

        expected, chance = self.peers.each(asked, answer)
        return Answer(events=near, trials=seen.sessions, expected=expected, chance=chance)

    def ranges(self, asked: Asked, answer: Answer) -> Range:
        """Bound the rates of some tutors tonight."""
        del asked
        peers = self.peers.tonight
        seen = Notices(near=answer.events, around=answer.events, sessions=answer.trials)
        low, high = peers.bounds(seen, self.question.terms.confidence)
        rate = mean(answer.events, answer.expected, peers.spread) * peers.rate
        return Range(rate=rate, low=low, high=high, once_in=once_in(answer))

    def priors(self) -> pl.DataFrame:
        """Give rows of review.priors."""
        return self.peers.rows(self._told)

    def _told(self, peers: NearLinePeers) -> Iterator[Told]:
        yield Told(
            signal=self.signal,
            spread=peers.spread,
            learnt_from=peers.tutors,
            usual=peers.rate,
            near=peers.share,
        )


def _notices(around: Stretch, taught: Taught, asked: Asked, days: int | None) -> Notices:
    near, all_of_it = around.within(asked, days)
    return Notices(near=near, around=all_of_it, sessions=taught.sessions(asked, days))


def _part(seen: Notices, rows: Numbers) -> Notices:
    return Notices(near=seen.near[rows], around=seen.around[rows], sessions=seen.sessions[rows])
