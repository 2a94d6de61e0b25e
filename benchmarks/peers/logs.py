"""The files of both nights: those of the landing benchmark, and one more day of them."""

from pathlib import Path

import duckdb

from benchmarks.landing.logs import delivered
from benchmarks.peers.ours import NEXT
from tutor_reliability.sources.source import delivered_columns


def first_and_next(rows: int) -> tuple[Path, Path]:
    """Give the folder of the first night, and that of the next: what was to be held, was held."""
    first = delivered(rows, "parquet")
    after = first.with_name("parquet.next")
    path = after / "sessions" / f"{NEXT}.parquet"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        names = ", ".join(column.name for column in delivered_columns("sessions"))
        with duckdb.connect() as con:
            con.execute("set global TimeZone = 'UTC'")
            con.execute(
                f"copy (select {names} from (select * replace ('completed' as status, "
                "scheduled_start + interval 1 hour as updated_at) "
                f"from read_parquet('{first}/sessions.parquet')) "
                f"where status = 'completed' and scheduled_start::date = date '{NEXT}') "
                f"to '{path}' (format parquet)"
            )
    return first, after
