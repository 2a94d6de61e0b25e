"""Land a directory of logs: every file once, every row accounted for."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb

from tutor_reliability import places
from tutor_reliability.landing.arrival import FIRST_NIGHT, Arrival, day_in, first_days
from tutor_reliability.landing.delivery import Delivery
from tutor_reliability.landing.discover import LogFile, discover
from tutor_reliability.landing.judge import judge
from tutor_reliability.landing.landed import Landed
from tutor_reliability.landing.parts import groups_of, parts_of
from tutor_reliability.landing.settle import settle
from tutor_reliability.landing.workbench import workbench
from tutor_reliability.sources.source import CANONICAL, Source
from tutor_reliability.tables import LOGS


def land(  # noqa: PLR0913 - two of them for watchers and tests
    con: duckdb.DuckDBPyConnection,
    logs: Path,
    *,
    source: Source | Sequence[Source] = (),
    arrival: Arrival = FIRST_NIGHT,
    progress: Callable[[Delivery], None] | None = None,
    places_from: int = places.FROM_ROWS,
) -> list[Delivery]:
    """Land what is new in a directory of logs; gives one delivery a file that was landed.

    A file is known by its bytes: what has been landed before, under whatever name, is passed over
    and nothing is written. Files that make no sense as a whole are refused before the first row is
    written; after that each file, or group of small ones, lands in one transaction.

    Every version of a row is kept, with the instant from which it was known: what the row says of
    that, but not before the end of the last night, nor before the day that the file's name gives,
    see `arrival`.

    A cancellation whose session is not known lands like any other: the session may come later, or
    be rebuilt from it. Those that stay orphans are for a check to count.

    Args:
        con: The warehouse, with the raw tables in place, UTC and without `type_pushdown`.
        logs: The directory.
        source: The sources asked for by name, if any: they read what several claim.
        arrival: From when what is new can have been known; without it, nothing was before.
        progress: Is told of each delivery once it is written.
        places_from: From how many rows of a log on what landed before is looked up by `places`.

    Raises:
        LogError: The directory or a file of it is missing, unreadable or empty.
        ContractError: A file lacks a column that it must have.
        SourceError: The source file lists date formats of which several fit.
    """
    asked = (source,) if isinstance(source, Source) else tuple(source)
    files = _by_day(discover(logs, asked))
    known = con.execute("select log, sha256 from raw.deliveries").fetchall()
    there = con.execute("select log, file from raw.deliveries").fetchall()
    dated = first_days([*there, *((file.log, file.relative) for file in files)])
    arrival = replace(arrival, first_days=dated)
    landed = Landed(con=con, places_from=places_from)
    deliveries: list[Delivery] = []
    with ExitStack() as stack:
        readers = {id(one): one for one in (CANONICAL, *(file.source for file in files))}
        benches = {
            key: stack.enter_context(workbench(con, one, arrival, landed))
            for key, one in readers.items()
        }
        parts = parts_of(files, known=known, con=con, spare=benches[id(CANONICAL)].spare)
        for group in groups_of(parts):
            bench = benches[id(group[0].file.source)]
            judged = judge(bench, group, first_delivery=_next_delivery(con))
            for delivery in settle(bench, judged):
                deliveries.append(delivery)
                if progress:
                    progress(delivery)
    return deliveries


def _by_day(files: Sequence[LogFile]) -> list[LogFile]:
    """Put the files of each log in the order of their days, those without one first."""
    logs = list(LOGS)
    return sorted(files, key=lambda one: (logs.index(one.log), day_in(one.relative) or date.min))


def _next_delivery(con: duckdb.DuckDBPyConnection) -> int:
    row = con.execute("select coalesce(max(delivery_id), 0) + 1 from raw.deliveries").fetchone()
    return int(row[0]) if row else 1
