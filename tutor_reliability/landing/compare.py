"""Which rows speak of the same: repeated ones, and those that another version overtakes.

Few rows share their key with another. They are found by a small hash with the row's place behind
it, which sorts fast; only rows that share a hash are compared in full.
"""

from typing import TYPE_CHECKING

from tutor_reliability.landing.rules import RULES
from tutor_reliability.landing.sql import statement
from tutor_reliability.landing.workbench import Workbench

if TYPE_CHECKING:  # who only lists sources waits for no data frames
    import polars as pl

_AT_ONCE = 32_000_000
"""Rows whose hashes are held in memory at a time, 16 bytes each."""
_PLACES = 1 << 32
"""What the place of a row stays below; the bits above it are the hash's."""
_HASH = (1 << 64) - _PLACES


def compare(bench: Workbench, log: str) -> None:
    """Make the tables contested and verdicts of what is judged and what has been landed before."""
    rules = RULES[log]
    ids = f"select {rules.key} from judged where reason is null"  # noqa: S608  # name from `rules`
    bench.run(_known(log, bench.landed.of(log, ids, mostly_new=True)))
    _find_alike(bench, rules.key)
    if bench.con.execute("select 1 from known limit 1").fetchall():
        bench.run(f"insert into alike {statement('met_again')}")
    bench.make("contested", "contested")
    bench.make("verdicts", "verdicts")


def _known(log: str, table: str) -> str:
    """Write the view of what has been landed before, by the table where it is found."""
    rules = RULES[log]
    return f"""
    create or replace temp view known as
    select
        {rules.key} as row_key,
        {rules.version} as version_at,
        row_hash,
        delivery_id,
        line
    from {table}
    """  # noqa: S608  # names from `rules`


def _find_alike(bench: Workbench, key: str) -> None:
    """Make the table alike: one row a judged row whose key's hash is another's too."""
    import polars as pl  # noqa: PLC0415 - who only lists sources waits for no data frames

    from tutor_reliability.warehouse import Opened  # noqa: PLC0415 - as above

    opened = Opened(con=bench.con)
    slices = 1 + opened.count("judged") // _AT_ONCE
    select = f"""
    select mark
    from (
        select (hash({key}) & {_HASH}::ubigint) | rowid::ubigint as mark
        from judged
        where reason is null
    )
    where (mark // {_PLACES}) % {slices} = $slice
    """  # noqa: S608  # name from `rules`, numbers from here
    found = [_alike(opened.frame(select, {"slice": one})["mark"]) for one in range(slices)]
    alike = pl.concat(found).cast(pl.Int64).to_frame("position")
    opened.stage_frame("alike", alike, kind="temp table")


def _alike(marks: "pl.Series") -> "pl.Series":
    """Give the places of those marks whose hash comes up more than once."""
    marks = marks.sort()
    hashes = marks // _PLACES
    same = (hashes == hashes.shift(1)) | (hashes == hashes.shift(-1))
    return marks.filter(same.fill_null(value=False)) % _PLACES
