-- One row a band of hours, or a place and day of an incident: what a session weighs there.

select
    kind,
    place,
    key,
    factor,
    sessions,
    late
from review.exposure_factors
order by kind asc, key desc, place asc
