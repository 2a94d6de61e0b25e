"""Where in the raw tables a session, student or cancellation stands: small hashes by row number.

Reading a hundred million ids costs seconds, reading as many small numbers tenths. A place is a
hint: two ids may share a hash, so that what is copied may hold rows nobody asked for, and never
lacks one. Rows of the raw tables are only ever added; where they have moved nonetheless, all
places are found anew.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor_reliability.row_numbers import fetch

if TYPE_CHECKING:  # who only lists sources waits for no data frames
    from tutor_reliability.warehouse import Opened

FROM_ROWS = 300_000
"""Versions of sessions from which a place pays: below, reading all ids costs less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One table: where its places are kept, and the columns they know."""

    table: str
    places: str
    columns: tuple[str, ...]


_LOGS = {
    "sessions": Kept(
        table="raw.sessions",
        places="core.session_places",
        columns=("session_id", "student_id"),
    ),
    "cancellations": Kept(
        table="raw.cancellations",
        places="core.cancellation_places",
        columns=("session_id", "event_id"),
    ),
}


def knows(log: str) -> bool:
    """Tell whether rows of a log have places."""
    return log in _LOGS


def bring(opened: "Opened") -> None:
    """Write down the places of what has landed since, or of everything where rows have moved."""
    for kept in _LOGS.values():
        (newest,) = opened.row(f"select coalesce(max(delivery_id), -1) from {kept.places}")
        if not _stands(opened, kept, newest):
            opened.con.execute(f"delete from {kept.places}")
            newest = -1
        hashes = ", ".join(f"{hash_of(one)} as {one[:-3]}_hash" for one in kept.columns)
        opened.con.execute(
            f"insert into {kept.places} by name "
            f"select {hashes}, rowid as row_number, delivery_id from {kept.table} "
            "where delivery_id > $newest",
            {"newest": newest},
        )


def add(opened: "Opened", log: str, column: str, ids: str, *, to: str) -> None:
    """Add to a copy of a raw table the rows of some ids that it lacks.

    Args:
        opened: The warehouse.
        log: Which raw table: sessions or cancellations.
        column: The column that holds the id.
        ids: A select of the ids.
        to: The copy.
    """
    copy(opened, log, column, ids, into="near_rows")
    key = "(delivery_id, line)"
    if opened.count("near_rows"):
        opened.con.execute(
            f"insert into {to} select * from near_rows where {key} not in (select {key} from {to})"
        )
    opened.con.execute("drop table near_rows")


def copy(  # noqa: PLR0913 - a select and its values
    opened: "Opened",
    log: str,
    column: str,
    ids: str,
    *,
    into: str,
    values: Mapping[str, object] | None = None,
    columns: str = "*",
) -> None:
    """Make a table of the rows of some ids, see `add`; it may hold a few of others.

    Columns that nobody asks for are not read: ids and other texts are most of what that costs.
    """
    copy_of(opened, _LOGS[log], column, ids, into=into, values=values, columns=columns, anew=bring)


def copy_of(  # noqa: PLR0913 - as `copy`
    opened: "Opened",
    kept: Kept,
    column: str,
    ids: str,
    *,
    into: str,
    anew: Callable[["Opened"], None],
    values: Mapping[str, object] | None = None,
    columns: str = "*",
) -> None:
    """Do so for any table with places; `anew` writes them all down where there are none."""
    hashed = f"{column[:-3]}_hash"
    opened.con.execute(
        f"create or replace temp table near_asked as select distinct {hash_of(column)} as {hashed} "
        f"from ({ids}) where {column} is not null",
        dict(values or {}),
    )
    if not _copied(opened, kept, columns, into, column):
        opened.con.execute(f"delete from {kept.places}")
        anew(opened)
        _copied(opened, kept, columns, into, column)


def _copied(opened: "Opened", kept: Kept, columns: str, into: str, column: str) -> bool:
    """Copy what stands at the places, and tell whether it is what was asked for."""
    con, hashed = opened.con, f"{column[:-3]}_hash"
    con.execute(
        f"create or replace temp table near_places as select row_number from {kept.places} "
        f"where {hashed} in (select {hashed} from near_asked)"
    )
    fetch(opened, kept.table, numbers="near_places", into=into, columns=columns)
    strangers, found, wanted = opened.row(
        f"select count(*) filter (where {hash_of(column)} not in "
        f"(select {hashed} from near_asked)), "
        f"count(*), (select count(*) from near_places) from {into}"
    )
    return bool(strangers == 0 and found == wanted)


def _stands(opened: "Opened", kept: Kept, newest: int) -> bool:
    """Tell whether the last place is still right: rows may move, and hashes be made otherwise."""
    known, last = opened.row(f"select count(*), max(row_number) from {kept.places}")
    since = opened.row(
        f"select count(*) from {kept.table} where delivery_id > $newest", {"newest": newest}
    )
    if known != opened.count(kept.table) - since[0]:
        return False
    column = kept.columns[0]
    hashed = f"{column[:-3]}_hash"
    known_hash = opened.row(
        f"select {hashed} from {kept.places} where row_number = $last", {"last": last}
    )
    return known_hash == opened.row(
        f"select {hash_of(column)} from {kept.table} where rowid = $last", {"last": last}
    )


def hash_of(column: str) -> str:
    """Write the small hash of an id, which several may share.

    Of 40 bits, so that a night's hundred thousand ids meet a stranger or two among a hundred
    million: each is a row to fetch in vain, which costs a millisecond; a bit to read costs less.
    """
    return f"(hash({column}) >> 24)::bigint"
