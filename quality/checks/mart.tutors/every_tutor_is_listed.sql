-- A tutor who taught and is not listed gets no rate and drops out of the feed.
-- Remedy: a fault in the models, report it with the rows shown.

with taught as (
    select distinct tutor_id from core.tutor_days
)

select taught.tutor_id
from taught
where
    taught.tutor_id <> ''
    and taught.tutor_id not in (select listed.tutor_id from mart.tutors as listed)
