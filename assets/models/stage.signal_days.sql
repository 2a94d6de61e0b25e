-- One row a tutor and day of the tutors asked about: sessions that the tutor could have ended.
-- Those that the student or the platform ended first could not be, and what nobody reported is not
-- known to have been.

select
    asked.number,
    day.day,
    day.booked - day.student - day.platform - day.undecided as sessions
from core.tutor_days as day
inner join stage.evidence_tutors as tutor on day.tutor_id = tutor.tutor_id
inner join stage.signal_asked as asked on tutor.number = asked.number
where
    day.day > $before_day
    and day.day <= $as_of
    and day.booked > day.student + day.platform + day.undecided
order by asked.number, day.day
