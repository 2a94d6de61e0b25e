"""The files of both nights: those of the landing benchmark, and one more day of them."""

from pathlib import Path

import duckdb

from benchmarks.landing.logs import delivered
from benchmarks.peers.ours import FIRST, NEXT
from tutor_reliability.sources.source import delivered_columns

_SELECTS = {
    "sessions": "select * replace ('completed' as status, scheduled_start + interval 1 hour as "
    "updated_at) from '{first}/sessions.parquet' "
    f"where status = 'scheduled' and scheduled_start::date = date '{NEXT}'",
    "cancellations": "select * from '{first}/cancellations.parquet' "
    f"where received_at::date = date '{FIRST}'",
}


def first_and_next(rows: int) -> tuple[Path, Path]:
    """Give the folder of the first night, and that of the next.

    The next day, what was to be held was held, and the last cancellations are delivered again.
    """
    first = delivered(rows, "parquet")
    after = first.with_name("parquet.next")
    for log, select in _SELECTS.items():
        path = after / log / f"{NEXT}.parquet"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            names = ", ".join(column.name for column in delivered_columns(log))
            with duckdb.connect() as con:
                con.execute("set global TimeZone = 'UTC'")
                con.execute(
                    f"copy (select {names} from ({select.format(first=first)})) "
                    f"to '{path}' (format parquet)"
                )
    return first, after
