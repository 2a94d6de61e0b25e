-- One row a case, the next to look at first: why it is there, and the rate it rests on.

select
    found.case_id,
    found.tutor_id,
    found.rule,
    found.state,
    found.opened_on,
    found.due_on,
    found.sentence,
    found.session_ids,
    found.students_affected,
    found.excess_late,
    found.queue_position,
    found.decision,
    found.decided_by,
    found.decided_on,
    found.reason,
    tutor.display_name,
    rate.late_rate,
    rate.rate_low,
    rate.rate_high,
    coalesce(rate.sessions, 0) as sessions,
    coalesce(rate.late_cancellations, 0) as late,
    coalesce(rate.enough, false) as enough,
    ($as_of - found.opened_on)::integer as waiting,
    found.due_on < $as_of as overdue
from review.cases as found
left join mart.tutors as tutor on found.tutor_id = tutor.tutor_id
left join mart.tutor_rates as rate on found.tutor_id = rate.tutor_id and rate.window_days = 90
order by found.queue_position, found.opened_on, found.case_id
