"""One contract a table: what one row is, its key, and each column with type, unit and meaning.

The warehouse creates its tables from here, Great Expectations checks them against it, the
definitions page prints it, and the tests hold the SQL to it.
"""

from dataclasses import dataclass, field

TIMESTAMP = "TIMESTAMP WITH TIME ZONE"

STATUSES = (
    "scheduled",
    "completed",
    "cancelled",
    "no_show_tutor",
    "no_show_student",
    "interrupted",
)
INITIATORS = ("tutor", "student", "platform", "unknown")
PRECISIONS = ("second", "minute", "day")
CANCELLATION_KINDS = ("cancelled", "rescheduled")
SESSION_KINDS = ("regular", "trial")
CONTACT_DECISIONS = ("pending", "accepted", "rejected")
EVENTS = (
    "completed",
    "cancelled",
    "rescheduled",
    "no_show",
    "no_show_student",
    "interrupted",
    "unreported",
    "upcoming",
)
BLAMES = ("tutor", "student", "platform", "none", "needs_review")
NOTICE_KINDS = ("exact", "uncertain", "unknown", "none")
EXCUSE_STATES = ("none", "pending", "accepted", "rejected")
AUDIENCE_VALUES = ("eligible", "only_if_all_others_full", "hold_for_manager", "paused")
WINDOWS_DAYS = (30, 90, 180, 365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its DuckDB type, what it means, and what may stand in it."""

    name: str
    type: str
    meaning: str
    required: bool = False
    values: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: what one row is, the columns that name a row, and all columns in order."""

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...] = field(repr=False)

    @property
    def schema(self) -> str:
        """The part of the name before the dot."""
        return self.name.split(".", 1)[0]

    def column(self, name: str) -> Column:
        """Give the column of that name.

        Raises:
            KeyError: The table has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name!r}")


def _text(
    name: str, meaning: str, *, required: bool = False, values: tuple[str, ...] = ()
) -> Column:
    return Column(name=name, type="VARCHAR", meaning=meaning, required=required, values=values)


def _time(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name=name, type=TIMESTAMP, meaning=meaning, required=required)


def _day(name: str, meaning: str, *, required: bool = True) -> Column:
    return Column(name=name, type="DATE", meaning=meaning, required=required)


def _flag(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name=name, type="BOOLEAN", meaning=meaning, required=required)


def _count(name: str, meaning: str, *, type: str = "INTEGER", required: bool = True) -> Column:  # noqa: A002
    return Column(name=name, type=type, meaning=meaning, required=required, low=0)


def _share(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name=name, type="DOUBLE", meaning=meaning, required=required, low=0, high=1)


def _texts(name: str, meaning: str, *, required: bool = True) -> Column:
    return Column(name=name, type="VARCHAR[]", meaning=meaning, required=required)


_ARRIVAL = (
    _time("known_at", "from when on this row was known to us", required=True),
    _count("delivery_id", "the file it came in, see raw.deliveries"),
    _count(
        "line", "its line in that file (or row, for Parquet); the header is line 1", type="BIGINT"
    ),
    _text(
        "row_hash",
        "hash of the row as delivered; equal hashes are one row delivered twice",
        required=True,
    ),
)

_JUDGED_BY = (
    _text("policy_id", "the policy it was judged by", required=True),
    _text("policy_version", "the version of that policy", required=True),
)

DELIVERIES = Table(
    name="raw.deliveries",
    grain="one row a file that arrived: what became of each of its rows",
    key=("delivery_id",),
    columns=(
        _count("delivery_id", "number of the delivery, in order of arrival"),
        _text("log", "which log it belongs to", required=True),
        _text("file", "path below the log directory", required=True),
        _text("sha256", "of the file's bytes; the same bytes are landed once", required=True),
        _count("received", "rows in the file", type="BIGINT"),
        _count("landed", "rows that entered the log's table as news", type="BIGINT"),
        _count("duplicate", "rows we already had, to the letter", type="BIGINT"),
        _count(
            "superseded", "rows that arrived when a newer version was already known", type="BIGINT"
        ),
        _count("rejected", "rows that could not be trusted, see raw.rejected_rows", type="BIGINT"),
        _time("arrived_after", "end of the last night before it arrived; null for the first"),
        _text("source", "the source file it was read by, 'canonical' without one", required=True),
        _count("warned", "landed rows of which one value was set to null", type="BIGINT"),
    ),
)

REJECTED_ROWS = Table(
    name="raw.rejected_rows",
    grain="one row a delivered row that could not be trusted",
    key=("delivery_id", "line"),
    columns=(
        _count("delivery_id", "the file it came in, see raw.deliveries"),
        _text("log", "which log it belongs to", required=True),
        _text("file", "path below the log directory", required=True),
        _count(
            "line",
            "its line in that file (or row, for Parquet); the header is line 1",
            type="BIGINT",
        ),
        _text("reason", "code of the first rule it broke", required=True),
        _text("detail", "the offending column and value, and what was expected", required=True),
        _text("row", "the row as text", required=True),
    ),
)

TONIGHT = Table(
    name="raw.tonight",
    grain="one row: which night this is, known once the logs have landed",
    key=(),
    columns=(
        _day("as_of", "the last day that counts"),
        _time("known_until", "the last instant of knowledge used", required=True),
        _text("timezone", "the policy's zone", required=True),
        _text("run_id", "the run, named by what went into it", required=True),
        _text("policy_fingerprint", "of the policy text in force", required=True),
    ),
)

SESSIONS = Table(
    name="raw.sessions",
    grain="one row a version of a booked session, as delivered and typed",
    key=("delivery_id", "line"),
    columns=(
        _text("session_id", "the session", required=True),
        _text("tutor_id", "who was to teach; null goes to the unassigned bucket"),
        _text("student_id", "who was to be taught"),
        _time("booked_at", "when it was booked"),
        _time("scheduled_start", "the start as last agreed", required=True),
        _time("original_start", "the earliest start the student was ever given"),
        Column(name="duration_minutes", type="INTEGER", meaning="planned length, minutes", low=1),
        _text("subject", "what was to be taught"),
        _text("status", "how it stands", required=True, values=STATUSES),
        _text("kind", "regular or trial", values=SESSION_KINDS),
        _flag("first_with_student", "whether it was the pair's first"),
        _flag("inside_availability", "whether the start lay in the tutor's stated availability"),
        _count("minutes_late", "how late the tutor came, minutes", required=False),
        _time("updated_at", "the version: the later one wins"),
        *_ARRIVAL,
    ),
)

CANCELLATIONS = Table(
    name="raw.cancellations",
    grain="one row a version of a cancellation or reschedule event, as delivered and typed",
    key=("delivery_id", "line"),
    columns=(
        _text(
            "event_id", "the event; where a log gives none, the hash of its content", required=True
        ),
        _text("session_id", "the session it ended or moved", required=True),
        _time("cancelled_at", "when; null is unknown and never late"),
        _text("initiator", "who pressed the button", required=True, values=INITIATORS),
        _text("on_behalf_of", "who asked for it, where that is someone else"),
        _text("recorded_by", "who keyed it"),
        _text("reason_code", "stated reason, as the log spells it"),
        _text("reason_text", "stated reason in free words"),
        _text("channel", "where it was said: platform, support, live_chat, scheduling_email, ..."),
        _text("kind", "cancelled or rescheduled", required=True, values=CANCELLATION_KINDS),
        _text("rescheduled_to_session_id", "the session that replaces it"),
        _time("withdrawn_at", "when it was taken back"),
        _text("tutor_id", "lets a session be rebuilt that the booking log lacks"),
        _time("scheduled_start", "lets a session be rebuilt that the booking log lacks"),
        _text("precision", "how exact cancelled_at is", required=True, values=PRECISIONS),
        _time("received_at", "when the marketplace received it"),
        *_ARRIVAL,
    ),
)

CONTACTS = Table(
    name="raw.contacts",
    grain="one row a version of a tutor's message to support about a session",
    key=("delivery_id", "line"),
    columns=(
        _text("contact_id", "the message", required=True),
        _text("tutor_id", "who wrote", required=True),
        _text("session_id", "the session it is about"),
        _time("contacted_at", "when", required=True),
        _text("channel", "where: support, live_chat, scheduling_email, ...", required=True),
        _text("reason_code", "stated reason"),
        _flag("emergency", "whether it was said to be an emergency"),
        _text("decision", "what support decided", values=CONTACT_DECISIONS),
        _time("decided_at", "when"),
        *_ARRIVAL,
    ),
)

FEEDBACK = Table(
    name="raw.feedback",
    grain="one row a version of a student's word on reliability; shown, never scored",
    key=("delivery_id", "line"),
    columns=(
        _text("feedback_id", "the feedback", required=True),
        _text("session_id", "the session it is about"),
        _text("tutor_id", "whom it is about"),
        _text("student_id", "who wrote"),
        _time("given_at", "when", required=True),
        Column(name="rating", type="DOUBLE", meaning="stars, as the log gives them"),
        _text("text", "free words"),
        *_ARRIVAL,
    ),
)

TUTORS = Table(
    name="raw.tutors",
    grain="one row a version of a tutor's entry in the roster",
    key=("delivery_id", "line"),
    columns=(
        _text("tutor_id", "the tutor", required=True),
        _text("display_name", "name to show"),
        _day("joined_at", "first day on the marketplace", required=False),
        _text("status", "as the roster spells it"),
        _text("timezone", "IANA zone"),
        _count("capacity", "sessions a week the tutor offers", required=False),
        _text("subjects", "what the tutor teaches, as the roster spells it"),
        *_ARRIVAL,
    ),
)

POLICY_CONDITIONS = Table(
    name="policy.conditions",
    grain="one row a fault or class rule of the policy; the first that matches decides",
    key=("kind", "rule_no"),
    columns=(
        _text("kind", "fault or class", required=True, values=("fault", "class")),
        _count("rule_no", "order in the file"),
        _text("result", "the blame or the outcome it gives", required=True),
        _texts("events", "events it takes; empty: any"),
        _texts("initiators", "who ended it; empty: anyone"),
        _texts("on_behalf_of", "who asked for it, 'none' for nobody else; empty: anyone"),
        _texts("blames", "blames it takes; empty: any"),
        _texts("channels", "channels it takes; empty: any"),
        _texts("reasons", "reasons it takes; empty: any"),
        _texts("session_kinds", "regular, trial; empty: any"),
        _flag("inside_availability", "asked of the session; null: not asked"),
        _flag("first_with_student", "asked of the session; null: not asked"),
        Column(name="notice_from", type="BIGINT", meaning="least notice, seconds; null: no bound"),
        Column(
            name="notice_below", type="BIGINT", meaning="notice below this, seconds; null: no bound"
        ),
        _flag("notice_unknown", "asks that the notice is unknown", required=True),
    ),
)

POLICY_NOTICE_BANDS = Table(
    name="policy.notice_bands",
    grain="one row a band of notice between two edges that the policy's rules name",
    key=("band",),
    columns=(
        _count("band", "order, from after the start to long before it"),
        Column(name="from_seconds", type="BIGINT", meaning="least notice in it", required=True),
        Column(name="below_seconds", type="BIGINT", meaning="notice below this", required=True),
    ),
)

POLICY_OUTCOMES = Table(
    name="policy.outcomes",
    grain="one row an outcome that the policy's classes and cure can give",
    key=("outcome",),
    columns=(
        _text("outcome", "the class, or what a cure makes of it", required=True),
        _text("words", "in plain words", required=True),
        _flag("in_exposure", "belongs in the denominator of the late rate", required=True),
        _flag("in_late", "belongs in the numerator of the late rate", required=True),
        _flag("curable", "an agreed rebooking takes its place", required=True),
        _flag("settles", "stays provisional until the settling time has passed", required=True),
    ),
)

POLICY_EXCUSES = Table(
    name="policy.excuses",
    grain="one row an excuse of the policy",
    key=("rule_no",),
    columns=(
        _count("rule_no", "order in the file"),
        _texts("outcomes", "outcomes it can forgive"),
        _texts("reasons", "reasons it takes; empty: any"),
        _texts("channels", "channels it takes; empty: any"),
        _flag("emergency", "asked of the message; null: not asked"),
        _flag("needs_decision", "counts only once support has accepted it", required=True),
        _texts("meters", "the meters it takes the session out of; '*' is all"),
        _flag("from_rate", "takes it out of the late rate", required=True),
    ),
)

DECISIONS = Table(
    name="review.decisions",
    grain="one row a decision a person recorded, read from the ledger",
    key=("decision_id",),
    columns=(
        _count("decision_id", "order in the ledger"),
        _text(
            "action",
            "what was decided",
            required=True,
            values=("dismiss", "uphold", "pause", "lift", "excuse"),
        ),
        _text("case_id", "the case it answers"),
        _text("tutor_id", "whom it concerns", required=True),
        _text("session_id", "the session excused"),
        _text("decided_by", "the person", required=True),
        _text("reason", "the person's words", required=True),
        _day("effective_on", "the day from which it counts"),
        _day("until", "the day it ends by itself", required=False),
    ),
)

SESSION_OUTCOMES = Table(
    name="core.session_outcomes",
    grain="one row a session: who ended it, with how much notice, and what it counts for",
    key=("session_id",),
    columns=(
        _text("session_id", "the session", required=True),
        _text("tutor_id", "who was to teach; null is the unassigned bucket"),
        _text("student_id", "who was to be taught"),
        _text("subject", "what was to be taught"),
        _time("booked_at", "when it was booked"),
        _time("scheduled_start", "the start as last agreed", required=True),
        _time("earliest_start", "the earliest start the student was ever given", required=True),
        _day("session_day", "day of scheduled_start in the policy's zone"),
        Column(name="duration_minutes", type="INTEGER", meaning="planned length, minutes", low=1),
        _flag("first_with_student", "whether it was the pair's first"),
        _flag("inside_availability", "whether the start lay in the tutor's stated availability"),
        _count("minutes_late", "how late the tutor came, minutes", required=False),
        _text("event", "what happened to it", required=True, values=EVENTS),
        _text("initiator", "who ended it; null where nobody did", values=INITIATORS),
        _text("on_behalf_of", "who asked for it, where that is someone else"),
        _time("cancelled_at", "when; null is unknown, or nobody cancelled"),
        Column(
            name="notice_hours",
            type="DOUBLE",
            meaning="hours from cancellation to the earliest start; negative after it",
        ),
        _text("notice", "how well the notice is known", required=True, values=NOTICE_KINDS),
        _text("channel", "where the cancellation was said"),
        _text(
            "reason_code", "stated reason, of the message to support or else of the cancellation"
        ),
        _text("reason_text", "stated reason in free words"),
        _flag("emergency", "whether the policy reads it as an emergency", required=True),
        _text("blame", "whose doing it was", required=True, values=BLAMES),
        _text("outcome", "the policy's class, or what a cure made of it", required=True),
        _flag(
            "is_late",
            "cancelled with less notice than the policy's line, whoever did",
            required=True,
        ),
        _text("excuse", "how its excuse stands", required=True, values=EXCUSE_STATES),
        _flag("excused", "taken out of the late rate by an excuse", required=True),
        _texts("excused_from", "the meters it was taken out of; '*' is all"),
        _text("cured_by", "the agreed rebooking that takes its place"),
        _time("settles_at", "until then a rebooking or excuse may still change it"),
        _flag("provisional", "not settled yet: counts for nothing tonight", required=True),
        _flag("in_exposure", "counts in the denominator of the late rate", required=True),
        _flag("in_late", "counts in the numerator of the late rate", required=True),
        _count("cancellation_rows", "cancellation events seen for it, withdrawn ones included"),
        *_JUDGED_BY,
        _count("session_delivery", "file of the session row, see raw.deliveries", required=False),
        _count("session_line", "line in that file", type="BIGINT", required=False),
        _count("cancellation_delivery", "file of the cancellation that counts", required=False),
        _count("cancellation_line", "line in that file", type="BIGINT", required=False),
    ),
)

TUTOR_DAYS = Table(
    name="core.tutor_days",
    grain="one row a tutor and day: sessions by what became of them",
    key=("tutor_id", "day"),
    columns=(
        _text("tutor_id", "the tutor; '' is the unassigned bucket", required=True),
        _day("day", "day of the start in the policy's zone"),
        _count("booked", "sessions that were to start that day"),
        _count("completed", "took place"),
        _count("exposure", "count in the denominator of the late rate"),
        _count("late", "count in the numerator of the late rate"),
        _count("late_excused", "would have counted as late, but were excused"),
        _count("cancelled_late", "tutor cancelled with less notice than the line"),
        _count("cancelled_in_time", "tutor cancelled with at least the line's notice"),
        _count("cancelled_notice_unknown", "tutor cancelled, notice unknown or uncertain"),
        _count("no_show", "tutor did not come"),
        _count("interrupted", "broke off, tutor's side"),
        _count("rebooked", "cancelled, and the student agreed to another time"),
        _count("student", "student cancelled, moved or did not come"),
        _count("platform", "nobody's or the platform's doing"),
        _count("undecided", "a person must say whose doing it was, or nobody reported it"),
        _count("provisional", "not settled yet"),
    ),
)

TUTOR_RATES = Table(
    name="mart.tutor_rates",
    grain="one row a tutor and window: the late rate and how sure we are of it",
    key=("tutor_id", "window_days"),
    columns=(
        _text("tutor_id", "the tutor", required=True),
        _day("as_of", "the last day that counts"),
        _count("window_days", "length of the window, days, ending with as_of"),
        _count("sessions", "exposure: sessions that count in the denominator"),
        _count("late_cancellations", "of those, lost to the tutor at short notice"),
        _share("late_rate", "late_cancellations / sessions; null without sessions"),
        _share("rate_low", "lower end of the 95 % interval of the tutor's own rate", required=True),
        _share("rate_high", "upper end of it", required=True),
        _share(
            "pooled_rate",
            "best estimate of the rate, drawn towards the marketplace's",
            required=True,
        ),
        _share("pooled_low", "lower end of the 95 % credible interval of it", required=True),
        _share("pooled_high", "upper end of it", required=True),
        _share(
            "chance_over_limit",
            "probability that the rate exceeds the policy's limit",
            required=True,
        ),
        _flag(
            "enough", "at least the policy's smallest volume; else too few to judge", required=True
        ),
        _count("rank", "1 is most surely unreliable: order of pooled_low, ties share a rank"),
    ),
)

FLAGS = Table(
    name="review.flags",
    grain="one row a tutor and rule that holds tonight",
    key=("tutor_id", "rule"),
    columns=(
        _text("tutor_id", "the tutor", required=True),
        _day("as_of", "the last day that counts"),
        _text("rule", "the policy's rule that fired", required=True),
        _text(
            "severity",
            "review, restrict, watch or signal",
            required=True,
            values=("review", "restrict", "watch", "signal"),
        ),
        _text("effect", "the policy's effect", required=True),
        _text("sentence", "what happened, in plain words", required=True),
        _texts("session_ids", "the sessions it rests on, oldest first"),
        _day("since", "the day the rule fired first, of this spell"),
        _day(
            "until",
            "the day the effect ends by itself; null until a person closes it",
            required=False,
        ),
        _flag("held", "rests on an excuse nobody has decided yet: no effect", required=True),
        _flag("needs_person", "takes effect only by a named person's decision", required=True),
        *_JUDGED_BY,
    ),
)

CASES = Table(
    name="review.cases",
    grain="one row a case: a flag that asks a person, with what people decided",
    key=("case_id",),
    columns=(
        _text("case_id", "the case", required=True),
        _text("tutor_id", "the tutor", required=True),
        _text("rule", "the rule that opened it", required=True),
        _day("as_of", "the last day that counts"),
        _day("opened_on", "the day the rule fired first, of this spell"),
        _text("state", "open, held or decided", required=True, values=("open", "held", "decided")),
        _text("sentence", "what happened, in plain words", required=True),
        _texts("session_ids", "the sessions it rests on, oldest first"),
        _text("decision", "the last decision recorded on it"),
        _text("decided_by", "the person"),
        _day("decided_on", "the day it takes effect", required=False),
        _text("reason", "the person's words"),
        _count("students_affected", "distinct students of those sessions"),
        Column(
            name="excess_late",
            type="DOUBLE",
            meaning="late sessions beyond what the limit allows, 90 days",
        ),
        _count("queue_position", "1 is looked at first; 0 is not in the queue"),
        *_JUDGED_BY,
    ),
)

ASSIGNMENT_ELIGIBILITY = Table(
    name="mart.assignment_eligibility",
    grain="one row a tutor: what may be offered, why, until when, and the way back",
    key=("tutor_id",),
    columns=(
        _text("tutor_id", "the tutor", required=True),
        _day("as_of", "the last day that counts"),
        _text(
            "new_students",
            "students the tutor has not taught",
            required=True,
            values=AUDIENCE_VALUES,
        ),
        _text(
            "existing_students", "the tutor's own students", required=True, values=AUDIENCE_VALUES
        ),
        _text("trial_students", "trial sessions", required=True, values=AUDIENCE_VALUES),
        _texts(
            "reasons",
            "codes with their plain words, 'code: words'; empty where eligible throughout",
        ),
        _day(
            "until",
            "the day the restriction ends by itself; null: a person ends it, or none",
            required=False,
        ),
        _text("way_back", "what would make the tutor fully eligible again"),
        _text("case_id", "the case that asks a person"),
        _text("decided_by", "the person who decided; only they can pause"),
        *_JUDGED_BY,
        _text("run_id", "the run that wrote the row", required=True),
    ),
)

TUTOR_ROSTER = Table(
    name="mart.tutors",
    grain="one row a tutor known by tonight, from the roster or from a session",
    key=("tutor_id",),
    columns=(
        _text("tutor_id", "the tutor", required=True),
        _text("display_name", "name to show; null where the roster has none"),
        _day("joined_at", "first day on the marketplace", required=False),
        _text("status", "as the roster spells it"),
        _text("timezone", "IANA zone"),
        _count("capacity", "sessions a week the tutor offers", required=False),
        _text("subjects", "what the tutor teaches, as the roster spells it"),
        _day("first_session_day", "day of the first session on record", required=False),
        _day("last_session_day", "day of the last session up to tonight", required=False),
    ),
)

STALE_DAYS = Table(
    name="core.stale_days",
    grain="one row a tutor and day whose outcomes changed since core.tutor_days was built",
    key=("tutor_id", "day"),
    columns=(
        _text("tutor_id", "the tutor; '' is the unassigned bucket", required=True),
        _day("day", "day of the start in the policy's zone"),
    ),
)

BUILDS = Table(
    name="core.builds",
    grain="one row: what the core tables stand for now",
    key=(),
    columns=(
        _text("policy_fingerprint", "of the policy text they were judged by", required=True),
        _text("rules_fingerprint", "of the SQL models that judged", required=True),
        _day("as_of", "the last day that counts"),
        _time("known_until", "the last instant of knowledge used", required=True),
        _count("delivery_id", "the newest delivery they include"),
        _count("decision_id", "the newest decision they include"),
    ),
)

CHECK_RESULTS = Table(
    name="quality.results",
    grain="one row a check that ran in this night",
    key=("table_name", "check_name"),
    columns=(
        _text("table_name", "the table it looks at", required=True),
        _text("check_name", "the promise", required=True),
        _text("kind", "contract or promise", required=True, values=("contract", "promise")),
        _text("why", "why it matters", required=True),
        _text("remedy", "what to do when it is red"),
        _flag("blocking", "whether it stops flagging", required=True),
        _flag("passed", "whether the promise holds", required=True),
        _count("unexpected", "rows that break it", type="BIGINT"),
        _text("observed", "what was seen, in words", required=True),
        _text("samples", "up to five rows that break it, as JSON", required=True),
    ),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        DELIVERIES,
        REJECTED_ROWS,
        TONIGHT,
        SESSIONS,
        CANCELLATIONS,
        CONTACTS,
        FEEDBACK,
        TUTORS,
        POLICY_CONDITIONS,
        POLICY_NOTICE_BANDS,
        POLICY_OUTCOMES,
        POLICY_EXCUSES,
        DECISIONS,
        SESSION_OUTCOMES,
        TUTOR_DAYS,
        TUTOR_ROSTER,
        TUTOR_RATES,
        FLAGS,
        CASES,
        ASSIGNMENT_ELIGIBILITY,
        STALE_DAYS,
        BUILDS,
        CHECK_RESULTS,
    )
}
LOGS: dict[str, Table] = {
    "sessions": SESSIONS,
    "cancellations": CANCELLATIONS,
    "contacts": CONTACTS,
    "feedback": FEEDBACK,
    "tutors": TUTORS,
}
