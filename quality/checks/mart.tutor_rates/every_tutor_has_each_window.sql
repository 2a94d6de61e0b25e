-- A tutor with one window fewer than the others looks, on a page, as if nothing had happened.
-- Remedy: a fault in the models, report it with the rows shown.

with spans as (
    select distinct window_days from mart.tutor_rates
)

select
    tutor.tutor_id,
    spans.window_days
from mart.tutors as tutor
cross join spans
left join mart.tutor_rates as rate
    on tutor.tutor_id = rate.tutor_id and spans.window_days = rate.window_days
where rate.tutor_id is null
