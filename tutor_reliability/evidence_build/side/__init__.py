"""The side detectors as detectors of a night: they read the stage tables and give rows.

answers          what a detector is asked, what it answers, the sessions that count
asked_days       which days are asked about
found            from answers to rows of the tables, the same way for each
learnt, taught   what peers do month by month; the days that tutors taught
near_line, student_cancels, habit, chain, quiet_pairs
maybe_quiet      whom quiet_pairs need not look at
behind           rows that readers need beside the published ones to add the counts up again
"""

import numpy as np
import polars as pl

from tutor_reliability.evidence.detectors.near_line import INSIDE, OUTSIDE, WHOLE_HOUR_SECONDS
from tutor_reliability.evidence.detectors.spells import spells
from tutor_reliability.evidence.windows import Numbers
from tutor_reliability.evidence_build.days import ordinals
from tutor_reliability.evidence_build.frames import Found
from tutor_reliability.evidence_build.question import Question
from tutor_reliability.evidence_build.side.answers import Counted, Side
from tutor_reliability.evidence_build.side.behind import moves_behind, older_behind
from tutor_reliability.evidence_build.side.chain import Chain
from tutor_reliability.evidence_build.side.found import found_by
from tutor_reliability.evidence_build.side.habit import Habit
from tutor_reliability.evidence_build.side.near_line import NearLine
from tutor_reliability.evidence_build.side.quiet_pairs import QuietPairs
from tutor_reliability.evidence_build.side.student_cancels import StudentCancels
from tutor_reliability.evidence_build.side.taught import Taught, day_before_all

STAGES = (
    "signal_asked",
    "signal_met_students",
    "signal_met",
    "signal_pairs",
    "signal_quiet_pairs",
)
"""The stage tables that this makes, for whoever drops them."""


def sides_of(question: Question) -> Found:
    """Ask all side detectors; each gives its own rows."""
    tutors = question.opened.frame(
        "select number, tutor_id, is_sampled from stage.evidence_tutors order by number"
    )
    sample = tutors.filter("is_sampled")["number"].to_numpy().astype(np.int64)
    moves = _moves(question)
    for name in ("stage.signal_met_students", "stage.signal_met"):
        question.stage(name, before_day=day_before_all(question))
    found = [
        found_by(side, question, tutors["tutor_id"])
        for side in (
            *_of_their_own(question, sample, moves),
            StudentCancels.of(question, sample),
            QuietPairs.of(question, sample, tutors=len(tutors)),
        )
    ]
    signals = pl.concat(one.signals for one in found)
    return Found(
        signals=signals,
        events=pl.concat(one.events for one in found),
        points=pl.concat(one.points for one in found),
        priors=pl.concat(one.priors for one in found if one.priors.width),
        moves=moves_behind(signals, moves, tutors),
        older=older_behind(signals, question, tutors),
    )


def _of_their_own(question: Question, sample: Numbers, moves: pl.DataFrame) -> tuple[Side, ...]:
    """Give the detectors that count a tutor's own events among the tutor's own days."""
    terms = question.terms
    near, emergencies = _near_line(question), _emergencies(question)
    moved = Counted.of(_moved_sessions(moves, question), days=terms.habit_days)
    habit = Counted.of(emergencies, days=terms.habit_days)
    close = Counted.of(near.filter("is_near"), days=question.span.week_days)
    often = [one.often(least=terms.min_events) for one in (moved, habit, close)]
    taught = Taught.of(question, np.unique(np.concatenate([sample, *often])))
    return (
        NearLine.of(near, question, taught, sample),
        Habit.of("emergency_habit", habit, question, taught, sample),
        Habit.of("reschedule_churn", moved, question, taught, sample),
        Chain.of(moves, question),
    )


def _near_line(question: Question) -> pl.DataFrame:
    near = question.terms.near_line.seconds
    return question.select(
        "stage.signal_near_line",
        before_day=day_before_all(question),
        near_seconds=near,
        inside_seconds=INSIDE * near,
        outside_seconds=OUTSIDE * near,
        whole_hour_seconds=WHOLE_HOUR_SECONDS,
    )


def _emergencies(question: Question) -> pl.DataFrame:
    """Give the sessions ended by an emergency, each with its spell; the first carries the event."""
    frame = question.select("stage.signal_emergencies", before_day=day_before_all(question))
    number, day = frame["number"].to_numpy().astype(np.int64), ordinals(frame["day"])
    spell = spells(
        number,
        day,
        longest_gap=question.terms.longest_gap.days,
        longest_spell=question.terms.longest_spell.days,
    )
    told = frame.with_columns(spell=pl.Series(spell), at=pl.Series(day))
    of_spell = ("number", "spell")
    return told.with_columns(
        event=(pl.int_range(pl.len()).over(of_spell) == 0).cast(pl.Float64),
        until=pl.col("at").min().over(of_spell) + question.terms.habit_days,
    ).drop("at")


def _moves(question: Question) -> pl.DataFrame:
    return question.select(
        "stage.signal_moves",
        before_day=day_before_all(question),
        known_until=question.night.known_until,
        timezone=question.night.timezone,
    )


def _moved_sessions(moves: pl.DataFrame, question: Question) -> pl.DataFrame:
    """Give each moved session once, by its day."""
    return (
        moves.filter(pl.col("day") <= question.night.as_of)
        .unique(["number", "session_id"], keep="first", maintain_order=True)
        .select("number", "session_id", "student_id", "day")
        .sort("number", "day", "session_id")
    )
