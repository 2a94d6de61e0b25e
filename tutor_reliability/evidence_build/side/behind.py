"""Rows that readers need beside the published ones, to add the counts of side detectors up again.

Moves are in no other published table; and whether a pair went quiet may rest on sessions from
before the days that are published.
"""

import polars as pl

from tutor_reliability.evidence_build.question import Question
from tutor_reliability.evidence_build.side.taught import (
    ask_about,
    day_before_all,
    published_after,
)
from tutor_reliability.tables.values import MOVE_SIGNALS


def moves_behind(signals: pl.DataFrame, moves: pl.DataFrame, tutors: pl.DataFrame) -> pl.DataFrame:
    """Give rows of review.signal_moves: the lessons of those who have a row for moves.

    Args:
        signals: Rows of review.signals.
        moves: Rows of stage.signal_moves.
        tutors: Rows of number and tutor_id.
    """
    whose = signals.filter(pl.col("signal").is_in(MOVE_SIGNALS)).select("tutor_id").unique()
    named = moves.join(tutors.select("number", "tutor_id"), on="number").drop("number")
    lessons = named.join(whose, on="tutor_id", how="semi").select("lesson").unique()
    return named.join(lessons, on="lesson", how="semi").rename({"moved_day": "moved_on"})


def older_behind(signals: pl.DataFrame, question: Question, tutors: pl.DataFrame) -> pl.DataFrame:
    """Give rows of review.older_sessions; arguments as above."""
    whose = signals.filter(pl.col("signal") == "quiet_pairs").select("tutor_id").unique()
    ask_about(question, tutors.join(whose, on="tutor_id", how="semi")["number"].to_numpy())
    return question.select(
        "stage.signal_older_sessions",
        before_day=day_before_all(question),
        published_after=published_after(question),
    )
