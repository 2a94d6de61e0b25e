-- One row: the last 30 days against the 30 before, and how many students lost a lesson late.

select
    coalesce(sum(exposure) filter (where day > $as_of - 30), 0)::integer as exposure,
    coalesce(sum(late) filter (where day > $as_of - 30), 0)::integer as late,
    coalesce(sum(booked) filter (where day > $as_of - 30), 0)::integer as booked,
    coalesce(sum(exposure) filter (where day <= $as_of - 30), 0)::integer as exposure_before,
    coalesce(sum(late) filter (where day <= $as_of - 30), 0)::integer as late_before,
    coalesce(sum(booked) filter (where day <= $as_of - 30), 0)::integer as booked_before,
    (
        select count(distinct outcome.student_id)
        from core.session_outcomes as outcome
        where outcome.in_late and outcome.session_day between $as_of - 29 and $as_of
    )::integer as students
from core.tutor_days
where day between $as_of - 59 and $as_of
