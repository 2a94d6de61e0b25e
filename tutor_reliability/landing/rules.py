"""What landing knows of each log beyond its columns: its key, its versions, its rules.

The columns themselves, their types and values, are in `tables`.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from tutor_reliability.sources.source import delivered_columns

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
YEARS_AHEAD = 2
DAYS_AFTER_START = 30
MAX_ROW_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRules:
    """How the rows of one log are named, ordered and held against each other.

    Attributes:
        key: The column that names what a row is about.
        version: What orders versions of one key, as SQL; equal or null: the later delivery wins.
        clock: From when the row itself says it was known, as SQL; null: since ever.
        must_have: Columns without which a file cannot be meant.
        at_midnight: The column of which landing keeps whether it was written as midnight.
        rules: The SQL files that reject rows by looking at more than one value, in order.
    """

    key: str
    version: str = "null::timestamptz"
    clock: str = "null::timestamptz"
    must_have: tuple[str, ...]
    at_midnight: str | None = None
    rules: tuple[str, ...] = ()


RULES: dict[str, LogRules] = {
    "sessions": LogRules(
        key="session_id",
        version="updated_at",
        clock="coalesce(updated_at, booked_at)",
        must_have=("session_id", "tutor_id", "scheduled_start", "status"),
        at_midnight="scheduled_start",
        rules=("sessions.booked_after_start", "sessions.start_too_far_ahead"),
    ),
    "cancellations": LogRules(
        key="event_id",
        version="received_at",
        clock="coalesce(received_at, cancelled_at)",
        must_have=("session_id", "cancelled_at", "initiator"),
        at_midnight="cancelled_at",
        rules=(
            "cancellations.file_precision",
            "cancellations.bookings",
            "cancellations.cancelled_before_booked",
            "cancellations.cancelled_long_after_start",
        ),
    ),
    "contacts": LogRules(
        key="contact_id",
        version="decided_at",
        clock="greatest(contacted_at, decided_at)",
        must_have=("contact_id", "tutor_id", "contacted_at", "channel"),
    ),
    "feedback": LogRules(
        key="feedback_id",
        clock="given_at",
        must_have=("feedback_id", "given_at"),
    ),
    "tutors": LogRules(key="tutor_id", must_have=("tutor_id",)),
}

DEFAULTS: dict[tuple[str, str], str] = {("cancellations", "kind"): "'cancelled'"}
"""What stands in a column that a row may leave out, as SQL."""

FILLED_IN = frozenset({("cancellations", "event_id"), ("cancellations", "precision"), *DEFAULTS})
"""Required columns that a row may leave out: landing finds what stands there."""

IDENTITY_OF_A_CANCELLATION = tuple(
    column.name
    for column in delivered_columns("cancellations")
    if column.name not in {"event_id", "received_at", "withdrawn_at"}
)
"""What makes a cancellation without an event_id the same one: not when word of it came."""
