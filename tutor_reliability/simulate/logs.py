"""What the marketplace writes down of its sessions, and when each row became known.

Frames here are compact: ids are numbers, times are seconds. files.py spells them out.
"""

from dataclasses import dataclass, fields

import numpy as np
import polars as pl

from tutor_reliability.simulate.causes import Cause
from tutor_reliability.simulate.plan import HOUR, MINUTE, Plan
from tutor_reliability.simulate.reasons import (
    CHANNELS,
    REASONS,
    SAYINGS,
    WORDS,
    cause_in,
    channels,
    coded,
    pick,
    reasons,
)
from tutor_reliability.simulate.tutors import SUBJECTS, Tutors
from tutor_reliability.simulate.voices import contacts, feedback

STATUSES = (
    "scheduled",
    "completed",
    "cancelled",
    "no_show_tutor",
    "no_show_student",
    "interrupted",
)
STATUS: dict[Cause, str] = {
    Cause.RAN: "completed",
    Cause.NO_SHOW: "no_show_tutor",
    Cause.STUDENT_NO_SHOW: "no_show_student",
    Cause.BROKE_OFF: "interrupted",
}
CANCELLED = tuple(cause for cause in Cause if cause not in STATUS)
INITIATORS = ("tutor", "student", "platform", "unknown")
CAME_LATE, SAYS_WORDS, PLATFORM_NOTICED_OUTAGE, UNKNOWN_INITIATOR = 0.05, 0.15, 0.4, 0.004
ILL_IN_ITUTOR_WORDS = 6
RECEIVED_WITHIN = {
    "platform": 1,
    "support": 30 * MINUTE,
    "live_chat": 5 * MINUTE,
    "scheduling_email": 10 * HOUR,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Logs:
    """The four logs of some sessions, compact; each frame in the order it is written in."""

    sessions: pl.DataFrame
    cancellations: pl.DataFrame
    contacts: pl.DataFrame
    feedback: pl.DataFrame


def write_down(
    plan: Plan, tutors: Tutors, sessions: pl.DataFrame, rng: np.random.Generator
) -> Logs:
    """Turn the fates of a block's sessions into what the logs know of them by the last day.

    Args:
        plan: What is simulated.
        tutors: All tutors.
        sessions: Sessions with their fates, rebookings and moves; `row` numbers them.
        rng: The block's random numbers.
    """
    said = _said(sessions, rng)
    return Logs(
        sessions=_sessions(plan, said, rng),
        cancellations=_cancellations(plan, said),
        contacts=contacts(plan, tutors, said, rng),
        feedback=feedback(plan, said, rng),
    )


def _said(sessions: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Add reason, channel, initiator, words and when the marketplace heard of it."""
    cause, tutor, at = (sessions[name].to_numpy() for name in ("cause", "tutor", "at"))
    size = len(cause)
    by_platform = (cause == Cause.OUTAGE) & (rng.random(size) < PLATFORM_NOTICED_OUTAGE)
    unknown = (cause == Cause.STUDENT) & (rng.random(size) < UNKNOWN_INITIATOR)
    ill = np.where(tutor % 10 < ILL_IN_ITUTOR_WORDS, *map(REASONS.index, ("illness", "sickness")))
    reason = np.where(cause == Cause.ILL, ill, reasons(rng, cause))
    reason = np.where(by_platform, REASONS.index("platform_outage"), np.where(unknown, 0, reason))
    channel = np.where(by_platform | unknown, 0, channels(rng, cause))
    within = np.array([RECEIVED_WITHIN[name] for name in CHANNELS])[channel]
    usual = np.zeros(len(Cause), dtype=np.int64)
    for kind, saying in SAYINGS.items():
        usual[kind] = INITIATORS.index(saying.initiator)
    initiator = np.where(by_platform, 2, np.where(unknown, 3, usual[cause]))
    wordy = rng.random(size) < SAYS_WORDS
    words = np.where(wordy, 1 + pick(rng, size, [1] * len(WORDS)), 0)
    return sessions.with_columns(
        reason=coded(reason, REASONS),
        channel=coded(channel, CHANNELS),
        initiator=coded(initiator, INITIATORS),
        received=pl.Series(at + (rng.random(size) * within).astype(np.int64)),
        words=coded(words, (None, *WORDS)),
    )


def _ended() -> pl.Expr:
    """The second at which the end of a session was known."""
    start, minutes = pl.col("start"), pl.col("minutes")
    return (
        pl.when(cause_in(*CANCELLED))
        .then("received")
        .when(cause_in(Cause.NO_SHOW, Cause.STUDENT_NO_SHOW))
        .then(start + 25 * MINUTE)
        .when(cause_in(Cause.BROKE_OFF))
        .then(start + minutes * MINUTE // 3)
        .otherwise(start + minutes * MINUTE)
    )


def _sessions(plan: Plan, said: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """One row a session as last known: its final version, and what the earlier ones need."""
    size = len(said)
    late = np.where(rng.random(size) < CAME_LATE, rng.geometric(0.25, size), 0)
    ends = [STATUSES.index(STATUS.get(cause, "cancelled")) for cause in Cause]
    settled, moved = pl.col("ended") < plan.end, pl.col("moved_at") < plan.end
    came_late = settled & cause_in(Cause.RAN) & (pl.col("late") > 0)
    return said.with_columns(
        ended=_ended(),
        late=pl.Series(late),
        end=coded(np.array(ends)[said["cause"].to_numpy()], STATUSES),
        words_of_subject=coded(said["subject"].to_numpy(), SUBJECTS),
    ).select(
        pl.col("row").cast(pl.Int64).alias("session"),
        pl.col("tutor").cast(pl.Int32),
        pl.col("student").cast(pl.Int32),
        "booked",
        pl.when(pl.col("moved_at") >= plan.end).then("original").otherwise("start").alias("start"),
        pl.when(moved).then("original").alias("original"),
        pl.col("minutes").cast(pl.Int16),
        pl.col("words_of_subject").alias("subject"),
        pl.when(settled)
        .then("end")
        .otherwise(pl.lit("scheduled", pl.Enum(STATUSES)))
        .alias("status"),
        "trial",
        "first",
        inside=~pl.col("outside"),
        minutes_late=pl.when(came_late).then("late").cast(pl.Int16),
        updated=pl.when(settled).then("ended").when(moved).then("moved_at").otherwise("booked"),
        moved_at=pl.when(moved).then("moved_at"),
        keep=pl.lit(value=True),
    )


def _cancellations(plan: Plan, said: pl.DataFrame) -> pl.DataFrame:
    """One row a cancellation known by the last day."""
    people = pl.Enum(["tutor", "student", "platform", "unknown", "support"])
    by_hand = pl.col("channel").cast(pl.String) != "platform"
    return (
        said.filter(cause_in(*CANCELLED), pl.col("received") < plan.end)
        .select(
            pl.col("row").cast(pl.Int64).alias("session"),
            pl.col("at"),
            "initiator",
            on_behalf_of=pl.when(cause_in(Cause.FOR_STUDENT))
            .then(pl.lit("student"))
            .when(cause_in(Cause.BY_SCHEDULING))
            .then(pl.lit("tutor")),
            recorded_by=pl.when(by_hand)
            .then(pl.lit("support"))
            .otherwise(pl.col("initiator").cast(pl.String))
            .cast(people),
            reason="reason",
            words="words",
            channel="channel",
            replaced_by=pl.col("replaced_by").cast(pl.Int64),
            received="received",
            keep=pl.lit(value=True),
        )
        .with_row_index("number")
        .with_columns(pl.col("number").cast(pl.Int64))
    )


def gather(blocks: list[Logs], students: list[int]) -> Logs:
    """Put the logs of all blocks after each other, numbering on.

    Args:
        blocks: The logs of each block.
        students: How many students each block has.
    """
    base = {"session": 0, "student": 0}
    parts: dict[str, list[pl.DataFrame]] = {field.name: [] for field in fields(Logs)}
    for block, pupils in zip(blocks, students, strict=True):
        for name, frames in parts.items():
            number = {"number": sum(len(frame) for frame in frames)}
            frames.append(_shifted(getattr(block, name), base | number))
        base = {
            "session": base["session"] + len(block.sessions),
            "student": base["student"] + pupils,
        }
    return Logs(**{name: pl.concat(frames) for name, frames in parts.items()})


def _shifted(frame: pl.DataFrame, by: dict[str, int]) -> pl.DataFrame:
    shift = by | {"replaced_by": by["session"]}
    return frame.with_columns(
        (pl.col(name) + count).cast(frame.schema[name])
        for name, count in shift.items()
        if name in frame.columns
    )
