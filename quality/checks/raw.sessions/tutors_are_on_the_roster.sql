-- Where there is a roster and tutors teach who are not on it, one of the two exports is incomplete.
-- Remedy: export the whole roster; tutors without a row in it are judged by their id alone.

with recent as (
    select distinct tutor_id
    from raw.sessions
    where
        known_at <= $known_until
        and tutor_id is not null
        and scheduled_start > $known_until - to_days($recent_days)
        and scheduled_start <= $known_until
),

listed as (
    select distinct tutor_id
    from raw.tutors
    where known_at <= $known_until
),

stranger as (
    select recent.tutor_id
    from recent
    anti join listed on recent.tutor_id = listed.tutor_id
),

in_all as (
    select
        (select count(*) from recent) as tutors,
        (select count(*) from stranger) as strangers,
        (select count(*) from listed) as listed
)

select
    stranger.tutor_id,
    count(distinct session.session_id) as sessions,
    in_all.strangers,
    in_all.tutors
from stranger
cross join in_all
inner join raw.sessions as session on stranger.tutor_id = session.tutor_id
where
    in_all.strangers > $max_stranger_share * in_all.tutors
    and in_all.listed > 0
    and session.known_at <= $known_until
    and session.scheduled_start > $known_until - to_days($recent_days)
    and session.scheduled_start <= $known_until
group by stranger.tutor_id, in_all.strangers, in_all.tutors
