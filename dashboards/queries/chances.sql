-- One row a tutor and signal that could be judged: tonight's chance, and a week ago's.
-- Of tutors with a case or with chances kept: of nobody else is a chance told beside an older one.
-- A kept chance of nothing says that there was too little to judge: null then.

with asked as (
    select tutor_id from review.cases
    union
    select tutor_id from review.signal_points
)

select
    signal.tutor_id,
    signal.signal,
    signal.chance,
    nullif(arg_max(point.chance, point.day), 0) as week_before
from review.signals as signal
left join review.signal_points as point
    on
        signal.tutor_id = point.tutor_id
        and signal.signal = point.signal
        and point.day <= $as_of - 7
where
    signal.chance is not null
    and signal.tutor_id in (select asked.tutor_id from asked)
group by signal.tutor_id, signal.signal, signal.chance
order by signal.tutor_id, signal.signal
