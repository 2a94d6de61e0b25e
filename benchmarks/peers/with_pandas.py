"""The job in pandas: Arrow types, one frame after another, no row by row."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import parquet

AS_OF = date(2026, 10, 31)


def span(**units: int) -> pd.Timedelta:
    """Give a span in microseconds: in nanoseconds, the year 1 overflows."""
    return pd.Timedelta(**units).as_unit("us")


KNOWN_BEFORE = pd.Timestamp("2026-11-01", tz="UTC")
WINDOWS = (30, 90, 365)
LINE = 24 * 3600
DAY, MINUTE, INSTANT = (np.timedelta64(width, "us") for width in (86_400_000_000, 60_000_000, 1))
SETTLE = span(hours=48)
FIRST, END = pd.Timestamp("2000-01-01", tz="UTC"), pd.Timestamp("2100-01-01", tz="UTC")
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

Frame = Any
Rules = dict[str, Any]


def night(logs: str, out: str) -> None:
    """Make the rates and the rejected rows."""
    home = Path(out)
    home.mkdir(parents=True, exist_ok=True)
    judged = judged_sessions(Path(logs) / "sessions.parquet")
    sessions = newest_sessions(judged[judged["reason"].isna()])
    ended = judged_cancellations(Path(logs) / "cancellations.parquet", sessions)
    rejected = pd.concat(
        frame.loc[frame["reason"].notna(), ["line", "reason"]].assign(log=log)
        for log, frame in (("sessions", judged), ("cancellations", ended))
    )
    rejected.to_parquet(home / "rejected_rows.parquet", index=False)
    del judged
    outcomes = session_outcomes(sessions, first_cancellations(ended[ended["reason"].isna()]))
    tutor_rates(tutor_days(outcomes)).to_parquet(home / "tutor_rates.parquet", index=False)


def judged_sessions(path: Path) -> Frame:
    """Read sessions: one row a delivered row, with why it cannot be used."""
    rows = read(
        path,
        "session_id",
        "tutor_id",
        "booked_at",
        "scheduled_start",
        "original_start",
        "status",
        "updated_at",
    )
    start, booked = rows["scheduled_start"], rows["booked_at"]
    at_midnight = start == start.dt.floor("D")
    times = ("booked_at", "scheduled_start", "original_start", "updated_at")
    rules: Rules = {
        "missing_value": rows[["session_id", "scheduled_start", "status"]].isna().any(axis=1),
        "scientific_id": matches(rows["session_id"]) | matches(rows["tutor_id"]),
        "unknown_status": ~rows["status"].isin(STATUSES),
        "sentinel_date": impossible(rows, *times),
        "booked_after_start": (booked > start) & (~at_midnight | (booked >= start + span(days=1))),
    }
    rows["reason"] = first_reason(rules)
    sound = rows["reason"].isna()
    told = rows["updated_at"].fillna(booked)
    horizon = told[sound].quantile(0.99, interpolation="nearest") + pd.DateOffset(years=2)
    newest = rows[["scheduled_start", "booked_at", "updated_at"]].max(axis=1)
    rows.loc[sound & (newest > horizon), "reason"] = "start_too_far_ahead"
    return rows


def newest_sessions(judged: Frame) -> Frame:
    """Keep each session's newest version, with the earliest start it was ever given."""
    ordered = judged.sort_values(["updated_at", "line"], na_position="first", kind="stable")
    newest = ordered.drop_duplicates("session_id", keep="last").set_index("session_id")
    newest["earliest_start"] = newest[["scheduled_start", "original_start"]].min(axis=1)
    newest["latest_start"] = newest["scheduled_start"]
    again = ordered[ordered["session_id"].duplicated(keep=False)]
    versions = again.groupby("session_id").agg(
        earliest=("scheduled_start", "min"),
        original=("original_start", "min"),
        latest_start=("scheduled_start", "max"),
        booked_at=("booked_at", "min"),
    )
    versions["earliest_start"] = versions[["earliest", "original"]].min(axis=1)
    newest.update(versions[["earliest_start", "latest_start", "booked_at"]])
    return newest[
        ["tutor_id", "status", "scheduled_start", "earliest_start", "latest_start", "booked_at"]
    ]


def judged_cancellations(path: Path, sessions: Frame) -> Frame:
    """Read cancellations: one row a delivered row, with why it cannot be used."""
    rows = read(
        path,
        "event_id",
        "session_id",
        "cancelled_at",
        "initiator",
        "on_behalf_of",
        "withdrawn_at",
        "scheduled_start",
        "precision",
        "received_at",
    ).join(sessions[["booked_at", "latest_start"]], on="session_id")
    of_day, of_minute = (surely(rows["precision"] == one) for one in ("day", "minute"))
    known_to = np.select([of_day, of_minute], [DAY, MINUTE], default=INSTANT)
    stated = rows[["scheduled_start", "latest_start"]].max(axis=1)
    rules: Rules = {
        "missing_value": rows[["session_id", "initiator"]].isna().any(axis=1),
        "scientific_id": matches(rows["session_id"]),
        "unknown_initiator": ~rows["initiator"].isin(INITIATORS),
        "sentinel_date": impossible(rows, "cancelled_at", "received_at"),
        "cancelled_before_booked": rows["booked_at"] >= rows["cancelled_at"] + known_to,
        "cancelled_long_after_start": rows["cancelled_at"] > stated + span(days=30),
    }
    rows["reason"] = first_reason(rules)
    return rows


