"""A year of sessions for some tutors, judged as the policy would: made at once, in columns."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

import numpy as np
import polars as pl

from tutor_reliability.tables.values import HOUR_BANDS

DAYS = 365
AHEAD = 10
HOUR_US = 3_600_000_000
OUTAGE_DAYS = (140, 141, 290)
OUTCOMES = {
    "completed": ("completed", "none", True, False),
    "late_cancel": ("cancelled", "tutor", True, True),
    "no_show": ("no_show", "tutor", True, True),
    "early_cancel": ("cancelled", "tutor", True, False),
    "notice_unknown": ("cancelled", "tutor", False, False),
    "rescheduled": ("cancelled", "tutor", False, False),
    "student_cancel": ("cancelled", "student", False, False),
    "platform_cancel": ("cancelled", "platform", False, False),
    "interrupted": ("interrupted", "tutor", True, True),
    "upcoming": ("upcoming", "none", False, False),
}
SUBJECTS = ("Mathematics", "Physics", "Spanish")
REASONS = ("illness", "schedule_conflict", "technical", "emergency", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Whose sessions, how many a year on average, up to which day, and the seed."""

    tutors: list[str]
    sessions: int
    seed: int
    last_day: date


def outcomes(plan: Plan, *, as_of: date, hostile: tuple[str, ...]) -> pl.DataFrame:
    """Make core.session_outcomes as known at the end of `as_of`."""
    rng = np.random.default_rng(plan.seed)
    tutor, day = _bookings(plan, rng)
    size = len(tutor)
    first = plan.last_day - timedelta(days=DAYS - 1)
    outcome = _outcome(plan, tutor, day, rng)
    hours = rng.choice([8, 9, 10, 13, 15, 16, 17, 18, 19, 20, 23], size)
    start_us = _epoch_us(first) + (day.astype(np.int64) * 24 + hours) * HOUR_US
    notice = _notice(tutor, outcome, rng)
    rows = np.arange(size)
    frame = pl.DataFrame(
        {
            "session_id": [f"S{number:07d}" for number in range(size)],
            "tutor": tutor,
            "day": day,
            "drawn": pl.Series(list(OUTCOMES)).gather(outcome),
            "student_id": rng.integers(0, 4, size) + tutor * 5,
            "start_us": start_us,
            "notice_hours": notice,
            "excuse_draw": rng.random(size),
            "reason_code": pl.Series(REASONS).gather(rng.integers(0, len(REASONS), size)),
            "session_line": rows + 2,
        }
    ).sort("tutor", "day", "session_id")
    return _judged(frame, plan, as_of=as_of, first=first, hostile=hostile)


