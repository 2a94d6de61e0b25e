"""What became of each session, and what the tables of it stand for now."""

from tutor_reliability.tables.columns import JUDGED_BY, count, day, flag, moment, text, texts
from tutor_reliability.tables.contract import Column, Table
from tutor_reliability.tables.values import (
    BLAMES,
    EVENTS,
    EXCUSE_STATES,
    HOUR_BANDS,
    INITIATORS,
    NOTICE_KINDS,
)

_HOURS = ("before 6:00", "from 6:00", "from 12:00", "from 18:00")

SESSION_OUTCOMES = Table(
    name="core.session_outcomes",
    grain="one row a session: who ended it, with how much notice, and what it counts for",
    key=("session_id",),
    columns=(
        text("session_id", "the session", required=True),
        text("tutor_id", "who was to teach; null is the unassigned bucket"),
        text("student_id", "who was to be taught"),
        text("subject", "what was to be taught"),
        moment("booked_at", "when it was booked"),
        moment("scheduled_start", "the start as last agreed", required=True),
        moment("earliest_start", "the earliest start the student was ever given", required=True),
        day("session_day", "day of scheduled_start in the policy's zone"),
        day("event_day", "day of cancelled_at, else of the start, in the policy's zone"),
        moment("reported_at", "when we first knew of what became of it", required=True),
        Column(name="duration_minutes", type="INTEGER", meaning="planned length, minutes", low=1),
        flag("first_with_student", "whether it was the pair's first"),
        flag("inside_availability", "whether the start lay in the tutor's stated availability"),
        count("minutes_late", "how late the tutor came, minutes", required=False),
        text("event", "what happened to it", required=True, values=EVENTS),
        text("initiator", "who ended it; null where nobody did", values=INITIATORS),
        text("on_behalf_of", "who asked for it, where that is someone else"),
        moment("cancelled_at", "when; null is unknown, or nobody cancelled"),
        Column(
            name="notice_hours",
            type="DOUBLE",
            meaning="hours from cancellation to the earliest start; negative after it",
        ),
        text("notice", "how well the notice is known", required=True, values=NOTICE_KINDS),
        text("recorded_by", "who keyed the cancellation"),
        moment("told_at", "when the tutor first wrote to support about it"),
        text("channel", "where the cancellation was said"),
        text("reason_code", "stated reason, of the message to support or else of the cancellation"),
        text("reason_text", "stated reason in free words"),
        flag("emergency", "whether the policy reads it as an emergency", required=True),
        text("blame", "whose doing it was", required=True, values=BLAMES),
        text("outcome", "the policy's class, or what an excuse or cure made of it", required=True),
        Column(
            name="weight",
            type="DOUBLE",
            meaning="what the outcome weighs in a meter that sums weights",
            required=True,
            low=0,
        ),
        flag(
            "is_late",
            "cancelled with less notice than the policy's line, whoever did",
            required=True,
        ),
        text("excuse", "how its excuse stands", required=True, values=EXCUSE_STATES),
        flag("excused", "taken out of the late rate by an excuse", required=True),
        texts("excused_from", "the meters it was taken out of; '*' is all"),
        count("excuse_rule", "place in the file of the excuse that stands so", required=False),
        text("cured_by", "the agreed rebooking that takes its place"),
        moment("settles_at", "until then a rebooking or excuse may still change it"),
        flag("provisional", "not settled yet: counts for nothing tonight", required=True),
        flag("in_exposure", "counts in the denominator of the late rate", required=True),
        flag("in_late", "counts in the numerator of the late rate", required=True),
        count("cancellation_rows", "cancellation events seen for it, withdrawn ones included"),
        *JUDGED_BY,
        count("variant", "the text and market it was judged by, see policy.terms"),
        text("market", "the tutor's market; '' is everywhere else", required=True),
        count("session_delivery", "file of the session row, see raw.deliveries", required=False),
        count("session_line", "line in that file", kind="BIGINT", required=False),
        count("cancellation_delivery", "file of the cancellation that counts", required=False),
        count("cancellation_line", "line in that file", kind="BIGINT", required=False),
    ),
    fetched=("session_id",),
)

TUTOR_DAYS = Table(
    name="core.tutor_days",
    grain="one row a tutor and day: sessions by what became of them",
    key=("tutor_id", "day"),
    columns=(
        text("tutor_id", "the tutor; '' is the unassigned bucket", required=True),
        day("day", "day of the start in the policy's zone"),
        count("booked", "sessions that were to start that day"),
        count("completed", "took place"),
        count("exposure", "count in the denominator of the late rate"),
        count("late", "count in the numerator of the late rate"),
        count("late_excused", "would have counted as late, but were excused"),
        count("cancelled_late", "tutor cancelled with less notice than the line"),
        count("cancelled_in_time", "tutor cancelled with at least the line's notice"),
        count("cancelled_notice_unknown", "tutor cancelled, notice unknown or uncertain"),
        count("no_show", "tutor did not come"),
        count("interrupted", "broke off, tutor's side"),
        count("rebooked", "cancelled, and the student agreed to another time"),
        count("student", "student cancelled, moved or did not come"),
        count("platform", "nobody's or the platform's doing"),
        count("undecided", "a person must say whose doing it was, or nobody reported it"),
        count("provisional", "not settled yet"),
        text(
            "place",
            "the tutor's market, else the region of the tutor's zone; '' where neither is known",
            required=True,
        ),
        *(
            count(f"{part}_{band}", f"of {part}, sessions that start {hours}, where the tutor is")
            for part in ("exposure", "late", "late_excused")
            for band, hours in zip(HOUR_BANDS, _HOURS, strict=True)
        ),
    ),
)

