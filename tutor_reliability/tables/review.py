"""What the rules found, the cases that ask a person, and what people decided."""

from tutor_reliability.tables.columns import JUDGED_BY, count, day, flag, moment, text, texts
from tutor_reliability.tables.contract import Column, Table

FLAGS = Table(
    name="review.flags",
    grain="one row a tutor and rule that holds tonight",
    key=("tutor_id", "rule"),
    columns=(
        text("tutor_id", "the tutor", required=True),
        day("as_of", "the last day that counts"),
        text("rule", "the policy's rule that fired", required=True),
        text(
            "severity",
            "review, restrict, watch or signal",
            required=True,
            values=("review", "restrict", "watch", "signal"),
        ),
        text("effect", "the policy's effect", required=True),
        text("sentence", "what happened, in plain words", required=True),
        texts("session_ids", "the sessions it rests on, oldest first"),
        day("since", "the day the rule fired first, of this spell"),
        day(
            "until",
            "the day it ends by itself if nothing further counts; null where only a person ends it",
            required=False,
        ),
        flag("held", "rests on an excuse nobody has decided yet: no effect", required=True),
        flag("needs_person", "takes effect only by a named person's decision", required=True),
        day(
            "starts_on",
            "the day its effect begins; null where that waits for a named person",
            required=False,
        ),
        texts("tested", "what the rule's meters read when it last held, 'meter: value'"),
        text("way_back", "what ends it"),
        Column(
            name="rank_value",
            type="DOUBLE",
            meaning="tonight's value of the meter that orders those put last; null for none",
        ),
        count("variant", "the text and market it was judged by, see policy.terms"),
        *JUDGED_BY,
    ),
)

SPELLS = Table(
    name="review.spells",
    grain="one row a stretch through which a rule's effect stands, or that a person answered",
    key=("tutor_id", "rule", "since", "effect"),
    columns=(
        text("tutor_id", "the tutor", required=True),
        text("rule", "the policy's rule that fired", required=True),
        text("severity", "as the rule says", required=True),
        text("effect", "the policy's effect, or that for newcomers", required=True),
        count("variant", "the text and market it was judged by, see policy.terms"),
        day("since", "the night the rule was first known to hold"),
        day("starts_on", "the day its effect begins; null: it waits for a person", required=False),
        day("until", "the first day it no longer stands by itself; null: none", required=False),
        day("closed_on", "the day a person ended it", required=False),
        day("due_on", "the day by which a person should have looked"),
        flag("held", "rests on an excuse nobody has decided yet", required=True),
        flag("needs_person", "asks a named person", required=True),
        count("decision_id", "the last decision on it; 0 for none"),
        texts("session_ids", "the sessions it rests on, oldest first"),
        count("students_affected", "distinct students of those sessions"),
        texts("tested", "what the rule's meters read when it last held, 'meter: value'"),
        text("because", "why it fired, in plain words", required=True),
        text("way_back", "what ends it"),
    ),
)

FOLDS = Table(
    name="review.folds",
    grain="one row a tutor whose rules were asked: by what, and when time alone asks again",
    key=("tutor_id",),
    columns=(
        text("tutor_id", "the tutor", required=True),
        text("digest", "of all that was known of the tutor", required=True),
        day("wake_on", "the first day that may change the answer by itself", required=False),
        flag("may", "whether some rule may ever have held; else none was asked", required=True),
    ),
)

_FACTS = (
    text("student_id", "who was to be taught"),
    moment("booked_at", "when it was booked"),
    day("session_day", "day of the start in the policy's zone"),
    day("event_day", "day on which it ended, else of the start, in the policy's zone"),
    moment("reported_at", "when we first knew of what became of it", required=True),
    text("reason_code", "stated reason"),
    text("outcome", "the policy's class, or what an excuse or cure made of it", required=True),
    Column(name="weight", type="DOUBLE", meaning="what the outcome weighs", required=True, low=0),
    text("excuse", "how its excuse stands", required=True),
    texts("excused_from", "the meters it was taken out of; '*' is all"),
    moment("settles_at", "until then a rebooking or excuse may still change it"),
    flag("provisional", "not settled yet: counts for nothing", required=True),
    count("variant", "the text and market it was judged by, see policy.terms"),
)

