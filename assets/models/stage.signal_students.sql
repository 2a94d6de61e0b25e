-- One row a student of a sample that is the same every night: sessions with any tutor, and those
-- cancelled late.

select
    student_id,
    sum(sessions)::bigint as sessions,
    sum(late)::bigint as late
from stage.signal_pairs
group by student_id
order by md5(student_id), student_id
limit $most_students
