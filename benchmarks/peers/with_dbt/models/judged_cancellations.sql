-- One row a delivered row of cancellations, and why it cannot be used.

select
    cancellation.event_id,
    cancellation.session_id,
    cancellation.cancelled_at,
    cancellation.initiator,
    cancellation.on_behalf_of,
    cancellation.withdrawn_at,
    cancellation.precision,
    cancellation.received_at,
    cancellation.file_row_number as line,
    case
        when cancellation.session_id is null or cancellation.initiator is null
            then 'missing_value'
        when regexp_matches(cancellation.session_id, '[0-9]E[+][0-9]')
            then 'scientific_id'
        when cancellation.initiator not in ('tutor', 'student', 'platform', 'unknown')
            then 'unknown_initiator'
        when
            least(cancellation.cancelled_at, cancellation.received_at) < '2000-01-01'
            or greatest(cancellation.cancelled_at, cancellation.received_at) >= '2100-01-01'
            then 'sentinel_date'
        when
            session.booked_at
            >= cancellation.cancelled_at + case cancellation.precision
                when 'day' then interval 1 day
                when 'minute' then interval 1 minute
                else interval 1 microsecond
            end
            then 'cancelled_before_booked'
        when
            cancellation.cancelled_at
            > greatest(cancellation.scheduled_start, session.latest_start) + interval 30 day
            then 'cancelled_long_after_start'
    end as reason
from read_parquet('{{ var("logs") }}/cancellations.parquet', file_row_number = true)
    as cancellation
left join {{ ref('sessions') }} as session using (session_id)
