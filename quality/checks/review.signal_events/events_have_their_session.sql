-- Every figure is to be traced to log rows: an event without its session accuses without a cause.
-- Remedy: a fault in the program, report it with the rows shown.

select
    event.tutor_id,
    event.signal,
    event.session_id,
    event.day
from review.signal_events as event
left join core.session_outcomes as session on event.session_id = session.session_id
where
    session.session_id is null
    or session.tutor_id is distinct from event.tutor_id
    or event.treatment = 'excused' and not session.excused
