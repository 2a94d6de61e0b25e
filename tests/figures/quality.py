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
    ("cancellations", 0.12, 2),
    ("contacts", 0.01, 0),
    ("feedback", 0.01, 0),
    ("tutors", 0.005, 0),
)
DAY = timedelta(days=1)
SATURDAY = 5
ODD_DAY = 12
WORST = {"green": 0, "amber": 1, "red": 2}
REJECTED = (
    ("sessions", "start_before_2000", "scheduled_start is '1900-01-01T00:00:00Z'"),
    ("sessions", "unknown_status", "status is 'done'; expected scheduled, completed, …"),
    ("cancellations", "orphan", "session_id 'S9' is in no session log"),
    ("cancellations", "other_event", "triggerEvent is 'MEETING_ENDED'"),
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
            known_from=pl.col("arrived_after") + timedelta(microseconds=1),
        )
        .with_columns(
            landed=received - pl.col("duplicate") - pl.col("superseded") - pl.col("rejected"),
            sha256=pl.format("{}{}", pl.lit("ab" * 28), 10_000_000 + pl.col("delivery_id")),
        )
    )


def freshness(as_of: date, gate: str) -> pl.DataFrame:
    """Make quality.freshness: the sessions log stops short where the gate is red."""
    end = datetime.combine(as_of + DAY, time(), tzinfo=UTC)
    short = {"sessions": 9.9 if WORST[gate] == WORST["red"] else 0.1}
    return pl.DataFrame(
        [
            {
                "source": source,
                "log": log,
                "newest_event": end - timedelta(hours=short.get(log, 0.4)),
                "usual_newest": end - timedelta(hours=0.2),
                "silent_days": short.get(log, 0.4) / 24,
                "usual_silent_days": 0.0,
                "due_events": 48.0 if short.get(log, 0) > 1 else 1.0,
                "weeks": 8,
                "nights": 8,
                "stops_short": short.get(log, 0) > 1,
            }
            for source, log in (
                ("canonical", "sessions"),
                ("canonical", "cancellations"),
                ("calcom", "cancellations"),
            )
        ]
    )


def volume(as_of: date, sessions: int) -> pl.DataFrame:
    """Make quality.volume: eight weeks of days, one of them too few, and the arrivals beside."""
    usual = sessions / 365
    rows = []
    for ago in range(56):
        day = as_of - timedelta(days=ago)
        weekend = 0.6 if day.weekday() >= SATURDAY else 1.0
        centre, reach = usual * weekend, usual * weekend * 0.35
        known = ago < 49
        rows.append(
            {
                "series": "sessions",
                "source": "",
                "log": "sessions",
                "day": day,
                "counted": round(
                    centre * (0.4 if ago == ODD_DAY else 1 + 0.1 * ((ago * 7) % 5 - 2) / 2)
                ),
                "weeks": 8 if known else 2,
                "usual": centre if known else None,
                "unusual_low": centre - reach if known else None,
                "unusual_high": centre + reach if known else None,
                "implausible_low": 0.05 * centre if known else None,
                "implausible_high": 4 * centre if known else None,
                "verdict": "unknown" if not known else "unusual" if ago == ODD_DAY else "usual",
            }
        )
    arrivals = [
        {**row, "series": "arrivals", "source": "canonical", "counted": row["counted"] + 3}
        for row in rows[:30]
    ]
    return pl.DataFrame([*rows, *arrivals], infer_schema_length=None)


def clocks() -> pl.DataFrame:
    """Make quality.clocks: times that keep their hours."""
    return pl.DataFrame(
        [
            {
                "source": "canonical",
                "log": log,
                "days": days,
                "events": 400 * days,
                "usual_events": 20_000,
                "match_as_is": 0.93,
                "match_shifted": 0.71,
                "shift_hours": 2,
                "has_jumped": False,
            }
            for log in ("sessions", "cancellations")
            for days in (1, 7)
        ]
    )


def surge_days(as_of: date) -> pl.DataFrame:
    """Make core.surge_days: one storm."""
    return pl.DataFrame(
        [
            {
                "day": as_of - timedelta(days=9),
                "tutors_active": 31,
                "tutors_hit": 12,
                "hit_share": 12 / 31,
                "usual_share": 0.04,
                "cancellations": 17,
                "late": 14,
                "excused": 2,
                "reason_code": "technical",
                "reason_share": 0.41,
            }
        ]
    )


def bulk_events(as_of: date, *, hostile: tuple[str, ...]) -> pl.DataFrame:
    """Make core.bulk_events: one account that closed, its name hostile where asked for."""
    began = datetime.combine(as_of - timedelta(days=4), time(14), tzinfo=UTC)
    return pl.DataFrame(
        [
            {
                "bulk_id": "2026-10-27-0a1b2c3d",
                "actor": hostile[0] if hostile else "P-00007",
                "actor_kind": "student",
                "began_at": began,
                "ended_at": began + timedelta(minutes=7),
                "sessions": 64,
                "tutors": 3,
                "students": 1,
                "late": 2,
                "reason_code": "left",
                "tutor_ids": ["T-00001", "T-00002", "T-00003"],
                "session_ids": [f"S{number}" for number in range(64)],
            }
        ]
    )


def healed(as_of: date) -> pl.DataFrame:
    """Make core.healed: a file that came two days late."""
    day = as_of - 2 * DAY
    return pl.DataFrame(
        [
            {
                "as_of": as_of,
                "kind": "late_file",
                "log": "cancellations",
                "first_day": day,
                "last_day": day,
                "rows": 41,
                "sessions": 6,
                "tutors": 5,
                "files": [f"cancellations/{day}.csv"],
                "sentence": "1 file of cancellations came after its day was closed.",
            }
        ]
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
