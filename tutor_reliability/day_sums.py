"""What is carried from night to night of tutor days, so that a night reads only those that changed.

core.window_sums holds what each window ending on a night sums up to; the next night adds what
changed and takes off the days that left. core.tutor_edges holds the first and last day of each
tutor. Both are worked out anew where they cannot be carried: on the first night, and when an
earlier night is asked for. Either way they are what all tutor days give.
"""

from datetime import date

from tutor_reliability.tables import WINDOWS_DAYS
from tutor_reliability.warehouse import Opened

_FEW = 10_000
"""Days that are always carried, however few there are in all."""
_PAIRS = "(tutor_id, day) in (select (tutor_id, day) from core.stale_days)"
_DAYS = "day in (select day from stage.stale_dates)"
_WAS = f"""
create or replace temp table days_before as
select rowid as row_number, tutor_id, day, exposure, late from core.tutor_days
where {_DAYS} and {_PAIRS}
"""
_GONE = "delete from core.tutor_days where rowid in (select row_number from days_before)"
_NOW = """
create or replace temp table days_after as
select tutor_id, day, exposure, late from core.tutor_days where rowid > $newest
"""
_CARRIED = """
create or replace temp table sums_after as
with span as (select unnest($windows::integer[]) as window_days),
change as (
    select tutor_id, window_days, sessions, late from core.window_sums
    union all
    select day.tutor_id, span.window_days, day.exposure, day.late
    from days_after as day, span
    where day.day > $as_of - span.window_days and day.day <= $as_of
    union all
    select day.tutor_id, span.window_days, -day.exposure, -day.late
    from days_before as day, span
    where day.day > $last - span.window_days
    union all
    {left_days}
)
select tutor_id, window_days, $as_of as as_of, sum(sessions)::bigint as sessions,
    sum(late)::bigint as late
from change
group by tutor_id, window_days
having sum(sessions) <> 0 or sum(late) <> 0
"""
_LEFT = f"""
select tutor_id, {{window}} as window_days, -exposure, -late from core.tutor_days
where day > $last - {{window}} and day <= $as_of - {{window}} and not ({_PAIRS})
"""
_ANEW = """
create or replace temp table sums_after as
select tutor_id, window_days, $as_of as as_of, sum(exposure)::bigint as sessions,
    sum(late)::bigint as late
from core.tutor_days, unnest($windows::integer[]) as span(window_days)
where day > $as_of - window_days and day <= $as_of and day > $as_of - $longest
group by tutor_id, window_days
having sum(exposure) <> 0 or sum(late) <> 0
"""
_EDGES = """
insert into core.tutor_edges
select tutor_id, unnest([min(day), max(day)]) as day
from {days}
where tutor_id <> ''
group by tutor_id
"""
_RELOST = """
create or replace temp table edges_lost as
select distinct edge.tutor_id
from core.tutor_edges as edge
inner join days_before as was on edge.tutor_id = was.tutor_id and edge.day = was.day
where (was.tutor_id, was.day) not in (select (tutor_id, day) from days_after)
"""
_MERGED = """
create or replace temp table edges_seen as
select tutor_id, day from core.tutor_edges
where tutor_id in (select tutor_id from days_after)
    and tutor_id not in (select tutor_id from edges_lost)
union all
select tutor_id, day from days_after where tutor_id not in (select tutor_id from edges_lost)
union all
select tutor_id, day from core.tutor_days where tutor_id in (select tutor_id from edges_lost)
"""


def before(opened: Opened, as_of: date, *, everything: bool) -> int | None:
    """Take down what stands on the days that are about to be counted again, and take it away.

    Args:
        opened: The warehouse.
        as_of: The night.
        everything: Whether those are all days.

    Returns:
        The number of the newest row, behind which days will stand as counted again; None where the
        sums cannot be carried from there, but will be worked out anew.
    """
    con = opened.con
    if everything:
        con.execute("delete from core.tutor_days")
        return None
    con.execute(
        "create or replace table stage.stale_dates as "
        "select distinct day from core.stale_days order by day"
    )
    found = opened.row("select max(as_of) from core.window_sums")
    most = max(opened.count("core.tutor_days") // 2, _FEW)
    carried = found[0] is not None and found[0] <= as_of
    carried = carried and opened.count("core.stale_days") <= most
    (newest,) = opened.row("select coalesce(max(rowid), -1) from core.tutor_days")
    con.execute(_WAS)
    con.execute(_GONE)
    return newest if carried else None


def after(opened: Opened, as_of: date, *, newest: int | None) -> None:
    """Bring the sums to tonight, the days counted again; `newest` is what `before` gave."""
    con = opened.con
    values = {"as_of": as_of, "windows": list(WINDOWS_DAYS)}
    if newest is not None:
        con.execute(_NOW, {"newest": newest})
        (last,) = opened.row("select max(as_of) from core.window_sums")
        left = " union all ".join(_LEFT.format(window=int(one)) for one in WINDOWS_DAYS)
        con.execute(_CARRIED.format(left_days=left), values | {"last": last})
        _carry_edges(opened)
        con.execute("drop table temp.days_after")
    else:
        con.execute(_ANEW, values | {"longest": max(WINDOWS_DAYS)})
        con.execute("delete from core.tutor_edges")
        con.execute(_EDGES.format(days="core.tutor_days"))
    con.execute("delete from core.window_sums")
    con.execute("insert into core.window_sums by name from sums_after")
    con.execute("drop table temp.sums_after")
    con.execute("drop table if exists temp.days_before")
    con.execute("drop table if exists stage.stale_dates")


def are_of(opened: Opened, as_of: date) -> bool:
    """Tell whether what is carried is of a night."""
    return opened.row("select max(as_of) from core.window_sums") == (as_of,)


def _carry_edges(opened: Opened) -> None:
    con = opened.con
    con.execute(_RELOST)
    con.execute(_MERGED)
    con.execute(
        "delete from core.tutor_edges where tutor_id in (select tutor_id from days_after) "
        "or tutor_id in (select tutor_id from edges_lost)"
    )
    con.execute(_EDGES.format(days="edges_seen"))
    con.execute("drop table temp.edges_lost")
    con.execute("drop table temp.edges_seen")
