-- One row a burst of sessions that one actor ended, the newest first.

select
    bulk_id,
    actor,
    actor_kind,
    strftime(began_at at time zone $timezone, '%Y-%m-%d %H:%M') as began_at,
    epoch(ended_at - began_at) / 60 as minutes,
    sessions,
    tutors,
    students,
    late,
    reason_code
from core.bulk_events
order by began_at desc, bulk_id asc
