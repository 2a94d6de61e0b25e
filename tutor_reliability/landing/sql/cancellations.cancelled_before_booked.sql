-- A cancellation cannot be older than its booking. Known only where the session has been landed;
-- a cancellation of which we know just the day may be from any time of it.

update judged
set
    reason = 'cancelled_before_booked',
    detail = 'cancelled_at is ' || judged.cancelled_at || ', the session''s booked_at '
    || bookings.booked_at || ': expected the booking first'
from bookings, arrivals
where
    judged.reason is null
    and judged.rowid = bookings.position
    and judged.file_index = arrivals.file_index
    and case coalesce(judged.precision, arrivals.precision)
        when 'day' then bookings.booked_at >= judged.cancelled_at + interval 1 day
        when 'minute' then bookings.booked_at >= judged.cancelled_at + interval 1 minute
        else bookings.booked_at > judged.cancelled_at
    end
