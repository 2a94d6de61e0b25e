-- One row a day between two wiped-out days of a tutor on which something was taught: they are no
-- spell together.

select
    gap.number,
    gap.later_day
from stage.evidence_gaps as gap
inner join stage.evidence_tutors as tutor on gap.number = tutor.number
inner join core.tutor_days as day
    on tutor.tutor_id = day.tutor_id and gap.day = day.day
where
    day.exposure > 0
    and day.day >= $days_from
    and day.day <= $as_of
