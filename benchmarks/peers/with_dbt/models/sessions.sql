-- One row a session: its newest version, and the earliest start it was ever given.

select
    session_id,
    tutor_id,
    scheduled_start,
    status,
    least(
        min(scheduled_start) over versions,
        min(original_start) over versions
    ) as earliest_start,
    min(booked_at) over versions as booked_at,
    max(scheduled_start) over versions as latest_start
from {{ ref('judged_sessions') }}
where reason is null
window versions as (partition by session_id)
qualify
    row_number() over (
        partition by session_id
        order by updated_at desc nulls last, line desc
    ) = 1
