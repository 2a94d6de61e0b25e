-- One row a source and log with an event lately: how far tonight's export reaches, and how far the
-- nights and the same weekdays before reached. An event is dated by the clock that wrote it down.
-- Each event is placed by its seconds before the end of tonight, split into weeks: what stands at
-- the same place of an earlier week is what is due tonight. It stops short where much is due and
-- some log tells of the day, so that it is no standstill.

with written as (
    select
        'sessions' as log,
        delivery_id,
        coalesce(updated_at, booked_at) as happened_at,
        known_at
    from raw.sessions
    where
        known_at <= $known_until
        and coalesce(updated_at, booked_at) > $known_until - to_days(7 * ($usual_weeks + 1))
    union all
    select
        'cancellations' as log,
        delivery_id,
        coalesce(received_at, cancelled_at) as happened_at,
        known_at
    from raw.cancellations
    where
        known_at <= $known_until
        and coalesce(received_at, cancelled_at) > $known_until - to_days(7 * ($usual_weeks + 1))
    union all
    select
        'contacts' as log,
        delivery_id,
        greatest(contacted_at, decided_at) as happened_at,
        known_at
    from raw.contacts
    where
        known_at <= $known_until
        and greatest(contacted_at, decided_at) > $known_until - to_days(7 * ($usual_weeks + 1))
    union all
    select
        'feedback' as log,
        delivery_id,
        given_at as happened_at,
        known_at
    from raw.feedback
    where
        known_at <= $known_until
        and given_at > $known_until - to_days(7 * ($usual_weeks + 1))
),

event as (
    select
        coalesce(delivery.source, 'unknown') as source,
        written.log,
        written.happened_at,
        written.known_at,
        epoch(($as_of + 1)::timestamp - (written.happened_at at time zone $timezone))
            as seconds_before
    from written
    left join raw.deliveries as delivery on written.delivery_id = delivery.delivery_id
    where written.happened_at <= $known_until
),

newest as (
    select
        source,
        log,
        max(happened_at) as newest_event,
        min(seconds_before) as silent_seconds
    from event
    group by source, log
),

past_night as (
    select distinct known_from as ended_at
    from raw.deliveries
    where known_from <= $known_until
    qualify dense_rank() over (order by known_from desc) <= $usual_nights
),

reached as (
    select
        event.source,
        event.log,
        past_night.ended_at,
        epoch(past_night.ended_at - max(event.happened_at)) as silent_seconds
    from past_night
    inner join event
        on past_night.ended_at > event.happened_at and past_night.ended_at > event.known_at
    group by event.source, event.log, past_night.ended_at
),

usually_silent as (
    select
        source,
        log,
        median(silent_seconds) as silent_seconds,
        count(*) as nights
    from reached
    group by source, log
),

placed as (
    select
        source,
        log,
        ceil(seconds_before / 604800)::integer - 1 as weeks_ago,
        seconds_before - 604800 * (ceil(seconds_before / 604800) - 1) as place
    from event
    where seconds_before > 604800
),

weekly as (
    select
        placed.source,
        placed.log,
        placed.weeks_ago,
        min(placed.place) filter (
            where placed.place >= coalesce(usually_silent.silent_seconds, 0)
        ) as reach,
        count(*) filter (
            where
            placed.place >= coalesce(usually_silent.silent_seconds, 0)
            and placed.place < newest.silent_seconds
        ) as due_events
    from placed
    inner join newest on placed.source = newest.source and placed.log = newest.log
    left join usually_silent
        on placed.source = usually_silent.source and placed.log = usually_silent.log
    group by placed.source, placed.log, placed.weeks_ago
),

usual as (
    select
        source,
        log,
        median(reach) as reach,
        median(due_events) as due_events,
        count(*) as weeks
    from weekly
    group by source, log
)

select
    newest.source,
    newest.log,
    newest.newest_event,
    (($as_of + 1)::timestamp - to_milliseconds(1000 * usual.reach)) at time zone $timezone
        as usual_newest,
    newest.silent_seconds / 86400.0 as silent_days,
    coalesce(usually_silent.silent_seconds, 0) / 86400.0 as usual_silent_days,
    usual.due_events,
    coalesce(usual.weeks, 0)::integer as weeks,
    coalesce(usually_silent.nights, 0)::integer as nights,
    coalesce(usual.weeks, 0) >= $min_usual_weeks
    and usual.due_events >= $min_expected_events
    and min(newest.silent_seconds) over () < 86400 as stops_short
from newest
left join usually_silent
    on newest.source = usually_silent.source and newest.log = usually_silent.log
left join usual on newest.source = usual.source and newest.log = usual.log
