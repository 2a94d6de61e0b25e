-- A session cannot be booked after it began. A start at midnight may be a day without a time, so
-- a booking on that day is believed.

update judged
set
    reason = 'booked_after_start',
    detail = 'booked_at is ' || booked_at || ', scheduled_start ' || scheduled_start
    || ': expected the booking first'
where
    reason is null
    and booked_at > scheduled_start
    and not (at_midnight and booked_at < scheduled_start + interval 1 day)
