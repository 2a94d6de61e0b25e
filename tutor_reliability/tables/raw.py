"""What arrived, as delivered and typed, and how each delivered row is accounted for."""

from tutor_reliability.tables.columns import count, day, flag, moment, text
from tutor_reliability.tables.contract import Column, Table
from tutor_reliability.tables.values import (
    CANCELLATION_KINDS,
    CONTACT_DECISIONS,
    INITIATORS,
    PRECISIONS,
    SESSION_KINDS,
    STATUSES,
)

_LINE = (
    "its line in that file, the header is line 1; its number for Parquet, and where records share "
    "a line"
)
_ARRIVAL = (
    moment("known_at", "from when on this row was known to us", required=True),
    count("delivery_id", "the file it came in, see raw.deliveries"),
    count(
        "line",
        _LINE,
        kind="BIGINT",
    ),
    count(
        "row_hash",
        "hash of the row as delivered; equal hashes are one row delivered twice",
        kind="BIGINT",
    ),
)

DELIVERIES = Table(
    name="raw.deliveries",
    grain="one row a file that arrived and log it gives: what became of each of its rows",
    key=("delivery_id",),
    columns=(
        count("delivery_id", "number of the delivery, in order of arrival"),
        text("log", "which log it belongs to", required=True),
        text("file", "path below the log directory", required=True),
        text("sha256", "of the file's bytes; the same bytes are landed once", required=True),
        day("dated", "the day its name says it is of", required=False),
        count("received", "rows in the file", kind="BIGINT"),
        count("landed", "rows that entered the log's table as news", kind="BIGINT"),
        count("duplicate", "rows we already had, to the letter", kind="BIGINT"),
        count(
            "superseded", "rows that arrived when a newer version was already known", kind="BIGINT"
        ),
        count("rejected", "rows that could not be trusted, see raw.rejected_rows", kind="BIGINT"),
        moment("arrived_after", "end of the last night before it arrived; null for the first"),
        moment(
            "known_from",
            "before then no row of it was known: arrived_after, or the day its name says",
        ),
        text(
            "source",
            "the source it was read by: a source file's name, an adapter's, or canonical",
            required=True,
        ),
        count("warned", "landed rows of which one value was set to null", kind="BIGINT"),
    ),
)

REJECTED_ROWS = Table(
    name="raw.rejected_rows",
    grain="one row a delivered row that could not be trusted",
    key=("delivery_id", "line"),
    columns=(
        count("delivery_id", "the file it came in, see raw.deliveries"),
        text("log", "which log it belongs to", required=True),
        text("file", "path below the log directory", required=True),
        count(
            "line",
            _LINE,
            kind="BIGINT",
        ),
        text("reason", "code of the first rule it broke", required=True),
        text("detail", "the offending column and value, and what was expected", required=True),
        text("row", "the row as text", required=True),
    ),
)

TONIGHT = Table(
    name="raw.tonight",
    grain="one row: which night this is, known once the logs have landed",
    key=(),
    columns=(
        day("as_of", "the last day that counts"),
        moment("known_until", "the last instant of knowledge used", required=True),
        text("timezone", "the policy's zone", required=True),
        text("run_id", "the run, named by what went into it", required=True),
        text("policy_fingerprint", "of the policy text in force", required=True),
    ),
)

DAY_EVENTS = Table(
    name="raw.day_events",
    grain="one row a file and day: how much it records to have happened then",
    key=("delivery_id", "day"),
    columns=(
        count("delivery_id", "the file, see raw.deliveries"),
        text("timezone", "the zone of the days", required=True),
        day("day", "the day"),
        count("events", "sessions that ran, updates, cancellations", kind="BIGINT"),
    ),
)