def first_cancellations(judged: Frame) -> Frame:
    """Keep each session's first cancellation that was not taken back."""
    newest = judged.sort_values(["received_at", "line"], na_position="first").drop_duplicates(
        "event_id", keep="last"
    )
    standing = newest[~(newest["withdrawn_at"] < KNOWN_BEFORE)]
    first = standing.sort_values(["cancelled_at", "event_id"]).drop_duplicates("session_id")
    return first.set_index("session_id")[["cancelled_at", "initiator", "on_behalf_of", "precision"]]


def session_outcomes(sessions: Frame, cancellations: Frame) -> Frame:
    """Say of each session who ended it, and with how much notice."""
    rows = sessions.join(cancellations)
    status, behalf = rows["status"], rows["on_behalf_of"]
    by = rows["initiator"]
    by = by.mask(surely((by == "tutor") & (behalf == "student")), "student")
    by = by.mask(surely((by == "platform") & (behalf == "tutor")), "tutor")
    notice = (rows["earliest_start"] - rows["cancelled_at"]).dt.total_seconds()
    uncertain = ((rows["precision"] == "day") & ((notice - LINE).abs() < LINE)) | (
        (rows["precision"] == "minute") & ((notice - LINE).abs() < 60)  # noqa: PLR2004 - a minute
    )
    cases = (
        ("completed", status == "completed"),
        ("no_show", status == "no_show_tutor"),
        ("student_no_show", status == "no_show_student"),
        ("interrupted", (status == "interrupted") & (by == "tutor")),
        ("unreported", by.isna()),
        ("not_the_tutor", (status == "interrupted") | (by != "tutor")),
        ("notice_unknown", notice.isna() | uncertain),
        ("cancelled_after_start", notice < 0),
        ("late_cancel", notice < LINE),
    )
    names = [*(name for name, _ in cases), "early_cancel"]
    codes = range(len(cases))
    outcome = np.select([surely(holds) for _, holds in cases], codes, default=len(cases))
    start = rows["scheduled_start"]
    since = rows["cancelled_at"].fillna(start).where(status != "no_show_tutor", start)
    return pd.DataFrame(
        {
            "tutor_id": rows["tutor_id"],
            "day": start.dt.floor("D"),
            "outcome": pd.Categorical.from_codes(outcome, categories=names),
            "settled": surely((status == "completed") | (since + SETTLE < KNOWN_BEFORE)),
        }
    )


def tutor_days(outcomes: Frame) -> Frame:
    """Count each tutor's sessions of each day, and those of them lost late."""
    counts = outcomes[
        outcomes["settled"]
        & outcomes["tutor_id"].notna()
        & (outcomes["day"] < KNOWN_BEFORE)
        & outcomes["outcome"].isin(EXPOSED)
    ]
    counts = counts.assign(late=counts["outcome"].isin(LATE))
    return (
        counts.groupby(["tutor_id", "day"])["late"].agg(sessions="size", late="sum").reset_index()
    )


def tutor_rates(days: Frame) -> Frame:
    """Rate each tutor over each window, with the Wilson interval."""
    rates = pd.concat(
        days[days["day"] >= KNOWN_BEFORE - pd.Timedelta(days=window)]
        .groupby("tutor_id")[["sessions", "late"]]
        .sum()
        .assign(window_days=window)
        for window in WINDOWS
    ).reset_index()
    n, rate = rates["sessions"], rates["late"] / rates["sessions"]
    centre = rate + Z2 / (2 * n)
    spread = np.sqrt(Z2 * (rate * (1 - rate) + Z2 / (4 * n)) / n)
    return rates.assign(
        late_rate=rate,
        rate_low=(centre - spread) / (1 + Z2 / n),
        rate_high=(centre + spread) / (1 + Z2 / n),
    )


def read(path: Path, *columns: str) -> Frame:
    """Read columns, text as Arrow keeps it, each row with its number."""
    text = {pa.string(): pd.ArrowDtype(pa.string())}.get
    rows = parquet.read_table(path, columns=list(columns)).to_pandas(types_mapper=text)
    return rows.assign(line=np.arange(len(rows)))


def matches(ids: Frame) -> Frame:
    """Tell which ids a spreadsheet has spoilt."""
    return ids.str.contains(SPOILT, regex=True).fillna(value=False)


def surely(holds: Frame) -> Frame:
    """Take what is not known for not so."""
    return pd.array(holds, dtype="boolean").fillna(value=False).to_numpy(dtype=bool)


def impossible(rows: Frame, *names: str) -> Frame:
    """Tell in which rows any of these times cannot be meant."""
    outside = [surely((rows[name] < FIRST) | (rows[name] >= END)) for name in names]
    return np.logical_or.reduce(outside)


def first_reason(rules: Rules) -> Frame:
    """Give the reason of the first rule a row breaks; none where it breaks none."""
    broken = [surely(rule) for rule in rules.values()]
    return pd.Series(np.select(broken, list(rules), default=""), dtype="string[pyarrow]").replace(
        "", pd.NA
    )
