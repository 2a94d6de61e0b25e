"""The words of a policy file that its worked examples use."""

from tutor_reliability.policy.examples import GIVEN, STEP
from tutor_reliability.policy.vocabulary.shape import Table, inside, key
from tutor_reliability.tables import AUDIENCE_VALUES, SIGNALS

SIGNALS_GIVEN = Table(
    name="example.signals",
    many=True,
    words="The chance that a signal gives on a day of the history.",
    keys=(
        key("signal", "choice", "the signal", '"late_sessions"', options=SIGNALS),
        key("day", "count", "the day, from day 0", "40"),
        key("chance", "number", "the chance, a share", "0.95"),
        key(
            "without",
            "number",
            "the chance were the excuses of that day's sessions accepted",
            "0.6",
            default="not known",
        ),
    ),
)
EXAMPLE = Table(
    name="example",
    many=True,
    words="A sentence of the published text, and what it must give: of one session (given, "
    "outcome, counts), or of a tutor's history (history, on_day and what holds then).",
    keys=(
        key("quote", "text", "the sentence", '"24 hours before: no penalty"'),
        key("clause", "text", "the no of the [[clause]] it is of", '"16"', default="none"),
        key("given", "facts", "facts of one session", '{ event = "completed" }', options=GIVEN),
        key("outcome", "text", "what it is called", '"completed"'),
        key("counts", "flag", "whether it counts as late", "false", default="not asked"),
        key("history", "steps", "days of a tutor, from day 0", "[{ day = 0 }]", options=STEP),
        inside(
            "signals",
            SIGNALS_GIVEN,
            "chances, given instead of weighed; day 6 is a Sunday",
            '[{ signal = "late_sessions", day = 6, chance = 0.95 }]',
            default="none",
        ),
        key("on_day", "count", "the day that is asked about", "40"),
        key(
            "meters",
            "values",
            'what meters are; "unrated" for none',
            "{ late_90d = 3 }",
            default="not asked",
        ),
        key(
            "flags", "texts", "exactly the rules that hold", '["review_count"]', default="not asked"
        ),
        key("not_flags", "texts", "rules that do not hold", "[]", default="not asked"),
        key(
            "new_students",
            "choice",
            "what may be offered",
            '"eligible"',
            default="not asked",
            options=AUDIENCE_VALUES,
        ),
    ),
)

CLAUSE = Table(
    name="clause",
    many=True,
    words="A sentence of the published text, and where in this file it lives, or why it does not.",
    keys=(
        key("no", "text", "its number in the text; several at once as a range", '"16"'),
        key("text", "text", "the sentence, or its gist", '"24+ hours before: no penalty to you"'),
        key(
            "lives_in",
            "texts",
            "tables and keys of this file, and columns of the log (log.channel)",
            '["class.early_cancel", "clock.line"]',
            default="nowhere, and why says so",
        ),
        key("why", "text", "what is not in the file, and why", '"advice"', default="nothing"),
    ),
)