SESSIONS = Table(
    name="raw.sessions",
    grain="one row a version of a booked session, as delivered and typed",
    key=("delivery_id", "line"),
    fetched=("session_id", "student_id", "tutor_id"),
    columns=(
        text("session_id", "the session", required=True),
        text("tutor_id", "who was to teach; null goes to the unassigned bucket"),
        text("student_id", "who was to be taught"),
        moment("booked_at", "when it was booked"),
        moment("scheduled_start", "the start as last agreed", required=True),
        moment("original_start", "the earliest start the student was ever given"),
        Column(name="duration_minutes", type="INTEGER", meaning="planned length, minutes", low=1),
        text("subject", "what was to be taught"),
        text("status", "how it stands", required=True, values=STATUSES),
        text("kind", "regular or trial", values=SESSION_KINDS),
        flag("first_with_student", "whether it was the pair's first"),
        flag("inside_availability", "whether the start lay in the tutor's stated availability"),
        count("minutes_late", "how late the tutor came, minutes", required=False),
        moment("updated_at", "the version: the later one wins"),
        *_ARRIVAL,
    ),
)

CANCELLATIONS = Table(
    name="raw.cancellations",
    grain="one row a version of a cancellation or reschedule event, as delivered and typed",
    key=("delivery_id", "line"),
    fetched=("event_id", "session_id"),
    columns=(
        text(
            "event_id", "the event; where a log gives none, the hash of its content", required=True
        ),
        text("session_id", "the session it ended or moved", required=True),
        moment("cancelled_at", "when; null is unknown and never late"),
        text("initiator", "who pressed the button", required=True, values=INITIATORS),
        text("on_behalf_of", "who asked for it, where that is someone else"),
        text("recorded_by", "who keyed it"),
        text("reason_code", "stated reason, as the log spells it"),
        text("reason_text", "stated reason in free words"),
        text("channel", "where it was said: platform, support, live_chat, scheduling_email, ..."),
        text("kind", "cancelled or rescheduled", required=True, values=CANCELLATION_KINDS),
        text("rescheduled_to_session_id", "the session that replaces it"),
        moment("withdrawn_at", "when it was taken back"),
        text("tutor_id", "lets a session be rebuilt that the booking log lacks"),
        moment("scheduled_start", "lets a session be rebuilt that the booking log lacks"),
        text("precision", "how exact cancelled_at is", required=True, values=PRECISIONS),
        moment("received_at", "when the marketplace received it"),
        *_ARRIVAL,
    ),
)

CONTACTS = Table(
    name="raw.contacts",
    grain="one row a version of a tutor's message to support about a session",
    key=("delivery_id", "line"),
    columns=(
        text("contact_id", "the message", required=True),
        text("tutor_id", "who wrote", required=True),
        text("session_id", "the session it is about"),
        moment("contacted_at", "when", required=True),
        text("channel", "where: support, live_chat, scheduling_email, ...", required=True),
        text("reason_code", "stated reason"),
        flag("emergency", "whether it was said to be an emergency"),
        text("decision", "what support decided", values=CONTACT_DECISIONS),
        moment("decided_at", "when"),
        *_ARRIVAL,
    ),
)

FEEDBACK = Table(
    name="raw.feedback",
    grain="one row a version of a student's word on reliability; shown, never scored",
    key=("delivery_id", "line"),
    columns=(
        text("feedback_id", "the feedback", required=True),
        text("session_id", "the session it is about"),
        text("tutor_id", "whom it is about"),
        text("student_id", "who wrote"),
        moment("given_at", "when", required=True),
        Column(name="rating", type="DOUBLE", meaning="stars, as the log gives them"),
        text("text", "free words"),
        *_ARRIVAL,
    ),
)

TUTORS = Table(
    name="raw.tutors",
    grain="one row a version of a tutor's entry in the roster",
    key=("delivery_id", "line"),
    columns=(
        text("tutor_id", "the tutor", required=True),
        text("display_name", "name to show"),
        day("joined_at", "first day on the marketplace", required=False),
        text("status", "as the roster spells it"),
        text("timezone", "IANA zone"),
        count("capacity", "sessions a week the tutor offers", required=False),
        text("subjects", "what the tutor teaches, as the roster spells it"),
        *_ARRIVAL,
    ),
)