INCIDENTS = Table(
    name="review.incidents",
    grain="one row a session that rules look at by itself, as in core.session_outcomes",
    key=("session_id",),
    columns=(
        text("session_id", "the session", required=True),
        text("tutor_id", "who was to teach", required=True),
        *_FACTS,
    ),
)

NEWS = Table(
    name="review.news",
    grain="one row a session judged since rules were asked: as it stood then, or as it stands now",
    key=("session_id", "sign"),
    columns=(
        text("session_id", "the session; '' where all were judged again", required=True),
        Column(
            name="sign",
            type="INTEGER",
            meaning="-1 as it stood, 1 as it stands; 0 for all",
            required=True,
            low=-1,
            high=1,
        ),
        text("tutor_id", "who was to teach; null is the unassigned bucket"),
        *_FACTS,
    ),
)

TAUGHT = Table(
    name="review.taught",
    grain="one row a tutor, outcome and day of the first sessions that took place",
    key=("tutor_id", "outcome", "day"),
    columns=(
        text("tutor_id", "the tutor", required=True),
        text("outcome", "the policy's class", required=True),
        day("day", "the day"),
        count("sessions", "so many that day"),
    ),
)

TAUGHT_UNTIL = Table(
    name="review.taught_until",
    grain="one row a tutor who taught on: up to which day review.taught knows of it",
    key=("tutor_id",),
    columns=(
        text("tutor_id", "the tutor", required=True),
        day("day", "the last day that is told of"),
    ),
)

STANDING_BUILDS = Table(
    name="review.builds",
    grain="one row: what review.spells stands for now",
    key=(),
    columns=(
        text("policy_fingerprint", "of the policy texts it was judged by", required=True),
        text("code_fingerprint", "of the program that judged", required=True),
        day("as_of", "the last day that counts"),
    ),
)

CASES = Table(
    name="review.cases",
    grain="one row a case: a flag that asks a person, with what people decided",
    key=("case_id",),
    columns=(
        text("case_id", "the case", required=True),
        text("tutor_id", "the tutor", required=True),
        text("rule", "the rule that opened it", required=True),
        day("as_of", "the last day that counts"),
        day("opened_on", "the day the rule fired first, of this spell"),
        day("due_on", "the day by which a person should have looked"),
        text("state", "open, held or decided", required=True, values=("open", "held", "decided")),
        text("sentence", "what happened, in plain words", required=True),
        texts("session_ids", "the sessions it rests on, oldest first"),
        text("decision", "the last decision recorded on it"),
        text("decided_by", "the person"),
        day("decided_on", "the day it takes effect", required=False),
        text("reason", "the person's words"),
        count("students_affected", "distinct students of those sessions"),
        Column(
            name="excess_late",
            type="DOUBLE",
            meaning="late sessions beyond what the limit allows, 90 days",
        ),
        text("bulk_id", "the burst that most of its sessions belong to, see core.bulk_events"),
        count("queue_position", "1 is looked at first; 0 is not in the queue"),
        *JUDGED_BY,
    ),
)

DECISIONS = Table(
    name="review.decisions",
    grain="one row a decision a person recorded, read from the ledger",
    key=("decision_id",),
    columns=(
        count("decision_id", "order in the ledger"),
        text(
            "action",
            "what was decided",
            required=True,
            values=("dismiss", "uphold", "pause", "lift", "excuse", "release"),
        ),
        text("case_id", "the case it answers"),
        text("tutor_id", "whom it concerns", required=True),
        text("session_id", "the session excused"),
        text("decided_by", "the person", required=True),
        text("reason", "the person's words", required=True),
        day("effective_on", "the day from which it counts"),
        day("until", "the day it ends by itself", required=False),
        text("event", "what a release says has happened"),
    ),
)
