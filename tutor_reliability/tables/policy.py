"""The policy in force as SQL reads it: its rules as rows."""

from tutor_reliability.tables.columns import count, flag, text, texts
from tutor_reliability.tables.contract import Column, Table

POLICY_CONDITIONS = Table(
    name="policy.conditions",
    grain="one row a fault or class rule of the policy; the first that matches decides",
    key=("kind", "rule_no"),
    columns=(
        text("kind", "fault or class", required=True, values=("fault", "class")),
        count("rule_no", "order in the file"),
        text("result", "the blame or the outcome it gives", required=True),
        texts("events", "events it takes; empty: any"),
        texts("initiators", "who ended it; empty: anyone"),
        texts("on_behalf_of", "who asked for it, 'none' for nobody else; empty: anyone"),
        texts("blames", "blames it takes; empty: any"),
        texts("channels", "channels it takes; empty: any"),
        texts("reasons", "reasons it takes; empty: any"),
        texts("session_kinds", "regular, trial; empty: any"),
        flag("inside_availability", "asked of the session; null: not asked"),
        flag("first_with_student", "asked of the session; null: not asked"),
        Column(name="notice_from", type="BIGINT", meaning="least notice, seconds; null: no bound"),
        Column(
            name="notice_below", type="BIGINT", meaning="notice below this, seconds; null: no bound"
        ),
        flag("notice_unknown", "asks that the notice is unknown", required=True),
    ),
)

POLICY_NOTICE_BANDS = Table(
    name="policy.notice_bands",
    grain="one row a band of notice between two edges that the policy's rules name",
    key=("band",),
    columns=(
        count("band", "order, from after the start to long before it"),
        Column(name="from_seconds", type="BIGINT", meaning="least notice in it", required=True),
        Column(name="below_seconds", type="BIGINT", meaning="notice below this", required=True),
    ),
)

POLICY_OUTCOMES = Table(
    name="policy.outcomes",
    grain="one row an outcome that the policy's classes and cure can give",
    key=("outcome",),
    columns=(
        text("outcome", "the class, or what a cure makes of it", required=True),
        text("words", "in plain words", required=True),
        flag("in_exposure", "belongs in the denominator of the late rate", required=True),
        flag("in_late", "belongs in the numerator of the late rate", required=True),
        flag("curable", "an agreed rebooking takes its place", required=True),
        flag("settles", "stays provisional until the settling time has passed", required=True),
    ),
)

POLICY_EXCUSES = Table(
    name="policy.excuses",
    grain="one row an excuse of the policy",
    key=("rule_no",),
    columns=(
        count("rule_no", "order in the file"),
        texts("outcomes", "outcomes it can forgive"),
        texts("reasons", "reasons it takes; empty: any"),
        texts("channels", "channels it takes; empty: any"),
        flag("emergency", "asked of the message; null: not asked"),
        flag("needs_decision", "counts only once support has accepted it", required=True),
        texts("meters", "the meters it takes the session out of; '*' is all"),
        flag("from_rate", "takes it out of the late rate", required=True),
    ),
)
