-- One row a source, log and span of days: how well the hours of its newest times coincide with the
-- hours of the weeks before, as they are and after the shift that helps most. A clock whose zone
-- changed shows the usual day some hours off. An hour up or down is what a change to summer time
-- does to a source in another zone, so shifts begin at two. Shares are rounded, and of equal shifts
-- the smallest is said, so that the same rows always give the same bytes. Times are added up by
-- quarters of an hour, which no zone's clock divides.

with dated as (
    select
        'sessions' as log,
        delivery_id,
        epoch_us(scheduled_start) // 900000000 as quarter,
        count(*) as times
    from raw.sessions
    where
        known_at <= $known_until
        and scheduled_start <= $known_until
        and scheduled_start > $known_until - to_days(7 * ($usual_weeks + 1))
    group by all
    union all
    select
        'cancellations' as log,
        delivery_id,
        epoch_us(cancelled_at) // 900000000 as quarter,
        count(*) as times
    from raw.cancellations
    where
        known_at <= $known_until
        and cancelled_at <= $known_until
        and cancelled_at > $known_until - to_days(7 * ($usual_weeks + 1))
        and precision <> 'day'
    group by all
),

placed as (
    select
        dated.log,
        coalesce(delivery.source, 'unknown') as source,
        to_timestamp(dated.quarter * 900) at time zone $timezone as began,
        $as_of - began::date as days_ago,
        hour(began) as hour_of_day,
        dated.times
    from dated
    left join raw.deliveries as delivery on dated.delivery_id = delivery.delivery_id
),

spans as (
    select unnest($clock_windows_days) as days
),

hourly as (
    select
        placed.source,
        placed.log,
        spans.days,
        placed.hour_of_day,
        coalesce(sum(placed.times) filter (where placed.days_ago < spans.days), 0) as now_times,
        coalesce(
            sum(placed.times) filter (where placed.days_ago >= list_max($clock_windows_days)), 0
        ) as usual_times
    from placed
    cross join spans
    group by placed.source, placed.log, spans.days, placed.hour_of_day
),

profile as (
    select
        source,
        log,
        days,
        hour_of_day,
        sum(now_times) over log_span as events,
        sum(usual_times) over log_span as usual_events,
        now_times / nullif(sum(now_times) over log_span, 0) as now_share,
        usual_times / nullif(sum(usual_times) over log_span, 0) as usual_share
    from hourly
    window log_span as (partition by source, log, days)
),

shifts as (
    select unnest(range(-11, 13))::integer as shift_hours
),

matched as (
    select
        this.source,
        this.log,
        this.days,
        shifts.shift_hours,
        round(sum(least(this.now_share, usual.usual_share)), 9) as coincides
    from profile as this
    cross join shifts
    inner join profile as usual
        on
            this.source = usual.source
            and this.log = usual.log
            and this.days = usual.days
            and (usual.hour_of_day + shifts.shift_hours + 24) % 24 = this.hour_of_day
    group by this.source, this.log, this.days, shifts.shift_hours
),

best as (
    select
        source,
        log,
        days,
        coalesce(max(coincides) filter (where shift_hours = 0), 0) as match_as_is,
        coalesce(max(coincides) filter (where abs(shift_hours) > 1), 0) as match_shifted,
        arg_max(shift_hours, (coincides, -abs(shift_hours), shift_hours))
        filter (where abs(shift_hours) > 1) as shift_hours
    from matched
    group by source, log, days
)

select distinct
    profile.source,
    profile.log,
    profile.days::integer as days,
    profile.events::bigint as events,
    profile.usual_events::bigint as usual_events,
    least(best.match_as_is, 1) as match_as_is,
    least(best.match_shifted, 1) as match_shifted,
    best.shift_hours,
    profile.events >= $min_clock_events
    and profile.usual_events >= $min_clock_events
    and best.match_as_is < $max_match_as_is
    and best.match_shifted > $min_match_shifted as has_jumped
from profile
left join best
    on profile.source = best.source and profile.log = best.log and profile.days = best.days
