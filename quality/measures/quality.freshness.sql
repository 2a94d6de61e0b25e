-- One row a source and log with an event lately: how far tonight's export reaches, and how far the
-- nights and the same weekdays before reached. An event is dated by the clock that wrote it down.
-- Each event is placed by its seconds before the end of tonight, split into weeks: what stands at
-- the same place of an earlier week is what is due tonight. It stops short where much is due and
-- some log tells of the day, so that it is no standstill.
-- Events are added up by quarters of an hour, which no zone's clock divides; only those of quarters
-- that what is silent divides are placed one by one.

with past_night as (
    select known_from as ended_at
    from raw.deliveries
    where known_from <= $known_until
    group by known_from
    qualify dense_rank() over (order by known_from desc) <= $usual_nights
),

nights as (
    select coalesce(list(ended_at order by ended_at), []) as ended
    from past_night
),

written as not materialized (
    select
        'sessions' as log,
        delivery_id,
        coalesce(updated_at, booked_at) as happened_at,
        known_at
    from raw.sessions
    where
        known_at <= $known_until
        and coalesce(updated_at, booked_at) > $known_until - to_days(7 * ($usual_weeks + 1))
        and coalesce(updated_at, booked_at) <= $known_until
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
        and coalesce(received_at, cancelled_at) <= $known_until
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
        and greatest(contacted_at, decided_at) <= $known_until
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
        and given_at <= $known_until
),

told as (
    select
        written.log,
        written.delivery_id,
        written.happened_at,
        greatest(written.happened_at, written.known_at) as told_at,
        nights.ended as nights_ended
    from written
    cross join nights
),

quarter as (
    select
        log,
        delivery_id,
        epoch_us(happened_at) // 900000000 as number,
        case
            when told_at >= nights_ended[1]
                then list_max(list_filter(nights_ended, lambda night: night <= told_at))
            else '-infinity'::timestamptz
        end as told_after,
        count(*) as times,
        min(happened_at) as first_event,
        max(happened_at) as last_event
    from told
    group by all
),

event as (
    select
        coalesce(delivery.source, 'unknown') as source,
        quarter.*,
        epoch(($as_of + 1)::timestamp - (quarter.first_event at time zone $timezone))
            as seconds_before_first,
        epoch(($as_of + 1)::timestamp - (quarter.last_event at time zone $timezone))
            as seconds_before
    from quarter
    left join raw.deliveries as delivery on quarter.delivery_id = delivery.delivery_id
),

newest as (
    select
        source,
        log,
        max(last_event) as newest_event,
        min(seconds_before) as silent_seconds
    from event
    group by source, log
),

reached as (
    select
        event.source,
        event.log,
        past_night.ended_at,
        epoch(past_night.ended_at - max(event.last_event)) as silent_seconds
    from past_night
    inner join event on past_night.ended_at > event.told_after
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
        event.source,
        event.log,
        event.delivery_id,
        event.number,
        event.times,
        ceil(event.seconds_before / 604800)::integer - 1 as weeks_ago,
        event.seconds_before - 604800 * weeks_ago as place,
        event.seconds_before_first - 604800 * weeks_ago as place_of_first,
        newest.silent_seconds,
        coalesce(usually_silent.silent_seconds, 0) as usual_seconds,
        (place < newest.silent_seconds and place_of_first >= newest.silent_seconds)
        or (place < usual_seconds and place_of_first >= usual_seconds) as is_divided
    from event
    inner join newest on event.source = newest.source and event.log = newest.log
    left join usually_silent
        on event.source = usually_silent.source and event.log = usually_silent.log
    where event.seconds_before > 604800
),

divided as (
    select distinct
        source,
        log,
        delivery_id,
        number,
        weeks_ago,
        silent_seconds,
        usual_seconds
    from placed
    where is_divided
),

due as (
    select
        source,
        log,
        weeks_ago,
        silent_seconds,
        usual_seconds,
        place,
        times
    from placed
    where not is_divided
    union all
    select
        divided.source,
        divided.log,
        divided.weeks_ago,
        divided.silent_seconds,
        divided.usual_seconds,
        epoch(($as_of + 1)::timestamp - (written.happened_at at time zone $timezone))
        - 604800 * divided.weeks_ago as place,
        1 as times
    from divided
    inner join written
        on
            divided.log = written.log
            and divided.number = epoch_us(written.happened_at) // 900000000
            and divided.delivery_id is not distinct from written.delivery_id
),

weekly as (
    select
        source,
        log,
        weeks_ago,
        min(place) filter (where place >= usual_seconds) as reach,
        coalesce(
            sum(times) filter (where place >= usual_seconds and place < silent_seconds), 0
        ) as due_events
    from due
    group by source, log, weeks_ago
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
