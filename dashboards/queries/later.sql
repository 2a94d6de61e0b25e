-- One row a tutor, rate and past night, 28 days apart: the chance of that night, and what came in
-- the 28 days after it. Only of tutors whose chance was of note at some time, for no other points
-- are kept; a spell is one event and one trial here, too.

with nights as (
    select $as_of - 28 * unnest(range(1, 10))::integer as night
),

asked as (
    select
        point.tutor_id,
        point.signal,
        nights.night,
        arg_max(point.chance, point.day) as chance
    from nights
    inner join review.signal_points as point
        on point.day between nights.night - 6 and nights.night
    where point.signal in ('late_sessions', 'wiped_days')
    group by point.tutor_id, point.signal, nights.night
),

spell_days as (
    select distinct
        tutor_id,
        signal,
        day
    from review.signal_events
    where spell_no is not null
),

taught as (
    select
        asked.tutor_id,
        asked.signal,
        asked.night,
        sum(case when asked.signal = 'wiped_days' then 1 else worked.exposure end) as trials
    from asked
    inner join core.tutor_days as worked
        on
            asked.tutor_id = worked.tutor_id
            and worked.day between asked.night + 1 and asked.night + 28
            and worked.exposure > 0
    left join spell_days as lost
        on
            asked.tutor_id = lost.tutor_id
            and asked.signal = lost.signal
            and worked.day = lost.day
    where lost.day is null
    group by asked.tutor_id, asked.signal, asked.night
),

happened as (
    select
        asked.tutor_id,
        asked.signal,
        asked.night,
        sum(found.event) as events,
        sum(found.event) filter (where found.spell_no is not null) as spells
    from asked
    inner join review.signal_events as found
        on
            asked.tutor_id = found.tutor_id
            and asked.signal = found.signal
            and found.day between asked.night + 1 and asked.night + 28
    where found.treatment in ('counted', 'same_spell')
    group by asked.tutor_id, asked.signal, asked.night
)

select
    asked.tutor_id,
    asked.signal,
    asked.night,
    asked.chance,
    coalesce(happened.events, 0) as events,
    (coalesce(taught.trials, 0) + coalesce(happened.spells, 0))::double as trials
from asked
left join taught using (tutor_id, signal, night)
left join happened using (tutor_id, signal, night)
where coalesce(taught.trials, 0) + coalesce(happened.spells, 0) > 0
order by asked.tutor_id, asked.signal, asked.night
