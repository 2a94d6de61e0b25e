-- One row a tutor known by tonight, from the roster or from a session; the roster's latest word.

with roster as (
    select
        tutor_id,
        display_name,
        joined_at,
        status,
        timezone,
        capacity,
        subjects
    from raw.tutors
    where known_at <= $known_until
    qualify row_number() over (partition by tutor_id order by delivery_id desc, line desc) = 1
),

taught as (
    select
        tutor_id,
        min(day) as first_session_day,
        max(day) as last_session_day
    from core.tutor_days
    where tutor_id <> ''
    group by tutor_id
)

select
    coalesce(roster.tutor_id, taught.tutor_id) as tutor_id,
    roster.display_name,
    roster.joined_at,
    roster.status,
    roster.timezone,
    roster.capacity,
    roster.subjects,
    taught.first_session_day,
    taught.last_session_day
from roster
full outer join taught on roster.tutor_id = taught.tutor_id
order by tutor_id
