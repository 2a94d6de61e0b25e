-- One row a tutor of these and day with sessions, for the calendar.

select
    tutor_id,
    day,
    booked
from core.tutor_days
where tutor_id in (select unnest($tutors)) and day <= $as_of
order by tutor_id, day
