-- One row a session: who ended it, and with how much notice.

with ended as (
    select
        session.tutor_id,
        session.scheduled_start,
        session.status,
        cancellation.cancelled_at,
        cancellation.precision,
        cancellation.session_id is not null as was_cancelled,
        case
            when cancellation.initiator = 'tutor' and cancellation.on_behalf_of = 'student'
                then 'student'
            when cancellation.initiator = 'platform' and cancellation.on_behalf_of = 'tutor'
                then 'tutor'
            else cancellation.initiator
        end as blame,
        date_diff('second', cancellation.cancelled_at, session.earliest_start)
            as notice_seconds
    from {{ ref('sessions') }} as session
    left join {{ ref('cancellations') }} as cancellation using (session_id)
)

select
    tutor_id,
    scheduled_start::date as day,
    case
        when status = 'completed' then 'completed'
        when status = 'no_show_tutor' then 'no_show'
        when status = 'no_show_student' then 'student_no_show'
        when status = 'interrupted' and blame = 'tutor' then 'interrupted'
        when status = 'interrupted' then 'not_the_tutor'
        when not was_cancelled then 'unreported'
        when blame <> 'tutor' then 'not_the_tutor'
        when notice_seconds is null then 'notice_unknown'
        when precision = 'day' and abs(notice_seconds - 86400) < 86400 then 'notice_unknown'
        when precision = 'minute' and abs(notice_seconds - 86400) < 60 then 'notice_unknown'
        when notice_seconds < 0 then 'cancelled_after_start'
        when notice_seconds < 86400 then 'late_cancel'
        else 'early_cancel'
    end as outcome,
    case
        when status = 'completed' then true
        when was_cancelled and status <> 'no_show_tutor' and cancelled_at is not null
            then cancelled_at + interval 48 hour
                < timestamptz '{{ var("as_of") }} 00:00:00+00' + interval 1 day
        else
            scheduled_start + interval 48 hour
            < timestamptz '{{ var("as_of") }} 00:00:00+00' + interval 1 day
    end as settled
from ended
