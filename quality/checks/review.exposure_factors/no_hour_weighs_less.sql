-- A factor says how much less a late session tells; below 1 it would tell more than it is.
-- Remedy: a fault in the models, report it with the rows shown.

select
    kind,
    place,
    key,
    factor
from review.exposure_factors
where factor < 1 or fitted_until >= $as_of
