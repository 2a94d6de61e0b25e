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
    left join bookings on one.rowid = bookings.position
    where
        one.reason is null
        and one.cancelled_at > greatest(one.scheduled_start, bookings.scheduled_start)
        + to_days($days_after_start::integer)
) as stated
where judged.rowid = stated.position
