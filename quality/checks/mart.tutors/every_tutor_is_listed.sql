-- A tutor who taught and is not listed gets no rate and drops out of the feed.
-- Remedy: a fault in the models, report it with the rows shown.

select distinct day.tutor_id
from core.tutor_days as day
where
    day.tutor_id <> ''
    and day.tutor_id not in (select listed.tutor_id from mart.tutors as listed)
