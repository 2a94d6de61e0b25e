-- One row a session that these cancellations are about and that has been landed.

create or replace temp table bookings as
select
    session.session_id,
    min(session.booked_at) as booked_at,
    max(session.scheduled_start) as scheduled_start
from raw.sessions as session
where
    session.session_id in (
        select judged.session_id
        from judged
        where judged.reason is null
    )
group by session.session_id
