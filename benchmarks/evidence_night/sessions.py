"""The sessions of the same marketplace, as the side detectors read them.

A student has about four tutors and a tutor eight students. One session in twelve is cancelled by
the student, a third of these late; one in thirty moved by the tutor, one in sixty cancelled in
time, some of them just outside the line; a third of the late ones with an emergency as the reason.
Of a large marketplace so many sessions are kept as one machine bears.
"""

from tutor_reliability.warehouse import Opened

MOST = 22_500_000
_A_TUTOR = 550
_AT_ONCE = 20_000
_SESSIONS = """
insert into core.session_outcomes by name
with counted as (
    select
        right(tutor_id, 7)::bigint as number,
        day,
        late,
        unnest(range(booked)) as nth
    from core.tutor_days
    where number >= $first and number < $first + $at_once
),

drawn as (
    select
        *,
        hash(number, day, nth) as dice,
        nth < late as is_late_one
    from counted
    where is_late_one or hash(nth, day, number) % 1000 < $share * 1000
)

select
    printf('%016x', dice) as session_id,
    'tutor ' || lpad(number::varchar, 7, '0') as tutor_id,
    'student ' || hash(number, dice % 8) % $students as student_id,
    day as session_day,
    day as event_day,
    day::timestamptz + to_minutes((360 + dice % 900)::integer) as scheduled_start,
    scheduled_start - to_days((3 + dice % 9)::integer) as booked_at,
    case
        when is_late_one then 'cancelled'
        when dice % 12 = 0 then 'cancelled'
        when dice % 30 = 1 then 'rescheduled'
        when dice % 60 = 2 then 'cancelled'
        else 'completed'
    end as event,
    case
        when is_late_one then 'tutor'
        when dice % 12 = 0 then 'student'
        when event = 'completed' then 'none'
        else 'tutor'
    end as blame,
    case
        when is_late_one then (dice // 64) % 86000 / 3600.0
        when dice % 12 = 0 then (dice // 64) % 260000 / 3600.0
        else 24 + (dice // 64) % 173000 / 3600.0
    end as notice_hours,
    if(event = 'completed', null, scheduled_start - to_seconds(3600 * notice_hours))
    as cancelled_at,
    'exact' as notice,
    event <> 'completed' and notice_hours < 24 as is_late,
    is_late_one as in_late,
    is_late_one and dice % 3 = 0 as emergency,
    if(event = 'rescheduled', 'next ' || session_id, null) as cured_by,
    case
        when is_late_one then 'late_cancel'
        when event = 'completed' then 'completed'
        else 'early_cancel'
    end as outcome,
    '' as market,
    0 as variant,
    'none' as excuse,
    false as excused,
    false as provisional,
    true as in_exposure
from drawn
"""


def write_sessions(opened: Opened, tutors: int) -> None:
    """Fill core.session_outcomes with all sessions of the days, in place of the late ones alone."""
    opened.con.execute("delete from core.session_outcomes")
    for first in range(0, tutors, _AT_ONCE):
        values = {
            "first": first,
            "at_once": _AT_ONCE,
            "share": min(MOST / (tutors * _A_TUTOR), 1.0),
            "students": 2 * tutors,
        }
        opened.con.execute(_SESSIONS, values)
