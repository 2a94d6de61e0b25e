"""The policy in force as SQL reads it: the texts and markets, and their rules as rows."""

from tutor_reliability.tables.columns import count, day, flag, moment, text, texts
from tutor_reliability.tables.contract import Column, Table

_VARIANT = count("variant", "the text and market it belongs to, see policy.terms")


def _seconds(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name=name, type="BIGINT", meaning=f"{meaning}, seconds", required=required)


POLICY_TERMS = Table(
    name="policy.terms",
    grain="one row a variant of the policy: a text as it holds in a market",
    key=("variant",),
    columns=(
        count("variant", "0 is the newest text where no market has its own"),
        text("market", "the market it holds in; '' is everywhere else", required=True),
        text("policy_id", "the policy", required=True),
        text("policy_version", "the version of that policy", required=True),
        text("timezone", "its zone: days, weekdays and working hours follow it", required=True),
        _seconds("line_seconds", "notice below this is late", required=True),
        flag("from_earliest_start", "notice is measured to the earliest start", required=True),
        flag("from_told", "notice runs from the tutor's first message, if earlier", required=True),
        flag("in_working_hours", "notice is counted in working time", required=True),
        flag("uncertain_is_late", "an uncertain notice may be tested", required=True),
        text("moved_and_held", "what a session is that was moved, then held", required=True),
        texts("emergency_codes", "reasons that are emergencies"),
        _seconds("pending_seconds", "how long an undecided excuse may wait", required=True),
        flag("pending_counts", "a session counts while its excuse waits", required=True),
        _seconds("settle_seconds", "how long a session stays provisional", required=True),
        _seconds("cure_seconds", "how long a rebooking may follow; 0: no cure", required=True),
        text("cure_outcome", "what a cure makes of it; '' without a cure", required=True),
        flag("cure_same_tutor", "a rebooking must be with the same tutor", required=True),
        flag("cure_needs_held", "the session that answers must have been held", required=True),
        text("rate_meter", "the meter that defines the late rate", required=True),
    ),
)

POLICY_TEXTS = Table(
    name="policy.texts",
    grain="one row a market and span of days: which variant judges what happens then",
    key=("market", "from_day"),
    columns=(
        text("market", "the market; '' is everywhere else", required=True),
        day("from_day", "first day whose events it judges"),
        day("until_day", "first day whose events it judges no more"),
        _VARIANT,
    ),
)

POLICY_MARKETS = Table(
    name="policy.markets",
    grain="one row a pattern of time zones that a market claims; the first that matches decides",
    key=("rank",),
    columns=(
        count("rank", "order in the file"),
        text("pattern", "regular expression on the roster's time zone", required=True),
        text("market", "the market", required=True),
    ),
)

POLICY_CONDITIONS = Table(
    name="policy.conditions",
    grain="one row a fault or class rule of the policy; the first that matches decides",
    key=("variant", "kind", "rule_no"),
    columns=(
        _VARIANT,
        text("kind", "fault or class", required=True, values=("fault", "class")),
        count("rule_no", "order in the file"),
        text("result", "the blame or the outcome it gives", required=True),
        texts("events", "events it takes; empty: any"),
        texts("initiators", "who ended it; empty: anyone"),
        texts("on_behalf_of", "who asked for it, 'none' for nobody else; empty: anyone"),
        texts("blames", "blames it takes; empty: any"),
        texts("channels", "channels it takes; empty: any"),
        texts("reasons", "reasons it takes, 'none' for none given; empty: any"),
        texts("session_kinds", "regular, trial; empty: any"),
        texts("recorded_by", "who keyed it; empty: anyone"),
        texts("weekdays", "weekdays of the start; empty: any"),
        flag("inside_availability", "asked of the session; null: not asked"),
        flag("first_with_student", "asked of the session; null: not asked"),
        flag("agreed", "asks for a session that replaces it; null: not asked"),
        _seconds("notice_from", "least notice; null: no bound"),
        _seconds("notice_below", "notice below this; null: no bound"),
        flag("notice_unknown", "asks that the notice is unknown", required=True),
        _seconds("lateness_from", "tutor at least so late; null: no bound"),
        _seconds("lateness_below", "tutor less late than this; null: no bound"),
        _seconds("since_booking_from", "at least so long after the booking; null: no bound"),
        _seconds("since_booking_below", "sooner after the booking than this; null: no bound"),
    ),
)

POLICY_BANDS = Table(
    name="policy.bands",
    grain="one row a band between two edges that the policy's rules name on an axis of time",
    key=("variant", "axis", "band"),
    columns=(
        _VARIANT,
        text(
            "axis",
            "what is banded",
            required=True,
            values=("notice", "lateness", "since_booking"),
        ),
        count("band", "order, from the least up"),
        _seconds("from_seconds", "least in it", required=True),
        _seconds("below_seconds", "below this", required=True),
    ),
)

POLICY_OUTCOMES = Table(
    name="policy.outcomes",
    grain="one row a variant and outcome that the policy's classes and cures can give",
    key=("variant", "outcome"),
    columns=(
        _VARIANT,
        text("outcome", "the class, or what a cure makes of it", required=True),
        text("words", "in plain words", required=True),
        Column(name="weight", type="DOUBLE", meaning="what it weighs", required=True, low=0),
        flag("in_exposure", "belongs in the denominator of the late rate", required=True),
        flag("in_late", "belongs in the numerator of the late rate", required=True),
        flag("curable", "an agreed rebooking takes its place", required=True),
        flag("settles", "stays provisional until the settling time has passed", required=True),
    ),
)

POLICY_EXCUSES = Table(
    name="policy.excuses",
    grain="one row an excuse of the policy",
    key=("variant", "rule_no"),
    columns=(
        _VARIANT,
        count("rule_no", "order in the file"),
        texts("outcomes", "outcomes it can forgive"),
        texts("reasons", "reasons it takes, 'none' for none given; empty: any"),
        texts("channels", "channels it takes; empty: any"),
        flag("emergency", "asked of the message; null: not asked"),
        flag("needs_decision", "counts only once support has accepted it", required=True),
        _seconds("told_within_seconds", "said up to so long after the start", required=True),
        _seconds("told_before_seconds", "said so long before the start; null: not asked"),
        texts("meters", "the meters it takes the session out of; '*' is all"),
        text("to_outcome", "the outcome it makes of the session; '' for none", required=True),
        flag("capped", "at most so many of them within a span", required=True),
    ),
)

POLICY_AMNESTIES = Table(
    name="policy.amnesties",
    grain="one row a span of days on which nothing of a kind counts",
    key=("variant", "name"),
    columns=(
        _VARIANT,
        text("name", "the amnesty", required=True),
        day("first_day", "first day of a start that it covers"),
        day("last_day", "last day of a start that it covers"),
        texts("outcomes", "classes it forgives"),
        text("zones", "regular expression on the roster's time zone; '' for all", required=True),
        texts("reasons", "reasons it takes, 'none' for none given; empty: any"),
    ),
)

POLICY_WORKING_DAYS = Table(
    name="policy.working_days",
    grain="one row a day of a variant that counts notice in working time",
    key=("variant", "day"),
    columns=(
        _VARIANT,
        day("day", "the day in the variant's zone"),
        moment("opens_at", "when work begins; a day without work begins and ends at midnight"),
        moment("closes_at", "when work ends"),
        _seconds("worked_before", "working time of all days before it", required=True),
    ),
)
