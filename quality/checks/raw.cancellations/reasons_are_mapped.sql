-- A tutor's reason that the policy does not know cannot excuse, however good it was.
-- Remedy: map the code in the source file, or add it to the policy's reason codes.

with reason as (
    select
        reason_code,
        list_contains($known_reasons, reason_code) as is_known,
        count(*) as times,
        sum(count(*)) over () as all_times,
        coalesce(sum(count(*)) filter (where not is_known) over (), 0) as unknown_times
    from raw.cancellations
    where
        known_at <= $known_until
        and coalesce(cancelled_at, known_at) > $known_until - to_days($recent_days)
        and (initiator = 'tutor' or on_behalf_of = 'tutor')
        and reason_code is not null
    group by reason_code
)

select
    reason_code,
    times,
    unknown_times / all_times as share_of_all_unknown
from reason
where not is_known and unknown_times > $max_unmapped_share * all_times
