"""What tutors tell support about a session, and what students say of their tutors."""

import numpy as np
import polars as pl

from tutor_reliability.simulate.causes import TUTOR_CANCELS, Cause
from tutor_reliability.simulate.plan import DAY, HOUR, MINUTE, Flags, Floats, Ints, Plan
from tutor_reliability.simulate.reasons import (
    CHANNELS,
    COMPLAINTS,
    MISSED,
    NOT_EMERGENCIES,
    PRAISE,
    SAYINGS,
    TALKED_INTO_IT,
    cause_in,
    coded,
)
from tutor_reliability.simulate.tutors import Tutors

EXPLAINED = (*TUTOR_CANCELS, Cause.NO_SHOW, Cause.BROKE_OFF)
SICK_WEEKS_CONTACT, SICK_WEEKS_ACCEPTED = 0.94, 0.97
NEVER_DECIDED, WROTE_TOO_LATE, NAMES_THE_SESSION = 0.06, 0.05, 0.97
CALLS_IT_EMERGENCY = 0.8
TALAERA_REASONS = ("sickness", "power_outage", "weather_outage", "technical_in_session")
TALAERA_CHAT, OTHER_CHAT = 0.8, 0.25
PRAISED, COMPLAINED, TOLD_ON_PROXY = 0.012, 0.12, 0.08
SHORT_NOTICE = DAY


def contacts(
    plan: Plan, tutors: Tutors, said: pl.DataFrame, rng: np.random.Generator
) -> pl.DataFrame:
    """Let tutors write to support about sessions they did not teach.

    Args:
        plan: What is simulated.
        tutors: All tutors.
        said: Sessions with their fates and what was said of them.
        rng: The block's random numbers.

    Returns:
        One row a message: number, tutor, session, at, channel, reason, emergency, verdict (what
        support decides), decided (seconds; null while pending) and keep.
    """
    by_tutor = pl.col("initiator").cast(pl.String) == "tutor"
    explained = said.filter(cause_in(*EXPLAINED), by_tutor)
    cause = explained["cause"].to_numpy()
    size = len(cause)
    sick = np.isin(explained["tutor"].to_numpy(), tutors.of("sick_weeks")) & (cause == Cause.ILL)
    wrote, accepted = _contact_and_verdict(cause, sick, rng)
    late = (rng.random(size) < WROTE_TOO_LATE) & ~sick
    told = np.where(late, explained["start"].to_numpy() + 26 * HOUR, explained["at"].to_numpy())
    at = told + rng.integers(MINUTE, 3 * HOUR, size)
    decided = at + (20 * HOUR * np.exp(0.8 * rng.standard_normal(size))).astype(np.int64)
    pending = ((rng.random(size) < NEVER_DECIDED) & ~sick) | (decided >= plan.end)
    reason = explained["reason"].cast(pl.String)
    claims = reason.is_not_null() & ~reason.is_in(NOT_EMERGENCIES)
    named = pl.Series(rng.random(size) < NAMES_THE_SESSION)
    return _numbered(
        explained.select(
            tutor=pl.col("tutor").cast(pl.Int32),
            session=pl.when(named).then(pl.col("row").cast(pl.Int64)),
            at=pl.Series(at),
            channel=_channel(explained, rng),
            reason="reason",
            emergency=claims & pl.Series(rng.random(size) < CALLS_IT_EMERGENCY),
            verdict=pl.when(pl.Series(accepted))
            .then(pl.lit("accepted"))
            .otherwise(pl.lit("rejected")),
            decided=pl.when(pl.Series(~pending)).then(pl.Series(decided)),
        ).filter(pl.Series(wrote), pl.col("at") < plan.end)
    )


def _contact_and_verdict(cause: Ints, sick: Flags, rng: np.random.Generator) -> tuple[Flags, Flags]:
    writes, accepted = np.zeros(len(Cause)), np.zeros(len(Cause))
    for kind, saying in SAYINGS.items():
        writes[kind], accepted[kind] = saying.contact, saying.accepted
    size = len(cause)
    return (
        rng.random(size) < np.where(sick, SICK_WEEKS_CONTACT, writes[cause]),
        rng.random(size) < np.where(sick, SICK_WEEKS_ACCEPTED, accepted[cause]),
    )


def _channel(explained: pl.DataFrame, rng: np.random.Generator) -> pl.Series:
    """Where they write: Talaera's emergencies go to live chat, early notice to scheduling."""
    talaera = explained["reason"].cast(pl.String).is_in(TALAERA_REASONS).fill_null(value=False)
    chance = np.where(talaera.to_numpy(), TALAERA_CHAT, OTHER_CHAT)
    chat = rng.random(len(explained)) < chance
    early = explained["cause"].to_numpy() == Cause.EARLY
    place = {name: position for position, name in enumerate(CHANNELS)}
    urgent = np.where(chat, place["live_chat"], place["support"])
    return coded(np.where(early, place["scheduling_email"], urgent), CHANNELS)


def feedback(plan: Plan, said: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Let some students say a word, more often where the session fell through.

    Args:
        plan: What is simulated.
        said: Sessions with their fates.
        rng: The block's random numbers.

    Returns:
        One row a word: number, session, tutor, student, at, rating (1 to 5), text and keep.
    """
    size = len(said)
    cause, start, at = (said[name].to_numpy() for name in ("cause", "start", "at"))
    short = np.isin(cause, TUTOR_CANCELS) & (start - at < SHORT_NOTICE)
    share, text = _words(cause, short, rng)
    happy = cause == Cause.RAN
    rating = np.where(happy, rng.integers(4, 6, size), rng.integers(1, 4, size))
    given = start + HOUR + rng.integers(0, 60 * HOUR, size)
    said_something = pl.Series(rng.random(size) < share)
    return _numbered(
        said.select(
            session=pl.col("row").cast(pl.Int64),
            tutor=pl.col("tutor").cast(pl.Int32),
            student=pl.col("student").cast(pl.Int32),
            at=pl.Series(given),
            rating=pl.Series(rating).cast(pl.Int8),
            text=text,
        ).filter(said_something, pl.col("at") < plan.end)
    )


def _words(cause: Ints, short: Flags, rng: np.random.Generator) -> tuple[Floats, pl.Series]:
    """Draw how likely each student is to say something, and what it would be."""
    share, position = np.zeros(len(cause)), np.zeros(len(cause), dtype=np.int64)
    words: list[str | None] = [None]
    for which, likely, texts in (
        (cause == Cause.RAN, PRAISED, PRAISE),
        (short, COMPLAINED, COMPLAINTS),
        (cause == Cause.NO_SHOW, COMPLAINED, MISSED),
        (cause == Cause.PROXY, TOLD_ON_PROXY, TALKED_INTO_IT),
    ):
        drawn = len(words) + rng.integers(0, len(texts), len(cause))
        share, position = np.where(which, likely, share), np.where(which, drawn, position)
        words += texts
    wordless = rng.random(len(cause)) < 1 / len(PRAISE)
    return share, coded(np.where(wordless, 0, position), tuple(words))


def _numbered(frame: pl.DataFrame) -> pl.DataFrame:
    number = pl.int_range(pl.len(), dtype=pl.Int64).alias("number")
    return frame.select(number, pl.all(), keep=pl.lit(value=True))
