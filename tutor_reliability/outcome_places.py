"""Where in core.session_outcomes a session stands: small hashes by row number, see `places`.

Outcomes are judged again, and a row that was deleted leaves a gap that the file closes when it is
written out: every row behind it moves up. So places are kept up to the first row that moved, and
those behind it are found anew; most gaps are among the newest rows, which change the most.
"""

from typing import TYPE_CHECKING

from tutor_reliability.places import Kept, copy_of, hash_of

if TYPE_CHECKING:  # who only lists sources waits for no data frames
    from tutor_reliability.warehouse import Opened

_OUTCOMES = Kept(
    table="core.session_outcomes", places="core.outcome_places", columns=("session_id",)
)
_ADDED = f"""
insert into core.outcome_places by name
select {hash_of("session_id")} as session_hash, rowid as row_number
from core.session_outcomes where rowid > $last
"""
_STANDS = f"""
select count(*) > 0 and count(*) = count(place.row_number)
from (
    select rowid as row_number, {hash_of("session_id")} as session_hash
    from core.session_outcomes where rowid > $after and rowid <= $upto
) as outcome
left join (
    select row_number, session_hash
    from core.outcome_places where row_number > $after and row_number <= $upto
) as place
    on outcome.row_number = place.row_number and outcome.session_hash = place.session_hash
"""
_FEW = 2048
"""Rows that are held against their places at a time."""


def copy(opened: "Opened", ids: str, *, into: str, columns: str = "*") -> None:
    """Make a temporary table of the outcomes of some sessions, each with its row_number.

    Who deletes rows says so to `left`.

    Args:
        opened: The warehouse.
        ids: A select of the session ids.
        into: The temporary table.
        columns: What to read of an outcome, session_id in it; what nobody asks for is not unpacked.
    """
    bring(opened)
    asked = f"rowid as row_number, {columns}"
    copy_of(opened, _OUTCOMES, "session_id", ids, into=into, columns=asked, anew=bring)
    opened.con.execute(f"delete from {into} where session_id not in ({ids})")


def left(opened: "Opened", rows: str) -> None:
    """Forget the places of rows of core.session_outcomes that were deleted, by their numbers."""
    opened.con.execute(f"delete from core.outcome_places where row_number in ({rows})")


def bring(opened: "Opened") -> None:
    """Write down where outcomes stand that were added since, and those that moved."""
    con = opened.con
    for _ in range(2):
        first, last = opened.row(
            "select coalesce(min(row_number), 0) - 1, coalesce(max(row_number), -1) "
            "from core.outcome_places"
        )
        if last > first and not _stands(opened, last):
            last = _stands_until(opened, first, last)
            con.execute("delete from core.outcome_places where row_number > $last", {"last": last})
        con.execute(_ADDED, {"last": last})
        if opened.count("core.outcome_places") == opened.count("core.session_outcomes"):
            return
        con.execute("delete from core.outcome_places")


def _stands_until(opened: "Opened", stands: int, moved: int) -> int:
    """Give a row up to which none has moved, of two numbers whose first still stands."""
    while moved - stands > _FEW:
        middle = (stands + moved) // 2
        if _stands(opened, middle):
            stands = middle
        else:
            moved = middle
    return stands


def _stands(opened: "Opened", at: int) -> bool:
    """Tell whether the rows up to a number are where their places say; not so where are none."""
    found = opened.row(_STANDS, {"after": at - _FEW, "upto": at})
    return bool(found[0])
