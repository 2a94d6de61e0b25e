-- One row a signal and kind of tutors: what was expected tonight before looking at one. Pairs have
-- no kinds of tutors.

select
    signal,
    component,
    share,
    shape,
    rate,
    fitted_until,
    tutors,
    fallback
from review.priors
where fitted_until <= $as_of and signal not in ('quiet_pairs', 'held_pairs', 'students')
qualify fitted_until = max(fitted_until) over (partition by signal)
order by signal, component
