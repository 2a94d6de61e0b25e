-- One row a band of hours, or a place and day of an incident: what a session weighs there.

select
    kind,
    place,
    key,
    fitted_until,
    factor,
    sessions,
    late
from review.exposure_factors
where fitted_until <= $as_of
qualify
    kind = 'incident'
    or fitted_until = max(fitted_until) over (partition by kind)
order by kind asc, key desc, place asc
