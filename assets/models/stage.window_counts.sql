-- One row a tutor and window: exposure and late sessions, from tutor days ending tonight.

with span as (
    select unnest($windows)::integer as window_days
)

select
    tutor.tutor_id,
    span.window_days,
    coalesce(sum(day.exposure) filter (where day.day > $as_of - span.window_days), 0)::bigint
        as sessions,
    coalesce(sum(day.late) filter (where day.day > $as_of - span.window_days), 0)::bigint as late
from mart.tutors as tutor
cross join span
left join core.tutor_days as day
    on
        tutor.tutor_id = day.tutor_id
        and day.day <= $as_of
        and day.day > $as_of - $longest_window
group by tutor.tutor_id, span.window_days
order by tutor.tutor_id, span.window_days
