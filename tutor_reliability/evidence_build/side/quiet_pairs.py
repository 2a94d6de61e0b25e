"""Pairs that went quiet after the tutor cancelled, over the policy's weeks.

A pair is told once the time has passed in which it might have gone on; from then on its last
verdict counts, until a later one takes its place.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.special import betainc

from tutor_reliability.evidence.detectors.quiet_pairs import QuietPeers
from tutor_reliability.evidence.detectors.stretch import Stretch
from tutor_reliability.evidence.mixture import Floats, Mixture
from tutor_reliability.evidence.windows import Asked, Numbers
from tutor_reliability.evidence_build.days import ordinals
from tutor_reliability.evidence_build.question import Question
from tutor_reliability.evidence_build.side.answers import Answer, Counted, OneLess, Range
from tutor_reliability.evidence_build.side.learnt import Learnt, Told, learnt, sampled
from tutor_reliability.evidence_build.side.maybe_quiet import maybe_quiet
from tutor_reliability.evidence_build.side.taught import ask_about
from tutor_reliability.tables.values import HELD_PAIRS


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietPairs(OneLess):
    """Pairs that went quiet among the pairs that a tutor cancelled on."""

    signal: str
    counted: Counted
    question: Question
    peers: Learnt[QuietPeers]
    _after_own: Stretch
    _held: tuple[Floats, Floats]

    @classmethod
    def of(cls, question: Question, sample: Numbers, *, tutors: int) -> "QuietPairs":
        """Make it ready: read the pairs, and learn what peers' pairs do.

        Args:
            question: The night.
            sample: The tutors to learn from.
            tutors: How many tutors there are.
        """
        ask_about(question, np.union1d(sample, maybe_quiet(question)))
        values = _values(question)
        question.stage("stage.signal_quiet_pairs", **values, timezone=question.night.timezone)
        frame = question.opened.frame(
            "select * from temp.signal_quiet_pairs order by number, day, session_id"
        )
        days = question.span.week_days
        any_verdict = _verdicts(frame, days)
        own = _verdicts(frame.filter("by_tutor"), days)
        counted = Counted.of(own.filter("is_quiet"), days=days)
        after_any, after_own = _standing(any_verdict), _standing(own)
        ask_about(question, np.union1d(sample, counted.often(least=question.terms.min_events)))
        held = _held(question.select("stage.signal_own_pairs", **values), tutors)

        def learn(until: int | None) -> QuietPeers:
            asked, _ = sampled(sample, until, question, days)
            return QuietPeers.of(
                _pair(after_any.within(asked)),
                _pair(after_own.within(asked)),
                (held[0][sample], held[1][sample]),
                fewest=question.terms.min_tutors,
            )

        return cls(
            signal="quiet_pairs",
            counted=counted,
            question=question,
            peers=learnt(question, learn),
            _after_own=after_own,
            _held=held,
        )

    def ask(self, asked: Asked, *, less: int = 0) -> Answer:
        """Answer for tutors and days, by tutor; as if so many events each had been excused."""
        quiet, pairs = self._after_own.within(asked)
        quiet = np.maximum(quiet - less, 0.0)
        pairs = np.maximum(pairs - less, quiet)
        ratio = self.question.terms.quiet_ratio

        def answer(peers: QuietPeers, rows: Numbers) -> tuple[Floats, ...]:
            of = asked.tutor[rows]
            share = peers.expected(self._held[0][of], self._held[1][of])
            chance = np.zeros(len(rows))
            some = quiet[rows] >= self.question.terms.min_events - less
            at = rows[some]
            chance[some] = peers.chance(quiet[at], pairs[at], share[some], ratio)
            return share * pairs[rows], chance

        expected, chance = self.peers.each(asked, answer)
        return Answer(events=quiet, trials=pairs, expected=expected, chance=chance)

    def ranges(self, asked: Asked, answer: Answer) -> Range:
        """Bound the shares of some tutors tonight."""
        del asked
        spread = self.peers.tonight.spread
        low, high = self.peers.tonight.bounds(
            answer.events, answer.trials, self.question.terms.confidence
        )
        share = answer.expected / np.maximum(answer.trials, 1.0)
        often = betainc(np.maximum(answer.events, 1.0), answer.trials - answer.events + 1.0, share)
        return Range(
            rate=(spread.late + answer.events) / (spread.late + spread.kept + answer.trials),
            low=low,
            high=high,
            once_in=1.0 / np.where(answer.events > 0, often, 1.0),
        )

    def priors(self) -> pl.DataFrame:
        """Give rows of review.priors: betas, after own cancellations and after held sessions."""
        return self.peers.rows(self._told)

    def _told(self, peers: QuietPeers) -> Iterator[Told]:
        for signal, beta, usual in (
            (self.signal, peers.spread, peers.share),
            (HELD_PAIRS, peers.own_spread, None),
        ):
            spread = Mixture(weights=(1.0,), shapes=(beta.late,), rates=(beta.late + beta.kept,))
            yield Told(signal=signal, spread=spread, learnt_from=peers.tutors, usual=usual)


def _values(question: Question) -> dict[str, object]:
    """Give what the models of pairs bind."""
    return {
        "known_until": question.night.known_until,
        "quiet_days": question.terms.quiet_after.days,
        "pair_sessions": question.terms.quiet_pair_sessions,
    }


def _verdicts(frame: pl.DataFrame, days: int) -> pl.DataFrame:
    """Say until when each verdict on a pair counts: a later one takes its place."""
    at = pl.Series("at", ordinals(frame["day"]))
    ends = pl.col("at") + days
    later = pl.col("at").shift(-1).over("number", "student")
    return frame.with_columns(at).with_columns(until=pl.min_horizontal(ends, later.fill_null(ends)))


def _standing(verdicts: pl.DataFrame) -> Stretch:
    """Add up verdicts as they begin and cease to count: quiet ones, and all."""
    quiet = pl.col("is_quiet").cast(pl.Float64)
    changes = pl.concat(
        [
            verdicts.select("number", pl.col("at"), quiet=quiet, pairs=pl.lit(1.0)),
            verdicts.select("number", at=pl.col("until"), quiet=-quiet, pairs=pl.lit(-1.0)),
        ]
    ).sort("number", "at")
    return Stretch.of(
        changes["number"].to_numpy().astype(np.int64),
        changes["at"].to_numpy().astype(np.int64),
        changes["quiet"].to_numpy(),
        changes["pairs"].to_numpy(),
    )


def _held(frame: pl.DataFrame, tutors: int) -> tuple[Floats, Floats]:
    quiet, held = np.zeros(tutors), np.zeros(tutors)
    numbers = frame["number"].to_numpy()
    quiet[numbers] = frame["quiet"].to_numpy()
    held[numbers] = frame["occasions"].to_numpy()
    return quiet, held


def _pair(figures: tuple[Floats, ...]) -> tuple[Floats, Floats]:
    return figures[0], figures[1]
