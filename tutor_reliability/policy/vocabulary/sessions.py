"""The words of a policy file that speak of one session."""

from tutor_reliability.policy.model import WEEKDAYS
from tutor_reliability.policy.vocabulary.shape import Table, inside, key
from tutor_reliability.tables import BLAMES, EVENTS, INITIATORS, SESSION_KINDS

_ANY = "any"

POLICY = Table(
    name="policy",
    required=True,
    words="Which text this is, from when it holds, and by whose calendar.",
    keys=(
        key("id", "text", "what the policy is called in tables", '"salon"'),
        key("title", "text", "what people call it", '"Salon: if you cannot come"'),
        key("version", "text", "which text of it this is", '"2026-01"'),
        key("effective_from", "day", "first day whose events this text judges", "2026-01-01"),
        key("source", "text", "where the text was published", '"Salon handbook, page 4"'),
        key("timezone", "text", "calendar of days, weeks and windows", '"Europe/Berlin"'),
        key("contact", "text", "whom tutors write to", '"help@salon.example"'),
        key(
            "ours",
            "texts",
            "parameters, classes, meters and rules whose numbers the published text does not give",
            '["settle", "late_90d"]',
            default="none",
        ),
        key(
            "settle",
            "length",
            "a session counts for nothing until so long after it ended",
            '"48h"',
            default="at once",
        ),
        key(
            "published_at",
            "day",
            "day the text was announced; effective_from must be change_notice later",
            "2025-12-01",
            default="not said",
        ),
        key(
            "change_notice", "span", "how long before a change is announced", '"15d"', default="15d"
        ),
        key(
            "event_version",
            "choice",
            "which text judges an event: the one in force on its day, or the newest",
            '"at_event"',
            default="at_event",
            options=("at_event", "tonight"),
        ),
        key(
            "earlier",
            "texts",
            "files beside this one with the texts that were in force before",
            '["salon-2025.toml"]',
            default="none",
        ),
        key(
            "scope",
            "text",
            "shown to people: what the policy is about",
            '"booked lessons"',
            default="",
        ),
        key("cadence", "text", "shown to people: how often it is applied", '"nightly"', default=""),
        key("assess", "text", "shown to people: who assesses", '"the tutor team"', default=""),
    ),
)

HOURS = Table(
    name="clock.hours",
    words="When notice runs, if not day and night.",
    keys=(
        key("open", "time", "when notice begins to run, wall clock", '"08:00"'),
        key("close", "time", "when it stops", '"18:00"'),
        key("days", "texts", "weekdays on which it runs", '["mon", "fri"]', options=WEEKDAYS),
        key("holidays", "days", "days on which it does not run", "[2026-12-25]", default="none"),
    ),
)

CLOCK = Table(
    name="clock",
    required=True,
    words="How notice is measured, and what is too little.",
    keys=(
        key("line", "length", "less notice than this is late", '"24h"'),
        key(
            "reference",
            "choice",
            "the start that notice is measured to: the earliest ever given, or the last agreed",
            '"earliest"',
            options=("earliest", "current"),
        ),
        key(
            "at_boundary",
            "choice",
            "whether notice of exactly the line, or of an edge, is early or late",
            '"late"',
            default="early",
            options=("early", "late"),
        ),
        key(
            "notice_from",
            "choice",
            "when notice begins: at the cancellation, or when support was told if that is earlier",
            '"told"',
            default="cancelled",
            options=("cancelled", "told"),
        ),
        key(
            "hours",
            "hours",
            '"elapsed" for day and night, or a table [clock.hours]',
            '"elapsed"',
            default="elapsed",
        ),
        key(
            "uncertain_is_late",
            "flag",
            "whether a time not known exactly can be late",
            "true",
            default="false",
        ),
        key(
            "moved_and_held",
            "choice",
            "what a session is that was moved and then held",
            '"completed"',
            options=("completed", "rescheduled"),
        ),
    ),
)

_ASKED = (
    key(
        "event",
        "texts",
        "what became of the session",
        '["cancelled"]',
        default=_ANY,
        options=EVENTS,
    ),
    key("by", "texts", "who ended it", '["tutor"]', default=_ANY, options=INITIATORS),
    key(
        "on_behalf_of",
        "texts",
        'who asked for it; "none" for nobody else',
        '["student"]',
        default=_ANY,
        options=(*INITIATORS, "none"),
    ),
    key("channel", "texts", "by which way", '["platform"]', default=_ANY),
    key("reason", "texts", 'reason given; "none" for none', '["illness"]', default=_ANY),
    key(
        "session_kind", "texts", "kind of session", '["trial"]', default=_ANY, options=SESSION_KINDS
    ),
    key("recorded_by", "texts", "who wrote the row", '["support"]', default=_ANY),
    key(
        "weekday", "texts", "weekday of the start", '["sat", "sun"]', default=_ANY, options=WEEKDAYS
    ),
    key(
        "inside_availability",
        "flag",
        "whether it lay in the tutor's stated hours",
        "false",
        default=_ANY,
    ),
    key(
        "first_with_student",
        "flag",
        "whether it was the pair's first session",
        "true",
        default=_ANY,
    ),
    key(
        "agreed",
        "flag",
        "whether the cancellation names a session, known to the log, that replaces it",
        "true",
        default=_ANY,
    ),
    key(
        "notice",
        "notice",
        'from (included) and below (excluded), or "unknown"; unknown notice is in no band',
        '["2h", "24h"]',
        default=_ANY,
    ),
    key(
        "lateness",
        "band",
        "how late the tutor came; unknown lateness is in no band",
        '["15min", ""]',
        default=_ANY,
    ),
    key(
        "since_booking",
        "band",
        "time from the booking to the cancellation; unknown is in no band",
        '["", "30min"]',
        default=_ANY,
    ),
)
_BLAME = key(
    "blame",
    "texts",
    "whose doing it was, as [[fault]] found",
    '["tutor"]',
    default=_ANY,
    options=BLAMES,
)

FAULT_WHEN = Table(
    name="fault.when", words="What must hold; a key left out asks nothing.", keys=_ASKED
)
CLASS_WHEN = Table(
    name="class.when", words="What must hold; a key left out asks nothing.", keys=(*_ASKED, _BLAME)
)

FAULT = Table(
    name="fault",
    many=True,
    required=True,
    words="Whose doing it was. The first whose condition holds decides; the last must ask nothing.",
    keys=(
        inside("when", FAULT_WHEN, "the condition", '{ by = "student" }', default="always"),
        key("blame", "choice", "whose doing it is then", '"student"', options=BLAMES),
    ),
)

CLASS = Table(
    name="class",
    many=True,
    required=True,
    words="What a session is called. The first whose condition holds decides.",
    keys=(
        key("name", "text", "what meters and rules call it", '"late_cancel"'),
        inside("when", CLASS_WHEN, "the condition", '{ event = "cancelled" }', default="always"),
        key("words", "text", "what people read", '"cancelled late"'),
        key("weight", "number", "what it weighs in a meter that is weighted", "2", default="1"),
    ),
)
