-- A session that names no tutor counts for nobody; where they are many, late ones hide there.
-- Remedy: ask whether the export blanks the tutor of a session that was cancelled.

select
    count(*) as sessions,
    count(*) filter (where tutor_id is null) as unassigned,
    count(*) filter (where tutor_id is null) / count(*) as share
from raw.sessions
where
    known_at <= $known_until
    and scheduled_start > $known_until - to_days($recent_days)
    and scheduled_start <= $known_until
having count(*) filter (where tutor_id is null) > $max_unassigned_share * count(*)
