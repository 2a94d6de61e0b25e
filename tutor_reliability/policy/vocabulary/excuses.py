"""The words of a policy file that speak of what forgives."""

from tutor_reliability.policy.vocabulary.shape import Table, inside, key

ANY = "any"

REASON = Table(
    name="reason",
    words="Which reasons can be given.",
    keys=(
        key("codes", "texts", "all of them", '["illness"]', default="any"),
        key("emergency", "texts", "those that mean an emergency", '["illness"]', default="none"),
    ),
)

EXCUSE_WHEN = Table(
    name="excuse.when",
    words="What must have been said, how, and by when.",
    keys=(
        key("reason", "texts", "the reason given", '["illness"]', default=ANY),
        key("channel", "texts", "the way it was said", '["support"]', default=ANY),
        key("emergency", "flag", "whether it was an emergency", "true", default=ANY),
        key(
            "decision",
            "choice",
            "whether support must have accepted it",
            '"accepted"',
            default="none",
            options=("accepted", "none"),
        ),
        key(
            "told_within",
            "length",
            "up to so long after the start",
            '"2h"',
            default="excuse_terms.contact_within",
        ),
        key(
            "told_before",
            "length",
            "at least so long before the start",
            '"0h"',
            default="not asked",
        ),
    ),
)

CAP = Table(
    name="excuse.cap",
    words="At most so many within any such span; one more counts.",
    keys=(
        key("times", "positive", "how many", "1"),
        key("within", "span", "within how long", '"60d"'),
    ),
)

EXCUSE = Table(
    name="excuse",
    many=True,
    words="What forgives an outcome, and what that does.",
    keys=(
        key("of", "texts", "outcomes it can forgive", '["late_cancel"]'),
        inside("when", EXCUSE_WHEN, "the condition", '{ channel = "support" }'),
        key(
            "effect",
            "choice",
            "taken out of all meters, out of some, or called something else",
            '"drop"',
            options=("drop", "drop_from", "reclass"),
        ),
        key("meters", "texts", "the meters, with drop_from", '["late_90d"]', default="all"),
        key("to", "text", "the class it becomes, with reclass", '"early_cancel"', default="none"),
        inside("cap", CAP, "how often", '{ times = 1, within = "60d" }', default="always"),
    ),
)

EXCUSE_TERMS = Table(
    name="excuse_terms",
    required=True,
    words="How excuses are dealt with.",
    keys=(
        key("contact_within", "length", "said up to so long after the start", '"24h"'),
        key("pending_for", "length", "how long one may stay undecided", '"7d"'),
        key("decided_by", "choice", "who decides", '"reviewer"', options=("reviewer", "contact")),
        key(
            "while_pending",
            "choice",
            "what the session does meanwhile",
            '"counts"',
            default="counts_but_flag_is_held",
            options=("counts_but_flag_is_held", "counts", "does_not_count"),
        ),
    ),
)

AMNESTY = Table(
    name="amnesty",
    many=True,
    words="Days on which nothing counts against anyone, by a named person's decision.",
    keys=(
        key("name", "text", "what it is called", '"storm"'),
        key("from", "day", "first day, included", "2026-02-01"),
        key("until", "day", "last day, included", "2026-02-03"),
        key("of", "texts", "outcomes", '["late_cancel"]', default="all that any meter counts"),
        key("timezones", "texts", "globs on the tutor's zone", '["Europe/*"]', default="all"),
        key("reasons", "texts", "reasons given", '["weather"]', default="all"),
        key("words", "text", "what people read", '"the storm of February"'),
        key("decided_by", "text", "the person who decided", '"Ann Smith"'),
    ),
)

CURE = Table(
    name="cure",
    words="An agreed rebooking takes a cancellation's place.",
    keys=(
        key("of", "texts", "classes it can cure", '["late_cancel"]'),
        key("same", "texts", "who must be the same", '["student"]', options=("student", "tutor")),
        key("within", "length", "booked within so long of the cancellation", '"48h"'),
        key(
            "needs",
            "choice",
            "whether the new session need only be booked, or held",
            '"held"',
            default="booked",
            options=("booked", "held"),
        ),
        key("to", "text", "what the cancellation is called then", '"rescheduled"'),
        key("words", "text", "what people read", '"moved by agreement"'),
    ),
)
