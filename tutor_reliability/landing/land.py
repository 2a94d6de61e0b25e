"""Land a directory of logs: every file once, every row accounted for."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb

from tutor_reliability.landing.delivery import Delivery
from tutor_reliability.landing.discover import discover
from tutor_reliability.landing.judge import judge
from tutor_reliability.landing.parts import groups_of, parts_of
from tutor_reliability.landing.settle import settle
from tutor_reliability.landing.workbench import workbench
from tutor_reliability.sources.source import CANONICAL, Source


def land(
    con: duckdb.DuckDBPyConnection,
    logs: Path,
    *,
    source: Source = CANONICAL,
    arrived_after: datetime | None = None,
    progress: Callable[[Delivery], None] | None = None,
) -> list[Delivery]:
    """Land what is new in a directory of logs; gives one delivery a file that was landed.

    A file is known by its bytes: what has been landed before, under whatever name, is passed over
    and nothing is written. Files that make no sense as a whole are refused before the first row is
    written; after that each file, or group of small ones, lands in one transaction.

    Every version of a row is kept, with the instant from which it was known: what the row says of
    that, or the end of the last night if it arrived after it. A date in the file's name is not
    used yet; it would come in between, in `rules.LogRules.clock`.

    A cancellation whose session is not known lands like any other: the session may come later, or
    be rebuilt from it. Those that stay orphans are for a check to count.

    Args:
        con: The warehouse, with the raw tables in place, UTC and without `type_pushdown`.
        logs: The directory.
        source: How its files are written.
        arrived_after: End of the last night; None if there was none.
        progress: Is told of each delivery once it is written.

    Raises:
        LogError: The directory or a file of it is missing, unreadable or empty.
        ContractError: A file lacks a column that it must have.
        SourceError: The source file lists date formats of which several fit.
        ValueError: `arrived_after` has no zone.
    """
    if arrived_after is not None and arrived_after.tzinfo is None:
        raise ValueError(f"{arrived_after} has no zone: expected an instant")
    files = discover(logs)
    known = con.execute("select log, sha256 from raw.deliveries").fetchall()
    deliveries: list[Delivery] = []
    with workbench(con, source, arrived_after) as bench:
        parts = parts_of(files, known=known, source=source, con=con, spare=bench.spare)
        for group in groups_of(parts):
            judged = judge(bench, group, first_delivery=_next_delivery(con))
            for delivery in settle(bench, judged):
                deliveries.append(delivery)
                if progress:
                    progress(delivery)
    return deliveries


def _next_delivery(con: duckdb.DuckDBPyConnection) -> int:
    row = con.execute("select coalesce(max(delivery_id), 0) + 1 from raw.deliveries").fetchone()
    return int(row[0]) if row else 1
