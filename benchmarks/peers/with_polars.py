"""The job in Polars: lazy frames from the files to the rates, collected by the streaming engine."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl

AS_OF = date(2026, 10, 31)
KNOWN_BEFORE = datetime(2026, 11, 1, tzinfo=UTC)
WINDOWS = (30, 90, 365)
LINE = 24 * 3600
SETTLE = timedelta(hours=48)
FIRST, END = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
STATUSES = (
    "scheduled",
    "completed",
    "cancelled",
    "interrupted",
    "no_show_tutor",
    "no_show_student",
)
INITIATORS = ("tutor", "student", "platform", "unknown")
LATE = ("late_cancel", "cancelled_after_start", "no_show", "interrupted")
EXPOSED = ("completed", "early_cancel", *LATE)
SPOILT = "[0-9]E[+][0-9]"
Z2 = 1.959963984540054**2


def night(logs: str, out: str) -> None:
    """Make the rates and the rejected rows."""
    home = Path(out)
    home.mkdir(parents=True, exist_ok=True)
    judged = judged_sessions(Path(logs) / "sessions.parquet").collect(engine="streaming")
    sessions = newest_sessions(judged.lazy()).collect(engine="streaming")
    ended = judged_cancellations(Path(logs) / "cancellations.parquet", sessions.lazy()).collect(
        engine="streaming"
    )
    rejected = pl.concat(
        frame.lazy()
        .filter(pl.col("reason").is_not_null())
        .select(pl.lit(log).alias("log"), "line", "reason")
        for log, frame in (("sessions", judged), ("cancellations", ended))
    )
    rejected.collect().write_parquet(home / "rejected_rows.parquet")
    del judged
    outcomes = session_outcomes(sessions.lazy(), first_cancellations(ended.lazy()))
    days = tutor_days(outcomes).collect(engine="streaming")
    tutor_rates(days).write_parquet(home / "tutor_rates.parquet")


def judged_sessions(path: Path) -> pl.LazyFrame:
    """Read sessions: one row a delivered row, with why it cannot be used."""
    start, booked = pl.col("scheduled_start"), pl.col("booked_at")
    at_midnight = start == start.dt.truncate("1d")
    read = (
        pl.scan_parquet(path, row_index_name="line")
        .select(
            "line",
            "session_id",
            "tutor_id",
            "booked_at",
            "scheduled_start",
            "original_start",
            "status",
            "updated_at",
        )
        .with_columns(
            reason=first_reason(
                missing_value=pl.any_horizontal(
                    pl.col(name).is_null() for name in ("session_id", "scheduled_start", "status")
                ),
                scientific_id=pl.col("session_id").str.contains(SPOILT)
                | pl.col("tutor_id").str.contains(SPOILT),
                unknown_status=~pl.col("status").is_in(STATUSES),
                sentinel_date=impossible(
                    "booked_at", "scheduled_start", "original_start", "updated_at"
                ),
                booked_after_start=(booked > start)
                & (~at_midnight | (booked >= start + timedelta(days=1))),
            )
        )
    )
    horizon = read.filter(pl.col("reason").is_null()).select(
        latest=pl.coalesce("updated_at", "booked_at").quantile(0.99, "nearest").dt.offset_by("2y")
    )
    newest = pl.max_horizontal("scheduled_start", "booked_at", "updated_at")
    too_far = pl.when(newest > pl.col("latest")).then(pl.lit("start_too_far_ahead"))
    return read.join(horizon, how="cross").with_columns(reason=pl.coalesce("reason", too_far))


def newest_sessions(judged: pl.LazyFrame) -> pl.LazyFrame:
    """Keep each session's newest version, with the earliest start it was ever given."""
    return (
        judged.filter(pl.col("reason").is_null())
        .sort("updated_at", "line", nulls_last=False)
        .group_by("session_id")
        .agg(
            pl.col("tutor_id").last(),
            pl.col("status").last(),
            pl.col("scheduled_start").last(),
            pl.min_horizontal("scheduled_start", "original_start").min().alias("earliest_start"),
            pl.col("booked_at").min(),
            pl.col("scheduled_start").max().alias("latest_start"),
        )
    )


def judged_cancellations(path: Path, sessions: pl.LazyFrame) -> pl.LazyFrame:
    """Read cancellations: one row a delivered row, with why it cannot be used."""
    cancelled = pl.col("cancelled_at")
    known_to = (
        pl.when(pl.col("precision") == "day")
        .then(timedelta(days=1))
        .when(pl.col("precision") == "minute")
        .then(timedelta(minutes=1))
        .otherwise(timedelta(microseconds=1))
    )
    stated = pl.max_horizontal("scheduled_start", "latest_start")
    return (
        pl.scan_parquet(path, row_index_name="line")
        .select(
            "line",
            "event_id",
            "session_id",
            "cancelled_at",
            "initiator",
            "on_behalf_of",
            "withdrawn_at",
            "scheduled_start",
            "precision",
            "received_at",
        )
        .join(
            sessions.select("session_id", "booked_at", "latest_start"), on="session_id", how="left"
        )
        .with_columns(
            reason=first_reason(
                missing_value=pl.col("session_id").is_null() | pl.col("initiator").is_null(),
                scientific_id=pl.col("session_id").str.contains(SPOILT),
                unknown_initiator=~pl.col("initiator").is_in(INITIATORS),
                sentinel_date=impossible("cancelled_at", "received_at"),
                cancelled_before_booked=pl.col("booked_at") >= cancelled + known_to,
                cancelled_long_after_start=cancelled > stated + timedelta(days=30),
            )
        )
        .drop("booked_at", "latest_start", "scheduled_start")
    )


