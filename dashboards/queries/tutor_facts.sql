-- One row a tutor of these: the habit behind the rate.

with known as (
    select *
    from core.session_outcomes
    where
        tutor_id in (select unnest($tutors))
        and session_day between $as_of - 364 and $as_of
        and event <> 'upcoming'
),

last_late as (
    select
        tutor_id,
        max(session_day) filter (where in_late) as late_on
    from known
    group by tutor_id
)

select
    tutor_id,
    last_late.late_on,
    median(known.notice_hours) filter (where known.is_late and known.blame = 'tutor')
        as usual_notice,
    count(*) filter (
        where known.in_exposure and not known.in_late
        and (last_late.late_on is null or known.session_day > last_late.late_on)
    )::integer as kept_since,
    count(*) filter (
        where known.in_late and known.event = 'no_show' and known.session_day > $as_of - 90
    )::integer as no_shows,
    count(*) filter (where known.excused)::integer as excused,
    count(*) filter (where known.excuse = 'pending')::integer as pending,
    count(*) filter (where known.provisional)::integer as provisional,
    count(*) filter (where known.blame = 'student')::integer as by_student
from known
inner join last_late using (tutor_id)
group by tutor_id, last_late.late_on
order by tutor_id
