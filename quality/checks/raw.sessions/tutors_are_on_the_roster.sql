-- Where there is a roster and tutors teach who are not on it, one of the two exports is incomplete.
-- Remedy: export the whole roster; tutors without a row in it are judged by their id alone.

with recent as (
    select
        tutor_id,
        count(distinct session_id) as sessions
    from raw.sessions
    where
        known_at <= $known_until
        and tutor_id is not null
        and scheduled_start > $known_until - to_days($recent_days)
        and scheduled_start <= $known_until
    group by tutor_id
),

listed as (
    select distinct tutor_id
    from raw.tutors
    where known_at <= $known_until
),

traced as (
    select
        recent.tutor_id,
        recent.sessions,
        listed.tutor_id is not null as is_listed,
        count(*) over () as tutors,
        count(*) filter (where listed.tutor_id is null) over () as strangers
    from recent
    left join listed on recent.tutor_id = listed.tutor_id
)

select
    tutor_id,
    sessions,
    strangers,
    tutors
from traced
where
    not is_listed
    and strangers > $max_stranger_share * tutors
    and exists (select 1 from listed)
