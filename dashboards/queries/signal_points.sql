-- One row a tutor of these, signal and day asked: the chance by what had happened up to it.

select
    tutor_id,
    signal,
    day,
    chance,
    events
from review.signal_points
where tutor_id in (select unnest($tutors)) and day <= $as_of
order by tutor_id, signal, day
