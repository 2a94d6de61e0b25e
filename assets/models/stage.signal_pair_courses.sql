-- One row a tutor, student and day of the tutors asked about, with what the student did elsewhere.

with pair_day as (
    select
        met.number,
        met.student,
        met.day,
        count(*) as sessions,
        count(*) filter (where met.is_late) as late
    from stage.signal_met as met
    inner join stage.signal_asked as asked on met.number = asked.number
    where met.could_end
    group by met.number, met.student, met.day
)

select
    pair_day.number,
    pair_day.student,
    pair_day.day,
    pair_day.sessions,
    pair_day.late,
    pair.sessions_elsewhere,
    pair.late_elsewhere
from pair_day
inner join stage.signal_pairs as pair
    on pair_day.number = pair.number and pair_day.student = pair.student
order by pair_day.number, pair_day.student, pair_day.day
