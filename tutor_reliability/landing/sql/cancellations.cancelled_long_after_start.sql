-- A cancellation more than $days_after_start days after the start tells of housekeeping. The start
-- is the one the row states or the session's, whichever is later.

update judged
set
    reason = 'cancelled_long_after_start',
    detail = 'cancelled_at is ' || judged.cancelled_at || ', the start ' || stated.scheduled_start
    || ': expected at most ' || $days_after_start || ' days between'
from (
    select
        one.rowid as position,
        greatest(one.scheduled_start, bookings.scheduled_start) as scheduled_start
    from judged as one
    left join bookings using (session_id, file_index)
) as stated
where
    judged.reason is null
    and judged.rowid = stated.position
    and judged.cancelled_at > stated.scheduled_start + to_days($days_after_start::integer)
