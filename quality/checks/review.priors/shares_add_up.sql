-- What is expected of tutors weighs every chance; kinds that do not add up to all weigh it wrongly.
-- Remedy: a fault in the program, report it with the rows shown.

select
    signal,
    fitted_until,
    sum(share) as shares
from review.priors
group by signal, fitted_until
having abs(sum(share) - 1) * 86400 > 1 or max(fitted_until) > $as_of
