"""What was checked tonight, and what came of it."""

from tutor_reliability.tables.columns import count, flag, text
from tutor_reliability.tables.contract import Table

CHECK_RESULTS = Table(
    name="quality.results",
    grain="one row a check that ran in this night",
    key=("table_name", "check_name"),
    columns=(
        text("table_name", "the table it looks at", required=True),
        text("check_name", "the promise", required=True),
        text("kind", "contract or promise", required=True, values=("contract", "promise")),
        text("why", "why it matters", required=True),
        text("remedy", "what to do when it is red"),
        flag("blocking", "whether it stops flagging", required=True),
        flag("passed", "whether the promise holds", required=True),
        count("unexpected", "rows that break it", kind="BIGINT"),
        text("observed", "what was seen, in words", required=True),
        text("samples", "up to five rows that break it, as JSON", required=True),
    ),
)