STALE_DAYS = Table(
    name="core.stale_days",
    grain="one row a tutor and day whose outcomes changed since core.tutor_days was built",
    key=("tutor_id", "day"),
    columns=(
        text("tutor_id", "the tutor; '' is the unassigned bucket", required=True),
        day("day", "day of the start in the policy's zone; null for all days", required=False),
    ),
)

BUILDS = Table(
    name="core.builds",
    grain="one row: what the core tables stand for now",
    key=(),
    columns=(
        text("policy_fingerprint", "of the policy text they were judged by", required=True),
        text("rules_fingerprint", "of the models and the program that judged", required=True),
        day("as_of", "the last day that counts"),
        moment("known_until", "the last instant of knowledge used", required=True),
        count("delivery_id", "the newest delivery they include"),
        count("decision_id", "the newest decision they include"),
    ),
)

SESSION_PLACES = Table(
    name="core.session_places",
    grain="one row a version of a session in raw.sessions: where it stands",
    key=("row_number",),
    columns=(
        count("session_hash", "of session_id; several may share one", kind="BIGINT"),
        count("student_hash", "of student_id", kind="BIGINT", required=False),
        count("row_number", "DuckDB's own number of the row", kind="BIGINT"),
        count("delivery_id", "the file it came in, see raw.deliveries"),
    ),
)

CANCELLATION_PLACES = Table(
    name="core.cancellation_places",
    grain="one row a version of an event in raw.cancellations: where it stands",
    key=("row_number",),
    columns=(
        count("session_hash", "of session_id; several may share one", kind="BIGINT"),
        count("event_hash", "of event_id", kind="BIGINT"),
        count("row_number", "DuckDB's own number of the row", kind="BIGINT"),
        count("delivery_id", "the file it came in, see raw.deliveries"),
    ),
)

OUTCOME_PLACES = Table(
    name="core.outcome_places",
    grain="one row a row of core.session_outcomes: where it stands",
    key=("row_number",),
    columns=(
        count("session_hash", "of session_id; several may share one", kind="BIGINT"),
        count("row_number", "DuckDB's own number of the row", kind="BIGINT"),
    ),
)

UNPROVEN_SESSIONS = Table(
    name="core.unproven_sessions",
    grain="one row a session judged since the checks of core.session_outcomes held; maybe more",
    key=(),
    columns=(text("session_id", "the session; '' for all of them", required=True),),
)

UNPROVEN_DAYS = Table(
    name="core.unproven_days",
    grain="one row a tutor and day counted since the checks of core.tutor_days held; maybe more",
    key=(),
    columns=(
        text("tutor_id", "whose day; '' is the unassigned bucket", required=True),
        day("day", "the day; null for all days of everybody", required=False),
    ),
)

ENDINGS = Table(
    name="core.endings",
    grain="one row a session that did not take place as booked, as in core.session_outcomes",
    key=("session_id",),
    columns=(
        text("session_id", "the session", required=True),
        text("tutor_id", "who was to teach"),
        text("student_id", "who was to be taught"),
        moment("scheduled_start", "the start as last agreed", required=True),
        text("event", "what happened to it", required=True),
        text("initiator", "who ended it"),
        moment("cancelled_at", "when"),
        text("recorded_by", "who keyed the cancellation"),
        text("reason_code", "stated reason"),
        text("outcome", "the policy's class, or what an excuse or cure made of it", required=True),
        flag("in_late", "counts in the numerator of the late rate", required=True),
        count("cancellation_delivery", "file of the cancellation that counts", required=False),
        text("actor", "whose doing it was by name, see core.bulk_events; null for nobody's"),
        count("session_hash", "of session_id; several may share one", kind="BIGINT"),
        count("student_hash", "of student_id", kind="BIGINT", required=False),
        count("actor_hash", "of actor", kind="BIGINT", required=False),
    ),
)

STALE_ACTORS = Table(
    name="core.stale_actors",
    grain="one row somebody of whom an ending is new since bursts were looked for",
    key=(),
    columns=(text("actor", "a tutor, a student or who keyed it; '' for everybody", required=True),),
)

BURST_BUILDS = Table(
    name="core.burst_builds",
    grain="one row: what core.bulk_events stands for now",
    key=(),
    columns=(
        text("fingerprint", "of the model and its limits", required=True),
        moment("known_until", "the last instant of knowledge used", required=True),
    ),
)

WINDOW_SUMS = Table(
    name="core.window_sums",
    grain="one row a tutor and window that holds a session: what its days up to a night sum up to",
    key=("tutor_id", "window_days"),
    columns=(
        text("tutor_id", "the tutor; '' is the unassigned bucket", required=True),
        count("window_days", "length of the window, days"),
        day("as_of", "the window's last day"),
        count("sessions", "in the denominator of the late rate", kind="BIGINT"),
        count("late", "in the numerator of the late rate", kind="BIGINT"),
    ),
)

TUTOR_EDGES = Table(
    name="core.tutor_edges",
    grain="one row the first day of a tutor in core.tutor_days, and one the last",
    key=(),
    columns=(
        text("tutor_id", "the tutor", required=True),
        day("day", "the day"),
    ),
)

PACKED = Table(
    name="core.packed",
    grain="one row: how large the warehouse was when it was last copied to a fresh file",
    key=(),
    columns=(
        count("bytes", "of the file", kind="BIGINT"),
        count("rows", "in all its tables then", kind="BIGINT"),
        count(
            "room_bytes",
            "by which the night after made it larger; nothing until then",
            kind="BIGINT",
            required=False,
        ),
    ),
)
