-- One row a delivered row of sessions, and why it cannot be used.

with delivered as (
    select
        session_id,
        tutor_id,
        booked_at,
        scheduled_start,
        original_start,
        status,
        updated_at,
        file_row_number as line,
        case
            when session_id is null or scheduled_start is null or status is null
                then 'missing_value'
            when regexp_matches(concat_ws(' ', session_id, tutor_id), '[0-9]E[+][0-9]')
                then 'scientific_id'
            when
                status not in (
                    'scheduled',
                    'completed',
                    'cancelled',
                    'interrupted',
                    'no_show_tutor',
                    'no_show_student'
                )
                then 'unknown_status'
            when
                least(booked_at, scheduled_start, original_start, updated_at) < '2000-01-01'
                or greatest(booked_at, scheduled_start, original_start, updated_at)
                >= '2100-01-01'
                then 'sentinel_date'
            when
                booked_at > scheduled_start
                and (
                    scheduled_start <> date_trunc('day', scheduled_start)
                    or booked_at >= scheduled_start + interval 1 day
                )
                then 'booked_after_start'
        end as fault
    from read_parquet('{{ var("logs") }}/sessions.parquet', file_row_number = true)
),

horizon as (
    select quantile_disc(coalesce(updated_at, booked_at), 0.99) + interval 2 year as latest
    from delivered
    where fault is null
)

select
    delivered.* exclude (fault),
    case
        when fault is not null then fault
        when greatest(booked_at, scheduled_start, updated_at) > horizon.latest
            then 'start_too_far_ahead'
    end as reason
from delivered
cross join horizon
