-- One row a student of a sample that is the same every night: sessions with any tutor, and those
-- cancelled late.

with summed as (
    select
        student,
        sum(sessions)::bigint as sessions,
        sum(late)::bigint as late
    from stage.signal_pairs
    group by student
)

select
    met.student_id,
    summed.sessions,
    summed.late
from summed
inner join stage.signal_met_students as met on summed.student = met.student
order by md5(met.student_id), met.student_id
limit $most_students
