-- One row a tutor asked about and day: sessions, those cancelled late in a student's name, and how
-- many to expect of these very students by what they do with other tutors.
-- Days are those that can be asked about: each stands for those since the one before, for whoever
-- adds up whole weeks that end on a Sunday or with the night need not tell them apart.

with expected as (
    select
        pair.number,
        pair.student,
        round(
            65536 * ($shape + pair.late_elsewhere) / ($rate + pair.sessions_elsewhere)
        )::bigint as by_session
    from stage.signal_pairs as pair
    inner join stage.signal_asked as asked on pair.number = asked.number
)

select
    met.number,
    met.day + least(($as_of - met.day) % 7, ($sunday - met.day) % 7)::integer as asked_day,
    count(*)::double as sessions,
    count(*) filter (where met.is_late)::double as late,
    sum(expected.by_session)::double / 65536 as expected
from stage.signal_met as met
inner join expected on met.number = expected.number and met.student = expected.student
where met.could_end
group by met.number, asked_day
order by met.number, asked_day
