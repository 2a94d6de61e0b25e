"""The words of a policy file that speak of what follows."""

from tutor_reliability.policy.effects import STACKS
from tutor_reliability.policy.model import EXIT_EVENTS
from tutor_reliability.policy.rules import SEVERITIES
from tutor_reliability.policy.vocabulary.shape import Table, inside, key
from tutor_reliability.tables import AUDIENCE_VALUES

RULE_WHEN = Table(
    name="rule.when",
    words="Meters compared with numbers, all of which must hold.",
    named="comparison",
)
AT = Table(
    name="rule.at",
    words="Every so often from a day.",
    keys=(
        key("every", "span", "how often", '"7d"'),
        key("from", "day", "the first of the days", "2026-01-05"),
    ),
)
RELEASE = Table(
    name="rule.then.release",
    words="What ends the effect of a rule on evidence.",
    keys=(
        key("below", "number", "the chance has stayed below", "0.5"),
        key("for", "span", "for so long", '"14d"'),
    ),
)
THEN = Table(
    name="rule.then",
    words="What follows, and how it ends.",
    keys=(
        key("do", "text", "the effect: a [status.*]", '"watch"'),
        key("human", "flag", "a person is asked first", "true", default="false"),
        key("for", "span", "how long it stands", '"30d"', default="until it is ended"),
        key(
            "stack",
            "choice",
            "what firing again does",
            '"extend"',
            default="restart",
            options=STACKS,
        ),
        key(
            "exit",
            "texts",
            "what a person records that ends it",
            '"review_closed"',
            default="none",
            options=EXIT_EVENTS,
        ),
        key(
            "ends",
            "choice",
            "whether 'for' or 'exit', or both, end it",
            '"both"',
            default="either",
            options=("either", "both"),
        ),
        key(
            "due",
            "span",
            "a person looks within",
            '"14d"',
            default="none; required with human and exit",
        ),
        key(
            "lapses",
            "span_or_never",
            "ends when nothing counted for so long",
            '"180d"',
            default="none; required with exit alone",
        ),
        key(
            "once",
            "flag",
            "stands the night it fires, never again for the same incidents",
            "true",
            default="false",
        ),
        key(
            "notice",
            "span",
            "begins so long after the rule was known to hold",
            '"30d"',
            default="at once",
        ),
        key(
            "resets",
            "texts",
            "meters that begin anew when a person ends it",
            '["points"]',
            default="none",
        ),
        inside(
            "release",
            RELEASE,
            "with a rule on evidence: when it no longer holds",
            '{ below = 0.5, for = "14d" }',
            default="the first lower chance",
        ),
    ),
)
RULE = Table(
    name="rule",
    many=True,
    required=True,
    words="When meters compare so, this follows.",
    keys=(
        key("name", "text", "what flags and cases call it", '"review_count"'),
        key("severity", "choice", "how grave", '"review"', options=SEVERITIES),
        inside("when", RULE_WHEN, "when it holds", '{ late_90d = ">=3" }'),
        key(
            "on",
            "on",
            'classes: asked on the day of each; "crossing": when it begins to hold; "level": '
            "as long as it holds",
            '["late_cancel"]',
            default="required, or at; not on evidence",
        ),
        key(
            "at", "at", "asked on these days only", '["01-01", "07-01"]', default="required, or on"
        ),
        key(
            "while",
            "texts",
            "only while one of these effects of earlier rules stands",
            '["watch"]',
            default="always",
        ),
        key(
            "unless",
            "texts",
            "only while none of these stands",
            '["open_review"]',
            default="always",
        ),
        inside("then", THEN, "what follows", '{ do = "watch", for = "30d" }'),
        key("words", "text", "what people read", '"a third late one asks for a review"'),
    ),
)

NEWCOMERS = Table(
    name="newcomers",
    words="Who is new gets another effect instead of one that asks a person.",
    keys=(
        key("days", "count", "new for so many days", "30"),
        key("sessions", "count", "or with fewer sessions", "10"),
        key("do", "text", "the effect instead", '"coaching"'),
    ),
)

STATUS = Table(
    name="status",
    required=True,
    named="table",
    words="What an effect makes of a tutor, for each audience.",
    inner=Table(
        name="status.EFFECT",
        words="One effect.",
        keys=(
            key("words", "text", "what people read", '"a review is open"'),
            key(
                "new_students",
                "choice",
                "new students",
                '"hold_for_manager"',
                default="eligible",
                options=AUDIENCE_VALUES,
            ),
            key(
                "existing_students",
                "choice",
                "the tutor's own",
                '"eligible"',
                default="eligible",
                options=AUDIENCE_VALUES,
            ),
            key(
                "trial_students",
                "choice",
                "trial sessions",
                '"eligible"',
                default="as new_students",
                options=AUDIENCE_VALUES,
            ),
            key(
                "unassigned_sessions",
                "choice",
                "sessions nobody has yet",
                '"eligible"',
                default="as new_students",
                options=AUDIENCE_VALUES,
            ),
            key(
                "rank_by",
                "text",
                "meter that orders those put last",
                '"late_rate_90d"',
                default="none",
            ),
        ),
    ),
)

MARKET = Table(
    name="market",
    named="table",
    words="Where the policy differs: any other table of the file may be given again below it.",
    inner=Table(
        name="market.NAME",
        words="One market.",
        keys=(
            key("timezones", "texts", "globs on the tutor's zone", '["Europe/*"]'),
            key(
                "human",
                "choice",
                "whether every restriction needs a person's decision first",
                '"required"',
                default="as_written",
                options=("required", "as_written"),
            ),
        ),
    ),
)
