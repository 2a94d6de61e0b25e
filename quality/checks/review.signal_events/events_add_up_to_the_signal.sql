-- A reviewer reads the events behind a chance; they must be those that it was made of.
-- Remedy: a fault in the program, report it with the rows shown.

select
    signal.tutor_id,
    signal.signal,
    signal.events,
    sum(event.event) as told
from review.signals as signal
inner join review.signal_events as event
    on signal.tutor_id = event.tutor_id and signal.signal = event.signal
where signal.signal in ('late_sessions', 'wiped_days') and event.treatment <> 'excused'
group by signal.tutor_id, signal.signal, signal.events
having signal.events <> sum(event.event)
