-- One row a tutor asked about: of the held sessions of pairs that the tutor never cancelled on, how
-- many the pair had gone quiet after, though the student was active elsewhere.

with asked_tutor as (
    select
        tutor.tutor_id,
        tutor.number
    from stage.evidence_tutors as tutor
    inner join stage.signal_asked as asked on tutor.number = asked.number
),

held as (
    select
        tutor_id,
        student_id,
        scheduled_start,
        row_number() over of_pair as nth,
        lead(scheduled_start) over of_pair as next_of_pair,
        lead(scheduled_start) over (
            partition by student_id
            order by scheduled_start, session_id
        ) as next_of_student
    from core.session_outcomes
    where
        tutor_id is not null
        and session_day > $before_day
        and session_day <= $as_of
        and event in ('completed', 'interrupted', 'no_show', 'no_show_student')
        and student_id in (
            select taught.student_id from core.session_outcomes as taught
            where
                taught.session_day > $before_day
                and taught.student_id is not null
                and taught.tutor_id in (select asked_tutor.tutor_id from asked_tutor)
        )
    window of_pair as (
        partition by tutor_id, student_id
        order by scheduled_start, session_id
    )
),

told as (
    select
        asked_tutor.number,
        held.next_of_pair,
        held.next_of_student,
        held.scheduled_start + $quiet_days * interval 1 day as told_at
    from held
    inner join asked_tutor on held.tutor_id = asked_tutor.tutor_id
    where
        held.nth >= $pair_sessions
        and held.scheduled_start + $quiet_days * interval 1 day <= $known_until
        and (asked_tutor.number, held.student_id) not in (
            select (pair.number, pair.student_id) from stage.signal_quiet_pairs as pair
            where pair.by_tutor
        )
)

select
    number,
    count(*)::bigint as occasions,
    count(*) filter (where coalesce(next_of_pair > told_at, true))::bigint as quiet
from told
where next_of_student <= told_at
group by number
order by number
