-- One row a file and session that its cancellations are about and that had arrived by then: a file
-- is not judged by what a later one says, so that all files at once and one a night give the same.

create or replace temp table bookings as
select
    asked.file_index,
    session.session_id,
    min(session.booked_at) as booked_at,
    max(session.scheduled_start) as scheduled_start
from (
    select distinct
        session_id,
        file_index
    from judged
    where reason is null
) as asked
inner join raw.sessions as session on asked.session_id = session.session_id
inner join raw.deliveries as delivery on session.delivery_id = delivery.delivery_id
inner join arrivals on asked.file_index = arrivals.file_index
where
    coalesce(delivery.known_from, to_timestamp(0)) <= coalesce(arrivals.known_from, to_timestamp(0))
group by asked.file_index, session.session_id
