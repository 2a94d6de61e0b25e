"""Rows of a long table by their numbers, with little else of it unpacked.

DuckDB looks for up to a number of values one by one; of more it asks a filter that lets one row in
three hundred through, which is a row in every vector: then it unpacks the whole table. So old rows
are looked for a few at a time, and the newest, which are most of what a night asks for, in one go.
"""

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # who only lists sources waits for no data frames
    from tutor_reliability.warehouse import Opened

_DENSE = 8
"""The newest rows, so many times as are asked for, are read in one piece: most are among them."""
_ONE_BY_ONE = 300
"""So many older rows are looked for at a time."""
_VECTOR = 2_048


def fetch(opened: "Opened", table: str, *, numbers: str, into: str, columns: str = "*") -> None:
    """Make a temporary table of the rows that stand at some numbers.

    Args:
        opened: The warehouse.
        table: Where the rows stand.
        numbers: A table of their numbers, as row_number; those without a row give none.
        into: The temporary table.
        columns: What to read of a row; what nobody asks for is not unpacked.
    """
    con, select = opened.con, f"select {columns} from {table}"
    con.execute(f"create or replace temp table {into} as {select} limit 0")
    con.execute(f"set dynamic_or_filter_threshold = {_ONE_BY_ONE}")
    for first, last in spans(opened, table, numbers):
        con.execute(
            f"insert into {into} {select} where rowid between {first} and {last} and rowid in "
            f"(select row_number from {numbers} where row_number between {first} and {last})"
        )
    con.execute("reset dynamic_or_filter_threshold")


def spans(opened: "Opened", table: str, numbers: str) -> list[tuple[int, int]]:
    """Cut some row numbers into spans, each from a first to a last.

    Args:
        opened: The warehouse.
        table: Where the rows stand. Where one of every vector is asked for, it is one span.
        numbers: A table of the numbers, as row_number.
    """
    asked, last = opened.row(f"select count(*), coalesce(max(row_number), -1) from {numbers}")
    values = {"dense_from": max(last + 1 - _DENSE * asked, 0)}
    older = f"from {numbers} where row_number < $dense_from"
    if opened.row(f"select count(*) {older}", values)[0] > opened.count(table) / _VECTOR:
        return [(0, last)]
    firsts = opened.con.execute(
        "select row_number from (select row_number, row_number() over (order by row_number) as n "
        f"{older}) where n % $at_a_time = 1 order by row_number",
        {**values, "at_a_time": _ONE_BY_ONE},
    ).fetchall()
    edges = [*(first for (first,) in firsts), values["dense_from"], last + 1]
    return [(first, after - 1) for first, after in pairwise(edges) if first < after]
