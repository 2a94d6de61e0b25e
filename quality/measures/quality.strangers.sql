-- One row a message or word of feedback of late that names a session nobody booked, with how many
-- of its log do so and how many name a session at all.

with recent as (
    select distinct
        'contacts' as log,
        contact_id as row_id,
        session_id
    from raw.contacts
    where
        known_at <= $known_until
        and contacted_at > $known_until - to_days($recent_days)
        and session_id is not null
    union all
    select distinct
        'feedback' as log,
        feedback_id as row_id,
        session_id
    from raw.feedback
    where
        known_at <= $known_until
        and given_at > $known_until - to_days($recent_days)
        and session_id is not null
),

known as (
    select distinct session_id
    from raw.sessions
    where
        known_at <= $known_until
        and session_id in (select recent.session_id from recent)
),

traced as (
    select
        recent.log,
        recent.row_id,
        recent.session_id,
        known.session_id is null as is_stranger,
        count(*) filter (where known.session_id is null) over of_log as strangers,
        count(*) over of_log as told
    from recent
    left join known on recent.session_id = known.session_id
    window of_log as (partition by recent.log)
)

select
    log,
    row_id,
    session_id,
    strangers,
    told
from traced
where is_stranger