def first_cancellations(judged: pl.LazyFrame) -> pl.LazyFrame:
    """Keep each session's first cancellation that was not taken back."""
    withdrawn = pl.col("withdrawn_at")
    return (
        judged.filter(pl.col("reason").is_null())
        .sort("received_at", "line", nulls_last=False)
        .unique("event_id", keep="last", maintain_order=True)
        .filter(withdrawn.is_null() | (withdrawn >= KNOWN_BEFORE))
        .sort("cancelled_at", "event_id", nulls_last=True)
        .unique("session_id", keep="first", maintain_order=True)
        .select("session_id", "cancelled_at", "initiator", "on_behalf_of", "precision")
    )


def session_outcomes(sessions: pl.LazyFrame, cancellations: pl.LazyFrame) -> pl.LazyFrame:
    """Say of each session who ended it, and with how much notice."""
    joined = sessions.join(cancellations, on="session_id", how="left").with_columns(
        by=pl.when(pl.col("initiator") == "tutor", pl.col("on_behalf_of") == "student")
        .then(pl.lit("student"))
        .when(pl.col("initiator") == "platform", pl.col("on_behalf_of") == "tutor")
        .then(pl.lit("tutor"))
        .otherwise("initiator"),
        notice=(pl.col("earliest_start") - pl.col("cancelled_at")).dt.total_seconds(),
    )
    status, by, notice = pl.col("status"), pl.col("by"), pl.col("notice")
    near = {"day": 86_400, "minute": 60}
    uncertain = pl.any_horizontal(
        (pl.col("precision") == name) & ((notice - LINE).abs() < width)
        for name, width in near.items()
    )
    since = (
        pl.when(status == "no_show_tutor")
        .then("scheduled_start")
        .otherwise(pl.coalesce("cancelled_at", "scheduled_start"))
    )
    return joined.select(
        "tutor_id",
        day=pl.col("scheduled_start").dt.date(),
        outcome=pl.when(status == "completed")
        .then(pl.lit("completed"))
        .when(status == "no_show_tutor")
        .then(pl.lit("no_show"))
        .when(status == "no_show_student")
        .then(pl.lit("student_no_show"))
        .when(status == "interrupted", by.fill_null("") == "tutor")
        .then(pl.lit("interrupted"))
        .when(by.is_null())
        .then(pl.lit("unreported"))
        .when((status == "interrupted") | (by != "tutor"))
        .then(pl.lit("not_the_tutor"))
        .when(notice.is_null() | uncertain.fill_null(value=False))
        .then(pl.lit("notice_unknown"))
        .when(notice < 0)
        .then(pl.lit("cancelled_after_start"))
        .when(notice < LINE)
        .then(pl.lit("late_cancel"))
        .otherwise(pl.lit("early_cancel")),
        settled=(status == "completed") | (since + SETTLE < KNOWN_BEFORE),
    )


def tutor_days(outcomes: pl.LazyFrame) -> pl.LazyFrame:
    """Count each tutor's sessions of each day, and those of them lost late."""
    return (
        outcomes.filter(
            pl.col("settled"),
            pl.col("tutor_id").is_not_null(),
            pl.col("day") <= AS_OF,
            pl.col("outcome").is_in(EXPOSED),
        )
        .group_by("tutor_id", "day")
        .agg(sessions=pl.len(), late=pl.col("outcome").is_in(LATE).sum())
    )


def tutor_rates(days: pl.DataFrame) -> pl.DataFrame:
    """Rate each tutor over each window, with the Wilson interval."""
    counted = pl.concat(
        days.filter(pl.col("day") > AS_OF - timedelta(days=window))
        .group_by("tutor_id")
        .agg(pl.col("sessions").sum(), pl.col("late").sum())
        .with_columns(window_days=pl.lit(window))
        for window in WINDOWS
    )
    n, rate = pl.col("sessions"), pl.col("late") / pl.col("sessions")
    centre = rate + Z2 / (2 * n)
    spread = (Z2 * (rate * (1 - rate) + Z2 / (4 * n)) / n).sqrt()
    return counted.select(
        "tutor_id",
        "window_days",
        "sessions",
        "late",
        late_rate=rate,
        rate_low=(centre - spread) / (1 + Z2 / n),
        rate_high=(centre + spread) / (1 + Z2 / n),
    )


def first_reason(**broken: pl.Expr) -> pl.Expr:
    """Give the reason of the first rule a row breaks; null where it breaks none."""
    return pl.coalesce(pl.when(rule).then(pl.lit(reason)) for reason, rule in broken.items())


def impossible(*names: str) -> pl.Expr:
    """Tell whether any of these times cannot be meant."""
    return pl.any_horizontal((pl.col(name) < FIRST) | (pl.col(name) >= END) for name in names)