def tutor_days(sessions: pl.DataFrame) -> pl.DataFrame:
    """Count core.session_outcomes into core.tutor_days."""
    known = sessions.filter(pl.col("event") != "upcoming")
    outcome = pl.col("outcome")
    settled = ~pl.col("provisional")
    hour = pl.col("scheduled_start").dt.hour()
    return (
        known.group_by(tutor_id=pl.col("tutor_id").fill_null(""), day="session_day")
        .agg(
            booked=pl.len(),
            completed=(outcome == "completed").sum(),
            exposure=pl.col("in_exposure").sum(),
            late=pl.col("in_late").sum(),
            late_excused=(pl.col("excused") & settled).sum(),
            cancelled_late=((outcome == "late_cancel") & settled).sum(),
            cancelled_in_time=((outcome == "early_cancel") & settled).sum(),
            cancelled_notice_unknown=((outcome == "notice_unknown") & settled).sum(),
            no_show=((outcome == "no_show") & settled).sum(),
            interrupted=((outcome == "interrupted") & settled).sum(),
            rebooked=((outcome == "rescheduled") & settled).sum(),
            student=(outcome == "student_cancel").sum(),
            platform=(outcome == "platform_cancel").sum(),
            undecided=pl.lit(0),
            provisional=pl.col("provisional").sum(),
            place=pl.lit("Europe"),
            **{
                f"{part}_{band}": (counts & (hour // 6 == place)).sum()
                for part, counts in (
                    ("exposure", pl.col("in_exposure")),
                    ("late", pl.col("in_late")),
                    ("late_excused", pl.col("excused") & settled),
                )
                for place, band in enumerate(HOUR_BANDS)
            },
        )
        .sort("tutor_id", "day")
    )


def _bookings(plan: Plan, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    count = len(plan.tutors)
    volume = rng.lognormal(0, 0.8, count)
    volume *= plan.sessions / volume.mean()
    if count > 2:
        volume[1], volume[2] = 4, 0
    each = rng.poisson(volume)
    tutor = np.repeat(np.arange(count), each)
    return tutor, rng.integers(0, DAYS + AHEAD, len(tutor))


def _outcome(
    plan: Plan, tutor: np.ndarray, day: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    count = len(plan.tutors)
    late = rng.beta(2, 110, count)
    late[::17] = rng.uniform(0.08, 0.22, len(late[::17]))
    late = late[tutor]
    late = np.where(np.isin(tutor % 23, [5]) & (day > 240), 0.2, late)
    late = np.where(np.isin(day, OUTAGE_DAYS), 0.3, late)
    names = list(OUTCOMES)[1:-1]
    other = {
        "no_show": late * 0.2,
        "early_cancel": np.full(len(tutor), 0.022),
        "notice_unknown": np.full(len(tutor), 0.003),
        "rescheduled": np.full(len(tutor), 0.01),
        "student_cancel": np.full(len(tutor), 0.06),
        "platform_cancel": np.full(len(tutor), 0.004),
        "interrupted": np.full(len(tutor), 0.001),
    }
    edges = np.cumsum([late * 0.8, *(other[name] for name in names[1:])], axis=0)
    drawn = (rng.random(len(tutor)) > edges).sum(axis=0)
    return (drawn + 1) % (len(names) + 1)


def _notice(tutor: np.ndarray, outcome: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    size = len(tutor)
    late = np.minimum(rng.exponential(8, size), 23.9)
    early = 24 + rng.exponential(14, size)
    just = 24 + rng.exponential(0.8, size)
    early = np.where((tutor % 29 == 3) | (rng.random(size) < 0.25), just, early)
    number = {name: place for place, name in enumerate(OUTCOMES)}
    notice = np.where(outcome == number["late_cancel"], late, early)
    notice = np.where(outcome == number["student_cancel"], rng.exponential(30, size), notice)
    timed = ["late_cancel", "early_cancel", "rescheduled", "student_cancel", "platform_cancel"]
    ended = np.isin(outcome, [number[name] for name in timed])
    return np.where(ended, notice, np.nan)


def _judged(
    frame: pl.DataFrame, plan: Plan, *, as_of: date, first: date, hostile: tuple[str, ...]
) -> pl.DataFrame:
    last = (as_of - first).days
    drawn = pl.when(pl.col("day") > last).then(pl.lit("upcoming")).otherwise("drawn")
    frame = frame.with_columns(outcome=drawn).with_columns(
        pl.col("outcome").replace_strict({k: v[0] for k, v in OUTCOMES.items()}).alias("event"),
        pl.col("outcome").replace_strict({k: v[1] for k, v in OUTCOMES.items()}).alias("blame"),
        pl.col("outcome").replace_strict({k: v[2] for k, v in OUTCOMES.items()}).alias("exposed"),
        pl.col("outcome").replace_strict({k: v[3] for k, v in OUTCOMES.items()}).alias("lost"),
        pl.when(pl.col("day") <= last).then("notice_hours").alias("notice_hours"),
        provisional=(pl.col("day") >= last - 1)
        & pl.col("outcome").is_in(["late_cancel", "no_show"]),
    )
    lost, draw = pl.col("lost"), pl.col("excuse_draw")
    excuse = (
        pl.when(lost & (draw < 0.08)).then(pl.lit("accepted"))
        .when(lost & (draw < 0.11)).then(pl.lit("rejected"))
        .when(lost & (draw < 0.14) & (pl.col("day") > last - 7)).then(pl.lit("pending"))
        .otherwise(pl.lit("none"))
    )  # fmt: skip
    words = pl.Series(hostile or ("running a fever",), dtype=pl.String)
    start = pl.from_epoch(pl.col("start_us"), time_unit="us").dt.replace_time_zone("UTC")
    ids = pl.Series(plan.tutors, dtype=pl.String)
    ended = pl.col("event") == "cancelled"
    notice = pl.col("notice_hours").fill_nan(None)
    frame = frame.with_columns(excuse=excuse, scheduled_start=start, notice_hours=notice)
    frame = frame.with_columns(
        excused=pl.col("excuse") == "accepted",
        tutor_id=pl.when(pl.col("session_line") % 997 != 0).then(
            pl.lit(ids).gather(pl.col("tutor"))
        ),
        reason_text=pl.when(lost).then(pl.lit(words).gather(pl.col("session_line") % len(words))),
        cancelled_at=pl.col("scheduled_start")
        - pl.duration(microseconds=(pl.col("notice_hours") * HOUR_US).cast(pl.Int64)),
        counted=~pl.col("provisional"),
    )
    return frame.with_columns(
        pl.format("P{}", "student_id").alias("student_id"),
        pl.lit(pl.Series(SUBJECTS)).gather(pl.col("student_id") % 3).alias("subject"),
        pl.col("scheduled_start").alias("earliest_start"),
        pl.lit(60).alias("duration_minutes"),
        session_day=pl.lit(first) + pl.duration(days=pl.col("day")),
        initiator=pl.when(ended).then(
            pl.when(pl.col("blame") == "none").then(pl.lit("platform")).otherwise("blame")
        ),
        notice=pl.when(notice.is_not_null()).then(pl.lit("exact"))
        .when(pl.col("outcome") == "notice_unknown").then(pl.lit("unknown"))
        .otherwise(pl.lit("none")),
        channel=pl.when(ended).then(pl.lit("platform")),
        reason_code=pl.when(ended | lost).then("reason_code"),
        emergency=pl.lit(value=False),
        is_late=pl.col("outcome") == "late_cancel",
        excused_from=pl.when(pl.col("excused"))
        .then(pl.lit(["*"]))
        .otherwise(pl.lit([], pl.List(pl.String))),
        settles_at=pl.when(pl.col("provisional")).then(start + pl.duration(hours=48)),
        in_exposure=pl.col("exposed") & pl.col("counted") & ~pl.col("excused"),
        in_late=lost & pl.col("counted") & ~pl.col("excused"),
        cured_by=pl.when(pl.col("outcome") == "rescheduled").then("session_id"),
        cancellation_rows=ended.cast(pl.Int32),
        event_day=pl.coalesce("cancelled_at", "scheduled_start").dt.date(),
        reported_at=pl.coalesce("cancelled_at", "scheduled_start"),
        weight=pl.lit(1.0),
        variant=pl.lit(0),
        market=pl.lit(""),
        policy_id=pl.lit("itutor"),
        policy_version=pl.lit("2025-01-01"),
        session_delivery=pl.lit(1),
        cancellation_delivery=pl.when(ended).then(2),
        cancellation_line=pl.when(ended).then(pl.col("session_line") + 100),
    )  # fmt: skip


def _epoch_us(day: date) -> int:
    return int(datetime.combine(day, time(), tzinfo=timezone.utc).timestamp() * 1_000_000)  # noqa: UP017
