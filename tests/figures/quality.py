"""What the checks found, which files came in, and which of their rows could not be trusted."""

import json
from datetime import UTC, date, datetime, time, timedelta

import polars as pl

PROMISES = (
    ("core.session_outcomes", "every_cancellation_has_a_session", True),
    ("core.session_outcomes", "late_means_less_notice_than_the_line", True),
    ("core.tutor_days", "days_add_up_to_sessions", True),
    ("mart.tutor_rates", "late_is_part_of_sessions", True),
    ("mart.assignment_eligibility", "only_people_pause", True),
    ("raw.deliveries", "every_row_is_accounted_for", True),
    ("raw.sessions", "a_usual_number_of_rows_arrived", False),
    ("raw.cancellations", "most_reasons_are_known", False),
)
FIRST = (
    ("sessions", 1.0, 2),
    ("cancellations", 0.12, 1),
    ("contacts", 0.01, 0),
    ("feedback", 0.01, 0),
    ("tutors", 0.005, 0),
)
DAY = timedelta(days=1)
WORST = {"green": 0, "amber": 1, "red": 2}
REJECTED = (
    ("sessions", "start_before_2000", "scheduled_start is '1900-01-01T00:00:00Z'"),
    ("sessions", "unknown_status", "status is 'done'; expected scheduled, completed, …"),
    ("cancellations", "orphan", "session_id 'S9' is in no session log"),
)


def results(gate: str) -> pl.DataFrame:
    """Make quality.results for a gate that is green, amber or red."""
    worst = WORST[gate]
    broken = {
        "most_reasons_are_known": worst >= 1,
        "every_row_is_accounted_for": worst >= 2,
    }
    rows = [
        {
            "table_name": table,
            "check_name": name,
            "kind": "promise",
            "why": "A number nobody can trace cannot be used against anybody.",
            "remedy": "ask for the file again, then run the night anew",
            "blocking": blocking,
            "passed": not broken.get(name, False),
            "unexpected": 3 if broken.get(name, False) else 0,
            "observed": "3 rows break it" if broken.get(name, False) else "no row breaks it",
            "samples": json.dumps(
                [{"file": "sessions/<b>2026-10-31</b>.csv", "received": 120, "landed": 117}]
                if broken.get(name, False)
                else []
            ),
        }
        for table, name, blocking in PROMISES
    ]
    contracts = [
        {
            "table_name": table,
            "check_name": name,
            "kind": "contract",
            "why": "What reads the table relies on it.",
            "remedy": None,
            "blocking": True,
            "passed": True,
            "unexpected": 0,
            "observed": "no row breaks it",
            "samples": "[]",
        }
        for table in sorted({table for table, *_ in PROMISES})
        for name in ("key is unique", "required columns are there", "values are known")
    ]
    return pl.DataFrame([*rows, *contracts], infer_schema_length=None)


def deliveries(as_of: date, sessions: int) -> pl.DataFrame:
    """Make raw.deliveries: one file a log, and sixty nights of one more a log."""
    first = [
        {"log": log, "file": f"{log}.csv.gz", "received": int(sessions * share * 0.8)}
        | {"rejected": rejected, "arrived_after": None}
        for log, share, rejected in FIRST
    ]
    later = [
        {"log": log, "file": f"{log}/{day}.csv", "received": int(sessions * share / 300)}
        | {"rejected": 0, "arrived_after": datetime.combine(day, time(22), tzinfo=UTC) - DAY}
        for day in (as_of - timedelta(days=night) for night in reversed(range(60)))
        for log, share, _ in FIRST[:2]
    ]
    received = pl.col("received")
    return (
        pl.DataFrame([*first, *later], infer_schema_length=None)
        .with_columns(
            delivery_id=pl.int_range(1, pl.len() + 1),
            duplicate=received // 200,
            superseded=received // 50,
            warned=received // 400,
            source=pl.lit("canonical"),
        )
        .with_columns(
            landed=received - pl.col("duplicate") - pl.col("superseded") - pl.col("rejected"),
            sha256=pl.format("{}{}", pl.lit("ab" * 28), 10_000_000 + pl.col("delivery_id")),
        )
    )


def rejected_rows(*, hostile: tuple[str, ...]) -> pl.DataFrame:
    """Make raw.rejected_rows, its text hostile where asked for."""
    return pl.DataFrame(
        [
            {
                "delivery_id": 1 if log == "sessions" else 2,
                "log": log,
                "file": f"{log}.csv.gz",
                "line": 17 + number,
                "reason": reason,
                "detail": detail,
                "row": ",".join(["S9", *hostile, "2026-01-01"]),
            }
            for number, (log, reason, detail) in enumerate(REJECTED)
        ]
    )
