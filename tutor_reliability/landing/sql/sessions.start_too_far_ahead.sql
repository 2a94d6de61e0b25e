-- No time of a session lies more than $years_ahead years after what else its file knows of: the
-- 99th percentile of its bookings and updates, so that a few wrong years do not count, or the
-- instant it was known from, if that is later. A file that states no such time is not judged.

with stated as (
    select
        file_index,
        quantile_disc(coalesce(updated_at, booked_at), 0.99) as nearly_last
    from judged
    where reason is null
    group by file_index
),

known as (
    select
        stated.file_index,
        greatest(stated.nearly_last, arrivals.known_from) + to_years($years_ahead) as horizon
    from stated
    inner join arrivals on stated.file_index = arrivals.file_index
)

update judged
set
    reason = 'start_too_far_ahead',
    detail = 'scheduled_start is ' || scheduled_start || ', the latest of its times '
    || greatest(scheduled_start, booked_at, updated_at) || ': expected none after ' || known.horizon
from known
where
    judged.reason is null
    and judged.file_index = known.file_index
    and greatest(judged.scheduled_start, judged.booked_at, judged.updated_at) > known.horizon
