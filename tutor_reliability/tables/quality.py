"""What was checked tonight and what came of it, and what was measured of the logs for that."""

from tutor_reliability.tables.columns import count, day, flag, moment, share, text
from tutor_reliability.tables.contract import Column, Table
from tutor_reliability.tables.values import VOLUME_SERIES, VOLUME_VERDICTS

CHECK_RESULTS = Table(
    name="quality.results",
    grain="one row a check that ran in this night",
    key=("table_name", "check_name"),
    columns=(
        text("table_name", "the table it looks at", required=True),
        text("check_name", "the promise", required=True),
        text("kind", "contract or promise", required=True, values=("contract", "promise")),
        text("why", "why it matters", required=True),
        text("remedy", "what to do when it is red"),
        flag("blocking", "whether it stops flagging", required=True),
        flag("passed", "whether the promise holds", required=True),
        count("unexpected", "rows that break it", kind="BIGINT"),
        text("observed", "what was seen, in words", required=True),
        text("samples", "up to five rows that break it, as JSON", required=True),
    ),
)

_WHOSE = (
    text("source", "the source file or adapter it was read by", required=True),
    text("log", "which log", required=True),
)

FRESHNESS = Table(
    name="quality.freshness",
    grain="one row a source and log with an event lately: how far tonight's export reaches",
    key=("source", "log"),
    columns=(
        *_WHOSE,
        moment("newest_event", "the newest thing it tells of tonight", required=True),
        moment("usual_newest", "how far the same weekdays of the weeks before reach, at tonight"),
        Column(
            name="silent_days",
            type="DOUBLE",
            meaning="days from the newest event to the end of tonight",
            required=True,
        ),
        Column(
            name="usual_silent_days",
            type="DOUBLE",
            meaning="the same at the nights before, median; 0 where there was none",
            required=True,
        ),
        Column(
            name="due_events",
            type="DOUBLE",
            meaning="events that the weeks before had where tonight has none, median",
        ),
        count("weeks", "weeks before with events, of those looked at"),
        count("nights", "nights before of which is known how far they reached"),
        flag("stops_short", "whether so much is due that it must have been cut off", required=True),
    ),
)

VOLUME = Table(
    name="quality.volume",
    grain="one row a day and series: how much there was, and how much is usual of its weekday",
    key=("series", "source", "log", "day"),
    columns=(
        text("series", "what is counted", required=True, values=VOLUME_SERIES),
        text("source", "the source file or adapter; '' is all together", required=True),
        text("log", "which log", required=True),
        day("day", "day of the start, or night of the arrival"),
        count("counted", "sessions, or rows received", kind="BIGINT"),
        count("weeks", "same weekdays before it that are known"),
        Column(name="usual", type="DOUBLE", meaning="their median; null where too few are known"),
        Column(name="unusual_low", type="DOUBLE", meaning="below this is unusual"),
        Column(name="unusual_high", type="DOUBLE", meaning="above this is unusual"),
        Column(name="implausible_low", type="DOUBLE", meaning="below this stops the night"),
        Column(name="implausible_high", type="DOUBLE", meaning="above this stops the night"),
        text(
            "verdict",
            "where it lies; unknown is too little to tell",
            required=True,
            values=VOLUME_VERDICTS,
        ),
    ),
)

CLOCKS = Table(
    name="quality.clocks",
    grain="one row a source, log and span: do its times keep to the hours they usually have?",
    key=("source", "log", "days"),
    columns=(
        *_WHOSE,
        count("days", "how many days up to tonight are held against the weeks before"),
        count("events", "times in those days", kind="BIGINT"),
        count("usual_events", "times in the weeks before", kind="BIGINT"),
        share("match_as_is", "share of the two profiles of hours that coincides"),
        share("match_shifted", "that share after the shift that helps most"),
        Column(name="shift_hours", type="INTEGER", meaning="that shift, hours; later is positive"),
        flag("has_jumped", "whether the usual day stands there, hours off", required=True),
    ),
)

STRANGERS = Table(
    name="quality.strangers",
    grain="one row a message or word of feedback of late that names a session nobody booked",
    key=("log", "row_id", "session_id"),
    columns=(
        text("log", "contacts or feedback", required=True),
        text("row_id", "its contact_id or feedback_id", required=True),
        text("session_id", "the session that no booking names", required=True),
        count("strangers", "how many of its log name such a session", kind="BIGINT"),
        count("told", "how many of its log name a session", kind="BIGINT"),
    ),
)

PROVEN = Table(
    name="quality.proven",
    grain="one row a table that only grows: up to which delivery its rows keep their contract",
    key=("table_name",),
    columns=(
        text("table_name", "the table", required=True),
        text(
            "fingerprint",
            "of the contract that they keep; another one proves nothing",
            required=True,
        ),
        Column(
            name="delivery_id",
            type="INTEGER",
            meaning="the newest delivery whose rows were looked at",
            required=True,
        ),
    ),
)
