-- One row a tutor and day, of tutors of whom anything can be said and of those who are learnt from:
-- sessions, those cancelled late in a student's name, and how many to expect of these very students
-- by what they do with other tutors.

with told_of as (
    select number
    from stage.signal_pairs
    group by number
    having sum(late) >= $min_events
    union
    select tutor.number from stage.evidence_tutors as tutor
    where tutor.is_sampled
)

select
    pair_day.number,
    pair_day.day,
    sum(pair_day.sessions)::double as sessions,
    sum(pair_day.late)::double as late,
    sum(
        pair_day.sessions * round(
            65536 * ($shape + pair.late_elsewhere) / ($rate + pair.sessions_elsewhere)
        )
    )::double / 65536 as expected
from stage.signal_pair_days as pair_day
inner join stage.signal_pairs as pair
    on pair_day.number = pair.number and pair_day.student_id = pair.student_id
where pair_day.number in (select told_of.number from told_of)
group by pair_day.number, pair_day.day
order by pair_day.number, pair_day.day
