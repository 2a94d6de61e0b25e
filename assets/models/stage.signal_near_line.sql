-- One row a session that its tutor cancelled with a notice in the neighbourhood of the line, and
-- whether that was just outside it. Only exact notices tell. Notices of whole hours are left out:
-- people and programs round, on both sides of any line. What the student agreed to move is no way
-- around the line, and what has not settled counts for nothing yet.

with cancelled as (
    select
        outcome.session_id,
        outcome.tutor_id,
        outcome.student_id,
        outcome.session_day as day,
        round(outcome.notice_hours * 3600)::bigint as notice_seconds,
        terms.line_seconds
    from core.session_outcomes as outcome
    inner join policy.terms as terms on outcome.variant = terms.variant
    where
        outcome.event in ('cancelled', 'rescheduled')
        and outcome.blame = 'tutor'
        and outcome.notice = 'exact'
        and outcome.cured_by is null
        and not outcome.excused
        and not outcome.provisional
        and outcome.tutor_id is not null
        and outcome.session_day > $before_day
        and outcome.session_day <= $as_of
        and terms.line_seconds > 0
)

select
    tutor.number,
    cancelled.session_id,
    cancelled.student_id,
    cancelled.day,
    cancelled.notice_seconds >= cancelled.line_seconds
    and cancelled.notice_seconds < cancelled.line_seconds + $near_seconds as is_near
from cancelled
inner join stage.evidence_tutors as tutor on cancelled.tutor_id = tutor.tutor_id
where
    cancelled.notice_seconds >= cancelled.line_seconds - $inside_seconds
    and cancelled.notice_seconds < cancelled.line_seconds + $outside_seconds
    and abs(cancelled.notice_seconds - 3600 * round(cancelled.notice_seconds / 3600)::bigint)
    > $whole_hour_seconds
order by tutor.number, cancelled.day, cancelled.session_id
