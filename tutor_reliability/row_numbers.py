"""Rows of a long table by their numbers, with little else of it unpacked.

DuckDB looks for up to a number of values one by one; of more it asks a filter that lets one row in
three hundred through, which is a row in every vector: then it unpacks the whole table. So rows that
stand alone are looked for a few at a time, and the newest, which stand close, in one go.
"""

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # who only lists sources waits for no data frames
    from tutor_reliability.warehouse import Opened

_ONE_BY_ONE = 300
"""So many rows that stand alone are looked for at a time."""
VECTOR = 2_048
"""Rows that are unpacked together: a row that is looked for alone costs what reading these does."""
_DENSE_FROM = """
select coalesce(arg_min(row_number, older + (newest - row_number) / $vector), 0)
from (
    select row_number, row_number() over (order by row_number) - 1 as older,
        max(row_number) over () as newest
    from {numbers}
)
"""
_FIRSTS = """
select row_number from (
    select row_number, row_number() over (order by row_number) as n
    from {numbers} where row_number < $dense_from
)
where n % $at_a_time = 1 order by row_number
"""


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
    for first, last in spans(opened, numbers):
        con.execute(
            f"insert into {into} {select} where rowid between {first} and {last} and rowid in "
            f"(select row_number from {numbers} where row_number between {first} and {last})"
        )
    con.execute("reset dynamic_or_filter_threshold")


def spans(opened: "Opened", numbers: str) -> list[tuple[int, int]]:
    """Cut some row numbers into spans, each from a first to a last.

    The last one reaches back as far as reading all there is costs less than looking for its rows.

    Args:
        opened: The warehouse.
        numbers: A table of the numbers, as row_number.
    """
    (last,) = opened.row(f"select coalesce(max(row_number), -1) from {numbers}")
    (dense_from,) = opened.row(_DENSE_FROM.format(numbers=numbers), {"vector": VECTOR})
    alone = {"dense_from": dense_from, "at_a_time": _ONE_BY_ONE}
    firsts = opened.con.execute(_FIRSTS.format(numbers=numbers), alone).fetchall()
    edges = [*(first for (first,) in firsts), dense_from, last + 1]
    return [(first, after - 1) for first, after in pairwise(edges) if first < after]
