-- What is weighed must be what was counted: a session lost on the way would clear a tutor unseen.
-- Remedy: move the warehouse away and run again, the logs rebuild it; if it stays red, report it.

with counted as (
    select
        tutor_id,
        sum(late) as late
    from core.tutor_days
    where day <= $as_of and day > $as_of - $evidence_days::integer and tutor_id <> ''
    group by tutor_id
)

select
    signal.tutor_id,
    signal.events,
    signal.spell_events,
    signal.spell_sessions,
    counted.late
from review.signals as signal
left join counted on signal.tutor_id = counted.tutor_id
where
    signal.signal = 'late_sessions'
    and signal.events - signal.spell_events + signal.spell_sessions <> coalesce(counted.late, 0)
