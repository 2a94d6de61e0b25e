-- One row a tutor of these and signal: what the weeks that end tonight say.

select
    tutor_id,
    as_of,
    signal,
    enough,
    chance,
    reference,
    events,
    trials,
    load,
    rate,
    rate_low,
    rate_high,
    since,
    chance_of_change,
    now_events,
    now_trials,
    before_events,
    before_trials,
    once_in,
    spells,
    spell_sessions,
    unscored_sessions,
    students,
    clean_weeks,
    clean_chance
from review.signals
where tutor_id in (select unnest($tutors))
order by tutor_id, signal
