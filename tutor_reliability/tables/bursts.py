"""What is seen beyond one session: days when far more tutors cancelled, and bursts by one actor."""

from tutor_reliability.tables.columns import count, day, moment, share, text, texts
from tutor_reliability.tables.contract import Table
from tutor_reliability.tables.values import ACTORS

SURGE_DAYS = Table(
    name="core.surge_days",
    grain="one row a day of the last year on which far more tutors cancelled than usual; proposed "
    "as an amnesty, excused only by a person",
    key=("day",),
    columns=(
        day("day", "day of the start in the policy's zone"),
        count("tutors_active", "tutors with a session that day"),
        count("tutors_hit", "of them, those who cancelled at least one of that day's sessions"),
        share("hit_share", "tutors_hit / tutors_active", required=True),
        share("usual_share", "the same share over the days before", required=True),
        count("cancellations", "sessions of that day that tutors cancelled or moved"),
        count("late", "of them, those that count as late: what an amnesty would take out"),
        count("excused", "of them, those a person has excused already"),
        text("reason_code", "the reason most of them state; null where most state none"),
        share("reason_share", "share of them that state it", required=True),
    ),
)

BULK_EVENTS = Table(
    name="core.bulk_events",
    grain="one row a burst of the last year: one actor ended many sessions within a short time, "
    "which is one thing to look at",
    key=("bulk_id",),
    columns=(
        text(
            "bulk_id", "the burst: its first day and eight characters for the rest", required=True
        ),
        text("actor", "who did it: a tutor, a student, or who keyed it", required=True),
        text("actor_kind", "what the actor is", required=True, values=ACTORS),
        moment("began_at", "the first cancellation", required=True),
        moment("ended_at", "the last one", required=True),
        count("sessions", "sessions it ended or moved"),
        count("tutors", "distinct tutors of those sessions"),
        count("students", "distinct students of those sessions"),
        count("late", "of the sessions, those that count as late"),
        text("reason_code", "the reason most of them state; null where most state none"),
        texts("tutor_ids", "the tutors, in order"),
        texts("session_ids", "the sessions, in order of their start"),
    ),
)
