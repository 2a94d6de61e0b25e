"""A marketplace's tutor days of any size, up to a night, and what the night after it brings.

The world is that of the proof of the score, see `benchmarks.evidence.world`: tutors of all sorts, a
median of six sessions a week, illness, odd hours, outages. It is drawn twenty thousand tutors at a
time and written straight into core.tutor_days, mart.tutors and, for the late sessions alone,
core.session_outcomes, since the two rates ask for no more. The night after brings a day, and
excuses one late session in fifty of the week before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from benchmarks.evidence.world import DAYS, WORLDS, Year, simulate
from tutor_reliability.warehouse import Opened

LAST_DAY = date(2026, 11, 10)
NIGHT = LAST_DAY + timedelta(days=1)
_AT_ONCE = 20_000
_OF_THE_NIGHT = (
    ("stage.night_days", "core.tutor_days", "day"),
    ("stage.night_sessions", "core.session_outcomes", "session_day"),
)
_DAYS = """
insert into core.tutor_days by name
select
    'tutor ' || lpad((number + $first)::varchar, 7, '0') as tutor_id,
    day,
    sessions as booked,
    sessions - late as completed,
    sessions as exposure,
    late,
    0 as late_excused,
    late as cancelled_late,
    0 as cancelled_in_time,
    0 as cancelled_notice_unknown,
    0 as no_show,
    0 as interrupted,
    0 as rebooked,
    0 as student,
    0 as platform,
    0 as undecided,
    0 as provisional,
    'region ' || place as place,
    0 as exposure_night,
    0 as exposure_morning,
    sessions - odd as exposure_afternoon,
    odd as exposure_evening,
    0 as late_night,
    0 as late_morning,
    late - late_odd as late_afternoon,
    late_odd as late_evening,
    0 as late_excused_night,
    0 as late_excused_morning,
    0 as late_excused_afternoon,
    0 as late_excused_evening
from stage.drawn
order by day, number
"""
_LATE = """
insert into core.session_outcomes by name
select
    printf('%016x', hash(number + $first, day, nth)) as session_id,
    'tutor ' || lpad((number + $first)::varchar, 7, '0') as tutor_id,
    'student ' || hash(number + $first, day, nth) % 40 as student_id,
    day as session_day,
    'late_cancel' as outcome,
    '' as market,
    true as in_late,
    false as excused
from (select number, day, unnest(range(late)) as nth from stage.drawn where late > 0)
"""
_TUTORS = """
insert into mart.tutors by name
select tutor_id, 'UTC' as timezone, min(day) as joined_at from core.tutor_days group by tutor_id
"""
_EXCUSED = """
update core.tutor_days
set
    exposure = exposure - 1,
    late = late - 1,
    late_excused = 1,
    exposure_afternoon = exposure_afternoon - 1,
    late_afternoon = late_afternoon - 1,
    late_excused_afternoon = 1
where
    late_afternoon > 0
    and day > $last_day - 7
    and day <= $last_day
    and hash(tutor_id, day) % 50 = 0
"""
_EXCUSED_SESSIONS = """
update core.session_outcomes
set in_late = false, excused = true
where session_id in (
    select min(session.session_id)
    from core.session_outcomes as session
    inner join core.tutor_days as day
        on session.tutor_id = day.tutor_id and session.session_day = day.day
    where day.late_excused > 0
    group by day.tutor_id, day.day
)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Days of some tutors; rows of number, day, sessions, late, odd, late_odd and place."""

    first: int
    frame: pl.DataFrame


def draw(tutors: int) -> Iterator[Drawn]:
    """Draw the days of tutors, the day of the night after the history included."""
    for first in range(0, tutors, _AT_ONCE):
        year = simulate(WORLDS[0], tutors=min(_AT_ONCE, tutors - first), seed=1 + first)
        yield Drawn(first=first, frame=_frame(year))


def write(opened: Opened, tutors: int) -> None:
    """Fill core.tutor_days up to the last day, mart.tutors, and stage.night with the day after."""
    for some in draw(tutors):
        opened.stage_frame("stage.drawn", some.frame)
        opened.con.execute(_DAYS, {"first": some.first})
        opened.con.execute(_LATE, {"first": some.first})
    opened.con.execute("drop table stage.drawn")
    for kept, table, day in _OF_THE_NIGHT:
        opened.con.execute(f"create table {kept} as from {table} where {day} = date '{NIGHT}'")
        opened.con.execute(f"delete from {table} where {day} = date '{NIGHT}'")
    opened.con.execute(_TUTORS)


def bring_night(opened: Opened) -> None:
    """Let the night after the history arrive."""
    for kept, table, _ in _OF_THE_NIGHT:
        opened.con.execute(f"insert into {table} from {kept}")
    opened.con.execute(_EXCUSED, {"last_day": LAST_DAY})
    opened.con.execute(_EXCUSED_SESSIONS)


def _frame(year: Year) -> pl.DataFrame:
    tutor, day = np.nonzero(year.sessions)
    late, odd = year.late[tutor, day].astype(np.int64), year.odd[tutor, day].astype(np.int64)
    sessions = year.sessions[tutor, day].astype(np.int64)
    late_odd = np.maximum(late - (sessions - odd), 0)
    first = (NIGHT - timedelta(days=DAYS - 1)).toordinal() - date(1970, 1, 1).toordinal()
    return pl.DataFrame(
        {
            "number": tutor,
            "day": pl.Series(day + first, dtype=pl.Int32).cast(pl.Date),
            "sessions": sessions,
            "late": late,
            "odd": odd,
            "late_odd": np.maximum(late_odd, np.minimum(odd, (2 * late * odd) // (sessions + odd))),
            "place": year.region[tutor],
        }
    )
