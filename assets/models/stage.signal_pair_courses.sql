-- One row a tutor, student and day of the tutors asked about, with what the student did elsewhere.

select
    pair_day.number,
    pair_day.student_id,
    pair_day.day,
    pair_day.sessions,
    pair_day.late,
    pair.sessions_elsewhere,
    pair.late_elsewhere
from stage.signal_pair_days as pair_day
inner join stage.signal_pairs as pair
    on pair_day.number = pair.number and pair_day.student_id = pair.student_id
inner join stage.signal_asked as asked on pair_day.number = asked.number
order by pair_day.number, pair_day.student_id, pair_day.day
