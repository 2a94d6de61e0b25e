-- Two versions of a session, equally new and from one file: only their lines decide which counts.
-- Remedy: export one row a session, or give each version its time in updated_at.

select
    session_id,
    updated_at,
    count(*) as versions
from raw.sessions
where
    known_at <= $known_until
    and scheduled_start > $known_until - to_days($recent_days)
    and scheduled_start <= $known_until
group by session_id, delivery_id, updated_at
having count(*) > 1
