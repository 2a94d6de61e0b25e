"""How the compact logs are spelled in files: the canonical columns, ids and times as text."""

import io
from datetime import UTC, datetime

import polars as pl

from tutor_reliability.simulate.names import ZONES
from tutor_reliability.simulate.plan import DAY, Plan
from tutor_reliability.simulate.tutors import SUBJECTS, Tutors

TIME_FORMAT = "%Y-%m-%dT%H:%M:%SZ"
Row = dict[str, str | None]


def session_id(number: pl.Expr) -> pl.Expr:
    """Spell the id of a session."""
    return _id("s", number, 7)


def event_id(number: pl.Expr) -> pl.Expr:
    """Spell the id of a cancellation."""
    return _id("c", number, 7)


def _id(letter: str, number: pl.Expr, width: int) -> pl.Expr:
    return pl.format(letter + "{}", (number + 1).cast(pl.String).str.zfill(width))


def _tutor() -> pl.Expr:
    return _id("t", pl.col("tutor"), 5).alias("tutor_id")


def _student() -> pl.Expr:
    return _id("p", pl.col("student"), 6).alias("student_id")


def _time(column: str, name: str) -> pl.Expr:
    return pl.from_epoch(column, time_unit="s").alias(name)


def sessions(compact: pl.DataFrame) -> pl.DataFrame:
    """Spell sessions: one row a version of a session."""
    return compact.select(
        session_id(pl.col("session")).alias("session_id"),
        _tutor(),
        _student(),
        _time("booked", "booked_at"),
        _time("start", "scheduled_start"),
        _time("original", "original_start"),
        pl.col("minutes").alias("duration_minutes"),
        "subject",
        "status",
        pl.when("trial").then(pl.lit("trial")).otherwise(pl.lit("regular")).alias("kind"),
        pl.col("first").alias("first_with_student"),
        pl.col("inside").alias("inside_availability"),
        "minutes_late",
        _time("updated", "updated_at"),
    )


def cancellations(compact: pl.DataFrame) -> pl.DataFrame:
    """Spell cancellations: one row an event."""
    moved = pl.col("replaced_by").is_not_null()
    return compact.select(
        event_id(pl.col("number")).alias("event_id"),
        session_id(pl.col("session")).alias("session_id"),
        _time("at", "cancelled_at"),
        "initiator",
        "on_behalf_of",
        "recorded_by",
        pl.col("reason").alias("reason_code"),
        pl.col("words").alias("reason_text"),
        "channel",
        pl.when(moved).then(pl.lit("rescheduled")).otherwise(pl.lit("cancelled")).alias("kind"),
        session_id(pl.col("replaced_by")).alias("rescheduled_to_session_id"),
        pl.lit(None, pl.String).alias("withdrawn_at"),
        pl.lit(None, pl.String).alias("tutor_id"),
        pl.lit(None, pl.String).alias("scheduled_start"),
        pl.lit("second").alias("precision"),
        _time("received", "received_at"),
    )


def contacts(compact: pl.DataFrame) -> pl.DataFrame:
    """Spell contacts: one row a message to support; undecided ones are pending."""
    verdict = pl.when(pl.col("decided").is_not_null()).then("verdict")
    return compact.select(
        _id("m", pl.col("number"), 6).alias("contact_id"),
        _tutor(),
        session_id(pl.col("session")).alias("session_id"),
        _time("at", "contacted_at"),
        "channel",
        pl.col("reason").alias("reason_code"),
        "emergency",
        verdict.otherwise(pl.lit("pending")).alias("decision"),
        _time("decided", "decided_at"),
    )


def feedback(compact: pl.DataFrame) -> pl.DataFrame:
    """Spell feedback: one row a student's word."""
    return compact.select(
        _id("f", pl.col("number"), 6).alias("feedback_id"),
        session_id(pl.col("session")).alias("session_id"),
        _tutor(),
        _student(),
        _time("at", "given_at"),
        "rating",
        "text",
    )


def roster(plan: Plan, tutors: Tutors) -> pl.DataFrame:
    """Give the compact roster: one row a tutor, in order of id."""
    size = range(len(tutors))
    pairs = tutors.subjects.tolist()
    return pl.DataFrame(
        {
            "tutor": pl.Series(size, dtype=pl.Int32),
            "display_name": list(tutors.names),
            "joined": plan.first + tutors.joined * DAY,
            "left": tutors.left < plan.days,
            "left_at": plan.first + tutors.left * DAY,
            "timezone": [ZONES[zone] for zone in tutors.zone],
            "capacity": [int(1.3 * volume) + 1 for volume in tutors.volume],
            "subjects": [";".join(dict.fromkeys(SUBJECTS[at] for at in pair)) for pair in pairs],
            "keep": [True for _ in size],
        },
        schema_overrides={"display_name": pl.String, "subjects": pl.String, "timezone": pl.String},
    )


def tutors(compact: pl.DataFrame) -> pl.DataFrame:
    """Spell the roster: one row a version of a tutor's entry."""
    return compact.select(
        _tutor(),
        "display_name",
        pl.from_epoch("joined", time_unit="s").dt.date().alias("joined_at"),
        pl.when("left").then(pl.lit("left")).otherwise(pl.lit("active")).alias("status"),
        "timezone",
        "capacity",
        "subjects",
    )


def csv(spelled: pl.DataFrame, *, header: bool = False) -> bytes:
    """Render a spelled frame."""
    return spelled.write_csv(include_header=header, datetime_format=TIME_FORMAT).encode()


def rows(spelled: pl.DataFrame) -> list[Row]:
    """Give spelled rows as the text that a file would hold."""
    text = io.BytesIO(csv(spelled, header=True))
    return pl.read_csv(text, infer_schema=False).to_dicts()


def iso(second: int) -> str:
    """Spell a second as ISO 8601 with offset."""
    return datetime.fromtimestamp(second, UTC).strftime(TIME_FORMAT)
