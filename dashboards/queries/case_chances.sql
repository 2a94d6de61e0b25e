-- One row a tutor with a case and signal that could be judged: tonight's chance, and a week ago's.

select
    signal.tutor_id,
    signal.signal,
    signal.chance,
    arg_max(point.chance, point.day) as week_before
from review.signals as signal
left join review.signal_points as point
    on
        signal.tutor_id = point.tutor_id
        and signal.signal = point.signal
        and point.day <= $as_of - 7
where
    signal.chance is not null
    and signal.tutor_id in (select found.tutor_id from review.cases as found)
group by signal.tutor_id, signal.signal, signal.chance
order by signal.tutor_id, signal.signal
