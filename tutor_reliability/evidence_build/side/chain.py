"""One lesson moved again and again, over the policy's weeks."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from tutor_reliability.evidence.detectors.chain import Moves
from tutor_reliability.evidence.mixture import Floats
from tutor_reliability.evidence.windows import Asked, Numbers
from tutor_reliability.evidence_build.days import ordinals
from tutor_reliability.evidence_build.question import Question
from tutor_reliability.evidence_build.side.answers import Answer, Counted, Range

MOVED = {"lesson": pl.Int64, "session_id": pl.String}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The lesson that each tutor moved most often; a count by itself, with no peers."""

    signal: str
    counted: Counted
    question: Question
    _moves: Moves
    _session: pl.Series

    @classmethod
    def of(cls, frame: pl.DataFrame, question: Question) -> "Chain":
        """Make it ready, from rows of stage.signal_moves."""
        days = question.span.week_days
        least = question.terms.chain
        long = (
            frame.filter(pl.col("moved_day") <= question.night.as_of)
            .filter(pl.len().over("number", "lesson") >= least)
            .with_columns(of_lesson=pl.struct("number", "lesson").rank("dense") - 1)
        )
        day = pl.Series("moved", ordinals(long["moved_day"]))
        by_session = (
            long.with_columns(day)
            .group_by("number", "session_id", "student_id", maintain_order=True)
            .agg(
                pl.col("moved_day").min().alias("day"),
                (pl.col("moved").max() + days).alias("until"),
                pl.len().cast(pl.Float64).alias("event"),
            )
            .sort("number", "day", "session_id")
        )
        return cls(
            signal="reschedule_chain",
            counted=Counted.of(by_session, days=days),
            question=question,
            _moves=Moves(
                tutor=long["number"].to_numpy().astype(np.int64),
                lesson=long["of_lesson"].to_numpy().astype(np.int64),
                day=day.to_numpy().astype(np.int64),
            ),
            _session=long["session_id"],
        )

    def ask(self, asked: Asked) -> Answer:
        """Answer for tutors and days, by tutor."""
        return self._answer(self._moves, asked)

    def ranges(self, asked: Asked, answer: Answer) -> Range:
        """Give no rates: it is a count."""
        del answer
        nothing = np.full(len(asked), np.nan)
        return Range(rate=nothing, low=nothing, high=nothing, once_in=nothing)

    def without(self, asked: Asked, question: Numbers, session: Numbers) -> Floats:
        """Give the chance were the moves of a session excused."""
        found = np.zeros(len(session))
        for at, (row, of) in enumerate(zip(question, session, strict=True)):
            one = asked.part(slice(row, row + 1))
            begin, end = np.searchsorted(self._moves.tutor, [one.tutor[0], one.tutor[0] + 1])
            others = (self._session[begin:end] != self.counted.session_id[int(of)]).to_numpy()
            found[at] = self._answer(self._moves.part(begin + np.flatnonzero(others)), one).chance[
                0
            ]
        return found

    def priors(self) -> pl.DataFrame:
        """Give no rows: nothing is learnt."""
        return pl.DataFrame()

    def _answer(self, moves: Moves, asked: Asked) -> Answer:
        least = float(self.question.terms.chain)
        longest = moves.longest(asked, self.question.span.week_days)
        return Answer(
            events=longest,
            trials=np.ones(len(asked)),
            expected=np.full(len(asked), least),
            chance=(longest >= least).astype(np.float64),
        )
