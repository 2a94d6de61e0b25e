"""What people say when a session is cancelled: reason codes of both policies, channels, words."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from tutor_reliability.simulate.causes import Cause
from tutor_reliability.simulate.plan import Ints

CHANNELS = ("platform", "support", "live_chat", "scheduling_email")
REASONS = (
    None,
    "emergency",
    "illness",
    "schedule_conflict",
    "technical",
    "sickness",
    "power_outage",
    "weather_outage",
    "personal_emergency",
    "technical_ahead",
    "technical_in_session",
    "other",
    "platform_outage",
    "payment_failed",
)
NOT_EMERGENCIES = (None, "schedule_conflict", "other", "payment_failed")
Weights = dict[str | None, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """How sessions of one cause are reported.

    Attributes:
        initiator: Who pressed the button.
        on_behalf_of: Who asked for it, where that is someone else.
        reasons: Weight of each stated reason.
        channels: Weight of each of CHANNELS.
        contact: Share of them about which the tutor writes to support.
        accepted: Share of those that support accepts.
    """

    initiator: str
    on_behalf_of: str | None = None
    reasons: Weights
    channels: tuple[int, int, int, int] = (1, 0, 0, 0)
    contact: float = 0.0
    accepted: float = 0.7


_ORDINARY: Weights = {
    "schedule_conflict": 45,
    None: 16,
    "emergency": 10,
    "illness": 10,
    "technical": 8,
    "personal_emergency": 6,
    "other": 5,
}
_EARLY: Weights = {
    "schedule_conflict": 60,
    None: 20,
    "personal_emergency": 12,
    "technical_ahead": 8,
}
_OWN_CHANNELS = (50, 15, 15, 20)
_PUPIL: Weights = {None: 55, "schedule_conflict": 30, "illness": 12, "other": 3}
SAYINGS: dict[Cause, Saying] = {
    Cause.ILL: Saying(
        initiator="tutor",
        reasons={"illness": 62, "sickness": 38},
        channels=(35, 30, 30, 5),
        contact=0.7,
        accepted=0.92,
    ),
    Cause.OUTAGE: Saying(
        initiator="tutor",
        reasons={"technical": 80, None: 20},
        channels=(50, 25, 25, 0),
        contact=0.35,
        accepted=0.85,
    ),
    Cause.REGIONAL: Saying(
        initiator="tutor",
        reasons={"power_outage": 50, "weather_outage": 30, "technical": 20},
        channels=(25, 35, 40, 0),
        contact=0.5,
        accepted=0.9,
    ),
    Cause.WHOLE_DAY: Saying(
        initiator="tutor", reasons=_ORDINARY, channels=_OWN_CHANNELS, contact=0.25, accepted=0.6
    ),
    Cause.LATE: Saying(
        initiator="tutor", reasons=_ORDINARY, channels=_OWN_CHANNELS, contact=0.25, accepted=0.6
    ),
    Cause.NEAR_LINE: Saying(
        initiator="tutor", reasons={"schedule_conflict": 70, None: 30}, channels=(85, 0, 0, 15)
    ),
    Cause.EARLY: Saying(
        initiator="tutor", reasons=_EARLY, channels=(45, 5, 0, 50), contact=0.1
    ),
    Cause.PROXY: Saying(initiator="student", reasons={"schedule_conflict": 60, None: 40}),
    Cause.STUDENT: Saying(initiator="student", reasons=_PUPIL, channels=(90, 7, 3, 0)),
    Cause.FOR_STUDENT: Saying(initiator="tutor", on_behalf_of="student", reasons=_PUPIL),
    Cause.BY_SCHEDULING: Saying(
        initiator="platform", on_behalf_of="tutor", reasons=_EARLY, channels=(0, 10, 0, 90)
    ),
    Cause.BY_PLATFORM: Saying(
        initiator="platform", reasons={"payment_failed": 70, "other": 30}, channels=(60, 40, 0, 0)
    ),
    Cause.NO_SHOW: Saying(
        initiator="tutor", reasons={"illness": 30, "technical": 40, "emergency": 30}, contact=0.15,
        accepted=0.5,
    ),
    Cause.BROKE_OFF: Saying(
        initiator="tutor", reasons={"technical": 50, "technical_in_session": 50}, contact=0.7,
        accepted=0.9,
    ),
}  # fmt: skip
WORDS = (
    "something came up, sorry",
    "in bed with a fever",
    "double booked by mistake",
    "internet is down",
    "family matter",
    "my train is stuck",
    "doctor's appointment, moved at short notice",
    "exam at university",
)
PRAISE = (
    "always on time",
    "patient and well prepared",
    "explains clearly",
    "my son looks forward to each lesson",
)
COMPLAINTS = (
    "cancelled an hour before, again",
    "moved twice and then cancelled",
    "no apology",
    "we had set the evening aside",
)
MISSED = ("nobody came", "waited for half an hour")
TALKED_INTO_IT = ("asked me to cancel it myself so that it would not count",)


def coded(positions: Ints, words: tuple[str | None, ...]) -> pl.Series:
    """Look words up by position, as an enumeration: one of few words, many times."""
    known = [word for word in words if word is not None]
    return pl.Series(list(words), dtype=pl.Enum(known)).gather(positions)


def cause_in(*causes: Cause) -> pl.Expr:
    """Tell sessions of these causes."""
    return pl.col("cause").is_in([int(cause) for cause in causes])


def pick(rng: np.random.Generator, size: int, weights: list[int] | tuple[int, ...]) -> Ints:
    """Draw positions by weight."""
    total = np.cumsum(weights)
    return np.searchsorted(total, rng.integers(0, total[-1], size), side="right")


def reasons(rng: np.random.Generator, cause: Ints) -> Ints:
    """Draw a stated reason for each cause, as its position in REASONS."""
    chosen = np.zeros(len(cause), dtype=np.int64)
    for kind, saying in SAYINGS.items():
        which = np.flatnonzero(cause == kind)
        codes = np.array([REASONS.index(code) for code in saying.reasons])
        chosen[which] = codes[pick(rng, len(which), list(saying.reasons.values()))]
    return chosen


def channels(rng: np.random.Generator, cause: Ints) -> Ints:
    """Draw a channel for each cause, as its position in CHANNELS."""
    chosen = np.zeros(len(cause), dtype=np.int64)
    for kind, saying in SAYINGS.items():
        which = np.flatnonzero(cause == kind)
        chosen[which] = pick(rng, len(which), saying.channels)
    return chosen
