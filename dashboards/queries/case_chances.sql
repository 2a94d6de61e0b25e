-- One row a tutor with a case and signal that could be judged: tonight's chance.

select
    tutor_id,
    signal,
    chance
from review.signals
where chance is not null and tutor_id in (select found.tutor_id from review.cases as found)
order by tutor_id, signal
