"""What outsiders read of each tutor: who it is, the late rate, what may be offered."""

from tutor_reliability.tables.columns import JUDGED_BY, count, day, flag, share, text, texts
from tutor_reliability.tables.contract import Table
from tutor_reliability.tables.values import AUDIENCE_VALUES

TUTOR_ROSTER = Table(
    name="mart.tutors",
    grain="one row a tutor known by tonight, from the roster or from a session",
    key=("tutor_id",),
    columns=(
        text("tutor_id", "the tutor", required=True),
        text("display_name", "name to show; null where the roster has none"),
        day("joined_at", "first day on the marketplace", required=False),
        text("status", "as the roster spells it"),
        text("timezone", "IANA zone"),
        count("capacity", "sessions a week the tutor offers", required=False),
        text("subjects", "what the tutor teaches, as the roster spells it"),
        day("first_session_day", "day of the first session on record", required=False),
        day("last_session_day", "day of the last session up to tonight", required=False),
    ),
)

TUTOR_RATES = Table(
    name="mart.tutor_rates",
    grain="one row a tutor and window: the late rate and how sure we are of it",
    key=("tutor_id", "window_days"),
    columns=(
        text("tutor_id", "the tutor", required=True),
        day("as_of", "the last day that counts"),
        count("window_days", "length of the window, days, ending with as_of"),
        count("sessions", "exposure: sessions that count in the denominator"),
        count("late_cancellations", "of those, lost to the tutor at short notice"),
        share("late_rate", "late_cancellations / sessions; null without sessions"),
        share("rate_low", "lower end of the 95 % interval of the tutor's own rate", required=True),
        share("rate_high", "upper end of it", required=True),
        share(
            "pooled_rate",
            "best estimate of the rate, drawn towards the marketplace's",
            required=True,
        ),
        share("pooled_low", "lower end of the 95 % credible interval of it", required=True),
        share("pooled_high", "upper end of it", required=True),
        share(
            "chance_over_limit",
            "probability that the rate exceeds the policy's limit",
            required=True,
        ),
        flag(
            "enough", "at least the policy's smallest volume; else too few to judge", required=True
        ),
        count("rank", "1 is most surely unreliable: order of pooled_low, ties share a rank"),
    ),
)

ASSIGNMENT_ELIGIBILITY = Table(
    name="mart.assignment_eligibility",
    grain="one row a tutor: what may be offered, why, until when, and the way back",
    key=("tutor_id",),
    columns=(
        text("tutor_id", "the tutor", required=True),
        day("as_of", "the last day that counts"),
        text(
            "new_students",
            "students the tutor has not taught",
            required=True,
            values=AUDIENCE_VALUES,
        ),
        text(
            "existing_students", "the tutor's own students", required=True, values=AUDIENCE_VALUES
        ),
        text("trial_students", "trial sessions", required=True, values=AUDIENCE_VALUES),
        text(
            "unassigned_sessions",
            "sessions that have no tutor yet",
            required=True,
            values=AUDIENCE_VALUES,
        ),
        texts(
            "reasons",
            "codes with their plain words, 'code: words'; empty where eligible throughout",
        ),
        day(
            "until",
            "the day the restriction ends by itself; null: a person ends it, or none",
            required=False,
        ),
        text("way_back", "what would make the tutor fully eligible again"),
        count(
            "rank_among_last",
            "1 is asked first of those put last; null where nothing orders them",
            required=False,
        ),
        text("case_id", "the case that asks a person"),
        text("decided_by", "the person who decided; only they can pause"),
        *JUDGED_BY,
        text("run_id", "the run that wrote the row", required=True),
    ),
)
