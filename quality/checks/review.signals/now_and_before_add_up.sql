-- The sentence sets now against before: a session in neither or in both would make it untrue. Moves
-- of one lesson are no share of anything.
-- Remedy: a fault in the program, report it with the rows shown.

select
    tutor_id,
    signal,
    events,
    now_events,
    before_events,
    trials,
    now_trials,
    before_trials,
    rate_low,
    rate_high
from review.signals
where
    events <> now_events + before_events
    or trials <> now_trials + before_trials
    or (signal <> 'reschedule_chain' and events > trials)
    or (signal <> 'reschedule_chain' and now_events > now_trials)
    or rate_low > rate_high
