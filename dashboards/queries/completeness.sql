-- One row: the newest things the logs know of, and sessions that count for nobody yet.

select
    strftime(
        max(scheduled_start) filter (
            where event not in ('upcoming', 'unreported') and session_day <= $as_of
        )
        at time zone $timezone, '%Y-%m-%d %H:%M'
    ) as newest_session,
    strftime(max(cancelled_at) at time zone $timezone, '%Y-%m-%d %H:%M') as newest_cancellation,
    count(*) filter (where session_day <= $as_of)::integer as sessions,
    count(*) filter (where tutor_id is null and session_day <= $as_of)::integer as unassigned,
    count(*) filter (where event = 'unreported' and session_day <= $as_of)::integer as unreported,
    count(*) filter (where blame = 'needs_review' and session_day <= $as_of)::integer
        as needs_review,
    count(*) filter (where provisional and session_day <= $as_of)::integer as provisional,
    count(*) filter (
        where notice in ('unknown', 'uncertain') and blame = 'tutor' and session_day <= $as_of
    )::integer as notice_unknown
from core.session_outcomes
