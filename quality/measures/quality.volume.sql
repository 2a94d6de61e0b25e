-- One row a day and series: how much there was, and how much its weekday usually has: the median
-- of the same weekdays before it, and a spread that three odd ones do not move. The spread is the
-- median deviation, but no less than chance alone gives and than a share of the usual.
-- The day of a start is that of its quarter of an hour, which no zone's clock divides.

with days as (
    select unnest(range(0, $shown_days))::integer as ago
),

weeks as (
    select unnest(range(1, $usual_weeks + 1))::integer as ago
),

numbers as (
    select
        unnest(
            range(
                epoch_us($known_until - to_days(7 * $usual_weeks + $shown_days)) // 900000000,
                epoch_us($known_until) // 900000000 + 1
            )
        ) as quarter
),

quarters as (
    select
        quarter,
        (to_timestamp(quarter * 900) at time zone $timezone)::date as day
    from numbers
),

counted as (
    select
        'sessions' as series,
        '' as source,
        'sessions' as log,
        quarters.day,
        count(distinct hash(session.session_id)) as counted
    from raw.sessions as session
    inner join quarters on epoch_us(session.scheduled_start) // 900000000 = quarters.quarter
    where
        session.known_at <= $known_until
        and session.scheduled_start > $known_until - to_days(7 * $usual_weeks + $shown_days)
        and session.scheduled_start <= $known_until
    group by quarters.day
    union all
    select
        'arrivals' as series,
        source,
        log,
        (known_from at time zone $timezone)::date as day,
        sum(received)::bigint as counted
    from raw.deliveries
    where known_from <= $known_until
    group by all
),

series as (
    select
        series,
        source,
        log,
        min(day) as first_day
    from counted
    group by series, source, log
),

shown as (
    select
        series.series,
        series.source,
        series.log,
        series.first_day,
        $as_of - days.ago as day
    from series
    cross join days
    where $as_of - days.ago >= series.first_day
),

present as (
    select
        shown.series,
        shown.source,
        shown.log,
        shown.first_day,
        shown.day,
        coalesce(counted.counted, 0) as counted
    from shown
    left join counted
        on
            shown.series = counted.series
            and shown.source = counted.source
            and shown.log = counted.log
            and shown.day = counted.day
    where shown.series = 'sessions' or counted.counted is not null
),

same_weekday as (
    select
        present.series,
        present.source,
        present.log,
        present.day,
        coalesce(earlier.counted, 0) as counted
    from present
    cross join weeks
    left join counted as earlier
        on
            present.series = earlier.series
            and present.source = earlier.source
            and present.log = earlier.log
            and present.day - 7 * weeks.ago = earlier.day
    where
        present.day - 7 * weeks.ago >= present.first_day
        and (present.series = 'sessions' or earlier.counted is not null)
),

centred as (
    select
        series,
        source,
        log,
        day,
        count(*) as weeks,
        median(counted) as usual,
        mad(counted) as deviation
    from same_weekday
    group by series, source, log, day
    having count(*) >= $min_usual_weeks
),

spread as (
    select
        series,
        source,
        log,
        day,
        weeks,
        usual,
        $unusual_spreads
        * greatest(1.4826 * deviation, sqrt(usual), $min_usual_spread * usual) as reach
    from centred
),

bounded as (
    select
        present.series,
        present.source,
        present.log,
        present.day,
        present.counted,
        coalesce(spread.weeks, 0)::integer as weeks,
        spread.usual,
        greatest(spread.usual - spread.reach, 0) as unusual_low,
        spread.usual + spread.reach as unusual_high,
        least($empty_volume_share * spread.usual, greatest(spread.usual - spread.reach, 0))
            as implausible_low,
        case
            when present.series = 'sessions'
                then
                    greatest(
                        $implausible_volume_factor * spread.usual, spread.usual + spread.reach
                    )
            else null
        end as implausible_high
    from present
    left join spread
        on
            present.series = spread.series
            and present.source = spread.source
            and present.log = spread.log
            and present.day = spread.day
)

select
    series,
    source,
    log,
    day,
    counted,
    weeks,
    usual,
    unusual_low,
    unusual_high,
    implausible_low,
    implausible_high,
    case
        when coalesce(usual, 0) < $min_usual_sessions then 'unknown'
        when counted < implausible_low or counted > implausible_high then 'implausible'
        when counted < unusual_low or counted > unusual_high then 'unusual'
        else 'usual'
    end as verdict
from bounded
