-- One row a tutor of these, signal and late session it looked at, with what became of the session.

select
    found.tutor_id,
    found.signal,
    found.session_id,
    found.day,
    found.spell_no,
    found.event,
    found.load,
    found.treatment,
    found.chance_without,
    outcome.outcome,
    outcome.notice_hours,
    outcome.reason_code,
    outcome.event as what,
    strftime(outcome.scheduled_start at time zone $timezone, '%Y-%m-%d %H:%M') as starts
from review.signal_events as found
left join core.session_outcomes as outcome on found.session_id = outcome.session_id
where found.tutor_id in (select unnest($tutors))
order by found.tutor_id, found.signal, found.day, found.session_id
