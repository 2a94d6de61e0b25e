"""What the rules found, the cases that ask a person, and what people decided."""

from tutor_reliability.tables.columns import JUDGED_BY, count, day, flag, text, texts
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
        *JUDGED_BY,
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
            values=("dismiss", "uphold", "pause", "lift", "excuse"),
        ),
        text("case_id", "the case it answers"),
        text("tutor_id", "whom it concerns", required=True),
        text("session_id", "the session excused"),
        text("decided_by", "the person", required=True),
        text("reason", "the person's words", required=True),
        day("effective_on", "the day from which it counts"),
        day("until", "the day it ends by itself", required=False),
    ),
)
