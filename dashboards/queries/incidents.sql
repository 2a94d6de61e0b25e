-- One row a session of these tutors that did not take place as booked, with its source rows.

select
    outcome.tutor_id,
    outcome.session_id,
    outcome.session_day,
    outcome.student_id,
    outcome.event,
    outcome.outcome,
    outcome.blame,
    outcome.notice,
    outcome.notice_hours,
    outcome.channel,
    outcome.reason_code,
    outcome.reason_text,
    outcome.excuse,
    outcome.excused,
    outcome.provisional,
    outcome.is_late,
    outcome.in_late,
    outcome.cured_by is not null as rebooked,
    outcome.in_exposure,
    strftime(outcome.scheduled_start at time zone $timezone, '%Y-%m-%d %H:%M') as starts,
    strftime(outcome.cancelled_at at time zone $timezone, '%Y-%m-%d %H:%M') as cancelled,
    booked.file || ':' || outcome.session_line as session_row,
    ended.file || ':' || outcome.cancellation_line as cancellation_row
from core.session_outcomes as outcome
left join raw.deliveries as booked on outcome.session_delivery = booked.delivery_id
left join raw.deliveries as ended on outcome.cancellation_delivery = ended.delivery_id
where
    outcome.tutor_id in (select unnest($tutors))
    and outcome.event not in ('completed', 'upcoming')
    and outcome.session_day <= $as_of
order by outcome.tutor_id asc, outcome.scheduled_start desc, outcome.session_id asc
