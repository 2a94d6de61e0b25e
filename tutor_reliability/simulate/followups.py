"""What follows a cancellation, or precedes it: the agreed rebooking, the session moved before."""

import numpy as np
import polars as pl

from tutor_reliability.simulate.causes import Cause
from tutor_reliability.simulate.plan import AHEAD_DAYS, DAY, HOUR, MINUTE, Flags, Ints, Plan
from tutor_reliability.simulate.tutors import ARCHETYPE_NAMES, Tutors

REBOOKED: dict[Cause, float] = {
    Cause.ILL: 0.35,
    Cause.OUTAGE: 0.3,
    Cause.REGIONAL: 0.3,
    Cause.WHOLE_DAY: 0.3,
    Cause.LATE: 0.4,
    Cause.NEAR_LINE: 0.2,
    Cause.EARLY: 0.5,
    Cause.BY_SCHEDULING: 0.7,
}
RARELY_REBOOKED = 0.3
UNRELIABLE = ("chronic", "decliner", "line_sitter", "no_shower")
LINKED, TOO_SLOW = 0.4, 0.08
MOVED, MOVED_NEAR_LINE = 0.015, 0.15
MOVES_DAYS = (1, 2, 3, 7)


def rebook(
    plan: Plan, tutors: Tutors, sessions: pl.DataFrame, rng: np.random.Generator
) -> pl.DataFrame:
    """Let student and tutor agree on another time after some cancellations.

    A linked rebooking names the session it replaces and is made as that one is cancelled; the
    others are plain new bookings, most within 48 hours, a few too slow for any policy.

    Returns:
        The sessions and the new ones, in order of tutor, student and start, with `row` (their
        place), `replaced_by` (the row of the linked rebooking, or null) and `rebooking`.
    """
    agreed, linked = _agreed(tutors, sessions, rng)
    old = sessions.with_columns(link=pl.Series(linked), rebooking=False).with_row_index("origin")
    new = old.filter(pl.Series(agreed))
    size = len(new)
    delay = np.where(
        rng.random(size) < TOO_SLOW,
        rng.integers(49 * HOUR, 90 * HOUR, size),
        rng.integers(3 * MINUTE, 40 * HOUR, size),
    )
    booked = new["at"].to_numpy() + np.where(new["link"].to_numpy(), 0, delay)
    gap = rng.integers(1, 7, size) * DAY + rng.integers(-2, 3, size) * HOUR
    start = np.maximum(new["start"].to_numpy() + gap, _next_hour(booked, new["start"].to_numpy()))
    new = new.with_columns(
        start=pl.Series(start),
        booked=pl.Series(booked),
        cause=pl.lit(int(Cause.RAN), pl.Int64),
        at=pl.lit(0, pl.Int64),
        first=False,
        trial=False,
        rebooking=True,
    ).filter(pl.col("booked") < plan.end, pl.col("start") < plan.end + AHEAD_DAYS * DAY)
    return _linked(pl.concat([old, new]))


def _agreed(
    tutors: Tutors, sessions: pl.DataFrame, rng: np.random.Generator
) -> tuple[Flags, Flags]:
    chance = np.zeros(len(Cause))
    for cause, share in REBOOKED.items():
        chance[cause] = share
    unreliable = np.isin(tutors.archetype, [ARCHETYPE_NAMES.index(name) for name in UNRELIABLE])[
        sessions["tutor"].to_numpy()
    ]
    share = chance[sessions["cause"].to_numpy()] * np.where(unreliable, RARELY_REBOOKED, 1.0)
    agreed = rng.random(len(sessions)) < share
    return agreed, agreed & (rng.random(len(sessions)) < LINKED)


def _next_hour(booked: Ints, start: Ints) -> Ints:
    """The first time after a booking with the minutes of the old start, two hours ahead."""
    earliest = booked + 2 * HOUR
    return np.asarray(earliest + (start - earliest) % HOUR)


def _linked(both: pl.DataFrame) -> pl.DataFrame:
    ordered = both.sort("tutor", "student", "start", "booked", maintain_order=True).with_row_index(
        "row"
    )
    replaced = ordered.filter("rebooking", "link").select("origin", replaced_by="row")
    return (
        ordered.join(replaced, on="origin", how="left", maintain_order="left")
        .with_columns(
            replaced_by=pl.when(~pl.col("rebooking") & pl.col("link")).then("replaced_by")
        )
        .drop("origin", "link")
    )


def move(sessions: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Let some sessions have been moved to a later time before their end was known.

    Returns:
        The sessions with `original` (seconds; null where never moved) and `moved_at`.
    """
    start, booked, at, cause = (
        sessions[name].to_numpy() for name in ("start", "booked", "at", "cause")
    )
    size = len(sessions)
    days = np.array(MOVES_DAYS)[rng.integers(0, len(MOVES_DAYS), size)]
    near_line = cause == Cause.NEAR_LINE
    original = start - np.where(near_line, 1, days) * DAY
    until = np.where(at > 0, np.minimum(at, original), original) - MINUTE
    hours_before = rng.integers(10 * MINUTE, 40 * HOUR, size)
    just_before = rng.integers(MINUTE, HOUR, size)
    moved_at = until - np.where(near_line, just_before, hours_before)
    moves = rng.random(size) < np.where(near_line, MOVED_NEAR_LINE, MOVED)
    moves &= (moved_at > booked + MINUTE) & ~sessions["rebooking"].to_numpy()
    return sessions.with_columns(
        original=pl.when(pl.Series(moves)).then(pl.Series(original)),
        moved_at=pl.when(pl.Series(moves)).then(pl.Series(moved_at)),
    )
