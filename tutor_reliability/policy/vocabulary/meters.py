"""The words of a policy file that speak of a tutor: what is counted."""

from tutor_reliability.policy.meters import ALIKE, AXES, DISTINCT, KINDS
from tutor_reliability.policy.model import CALENDAR
from tutor_reliability.policy.vocabulary.excuses import CAP
from tutor_reliability.policy.vocabulary.shape import Table, inside, key
from tutor_reliability.tables import SIGNALS

MERGE = Table(
    name="merge",
    many=True,
    words="Incidents that are alike count together: five sessions of one ill day are one episode.",
    keys=(
        key("of", "texts", "outcomes", '["late_cancel"]'),
        key("by", "texts", "in what they must be alike", '["day", "reason"]', options=ALIKE),
        key("cap", "positive", "how many of them count", "1", default="1"),
        key("meters", "texts", "in which meters", '["late_90d"]'),
    ),
)

DERIVE = Table(
    name="derive",
    many=True,
    words="So many of some classes within a span make one new incident. One session completes at "
    "most one of a kind.",
    keys=(
        key("from", "texts", "classes, and what earlier derives make", '["late_cancel"]'),
        key("count", "positive", "how many", "3"),
        key("within", "span", "within how long", '"30d"'),
        key("to", "text", "what the new incident is called", '"repeat"'),
        key("words", "text", "what people read", '"late again and again"'),
        key("weight", "number", "what it weighs in a weighted meter", "2", default="1"),
        key(
            "consume",
            "flag",
            "those it was made of make no other, nor count beside it",
            "false",
            default="true",
        ),
    ),
)

CHOICE = Table(
    name="meter.window.choose",
    many=True,
    words="Windows to try in turn.",
    keys=(
        key("window", "stretch", "the window", '"30d"'),
        key("min_volume", "count", "taken if it holds so many sessions", "100", default="0"),
    ),
)
WINDOW = Table(
    name="meter.window",
    words="One of these, where a window is not simply a length.",
    keys=(
        key("calendar", "choice", "the one that holds the day", '"month"', options=CALENDAR),
        key("every", "span", "periods following each other", '"14d"'),
        key("from", "anchor", 'first day of one of them, or "joined"', '"joined"'),
        key("last", "positive", "the last so many sessions of 'among'", "100"),
        key(
            "since",
            "choice",
            "since an effect with resets was ended",
            '"reset"',
            options=("reset",),
        ),
        inside("choose", CHOICE, "the first whose volume suffices", '[{ window = "30d" }]'),
        key("best", "stretches", "the kindest to the tutor", '["6mo", "1y"]'),
    ),
)

CLEAN = Table(
    name="meter.clean",
    words="What a full span without an entry that costs does.",
    keys=(
        key("for", "span", "how long", '"30d"'),
        key("adds", "number", "points it adds", "5", default="0"),
        key("reset", "flag", "back to the start", "true", default="false"),
    ),
)
POINTS = Table(
    name="meter.points", words="The price of each class, below 0 where it costs.", named="prices"
)

METER = Table(
    name="meter",
    many=True,
    required=True,
    words="What is counted of one tutor, over which stretch.",
    keys=(
        key("name", "text", "what rules call it", '"late_90d"'),
        key("kind", "choice", "how it counts", '"count"', options=KINDS),
        key(
            "of",
            "texts",
            "outcomes it counts (a ledger's are those with points)",
            '["late_cancel"]',
        ),
        key(
            "among",
            "texts",
            "outcomes it is a part of: for a rate, a streak, and windows by volume",
            '["completed", "late_cancel"]',
            default="none",
        ),
        key("window", "window", 'a length, "lifetime", or a table', '"90d"'),
        key("min_volume", "count", "a rate below it is not rated", "10", default="0"),
        key("axis", "choice", "the day it goes by", '"event"', default="start", options=AXES),
        key("shown", "flag", "for people to read, not for a rule", "true", default="false"),
        key("weighted", "flag", "a count sums weights", "true", default="false"),
        key(
            "distinct",
            "choice",
            "a count of different ones only",
            '"student"',
            default="all",
            options=DISTINCT,
        ),
        inside(
            "forgive",
            CAP,
            "so many a span do not count",
            '{ times = 1, within = "60d" }',
            default="none",
        ),
        key(
            "signal",
            "choice",
            "what evidence is weighed, with kind evidence",
            '"late_sessions"',
            options=SIGNALS,
        ),
        inside("points", POINTS, "a ledger's prices", "{ late_cancel = [-5, -10] }"),
        key("start", "signed", "a ledger's first value", "100", default="0"),
        key(
            "tier_window",
            "span",
            "how long a price remembers earlier ones",
            '"90d"',
            default="ever",
        ),
        key(
            "retroactive",
            "flag",
            "all in the tier window get the price reached",
            "true",
            default="false",
        ),
        key("floor", "signed", "a ledger is never below", "0", default="none"),
        key("cap", "signed", "a ledger is never above", "100", default="none"),
        key("expires", "span", "an entry of a ledger is gone after", '"90d"', default="never"),
        inside(
            "clean", CLEAN, "what a clean span does", '{ for = "30d", adds = 5 }', default="nothing"
        ),
        key(
            "reset_on_exit",
            "flag",
            "back to the start when a person ends an effect that resets it",
            "true",
            default="false",
        ),
    ),
)

RATE = Table(
    name="rate",
    required=True,
    words="The late rate that every page shows.",
    keys=(
        key("meter", "text", "the meter of kind rate that defines it", '"late_rate_90d"'),
        key("limit", "number", "the line it is held against, a share", "0.05"),
        key("prior_late", "number", "with too few tutors to learn from: as if so many late", "1"),
        key("prior_sessions", "number", "in so many sessions", "30"),
        key("min_tutors", "count", "tutors needed to learn from", "20"),
    ),
)
