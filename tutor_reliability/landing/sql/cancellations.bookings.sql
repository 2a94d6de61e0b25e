-- One row a cancellation whose session had arrived by the time of its file: a file is not judged by
-- what a later one says, so that all files at once and one a night give the same.

create or replace temp table bookings as
select
    one.rowid as position,
    min(session.booked_at) as booked_at,
    max(session.scheduled_start) as scheduled_start
from judged as one
inner join raw.sessions as session on one.session_id = session.session_id
inner join raw.deliveries as delivery on session.delivery_id = delivery.delivery_id
inner join arrivals on one.file_index = arrivals.file_index
where
    one.reason is null
    and coalesce(delivery.known_from, to_timestamp(0))
    <= coalesce(arrivals.known_from, to_timestamp(0))
group by one.rowid
